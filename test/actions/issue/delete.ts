import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-3', deleteSubtasks: true },
  calls: same(['DELETE /issue/OPS-3?deleteSubtasks=true']),
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-3' }),
  browser: { form: { issueIdOrKey: 'OPS-20' }, shows: /"issueIdOrKey":"OPS-20"/ },
  example: { payload: { key: 'EX-1' } },
});
