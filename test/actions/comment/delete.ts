import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-7', commentId: 10502 },
  calls: same(['DELETE /issue/OPS-7/comment/10502']),
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-7', commentId: '10502' }),
  browser: { form: { issueIdOrKey: 'OPS-7', commentId: '10502' }, shows: /"commentId":"10502"/ },
  example: { payload: { key: 'EX-1', commentId: '10000' } },
});
