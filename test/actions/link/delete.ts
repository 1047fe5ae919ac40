import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { linkId: '10302' },
  calls: same(['DELETE /issueLink/10302']),
  result: (payload) => assert.deepEqual(payload, { linkId: '10302' }),
  browser: { form: { linkId: '10303' }, shows: /"linkId":"10303"/ },
  example: { payload: { linkId: '10001' } },
});
