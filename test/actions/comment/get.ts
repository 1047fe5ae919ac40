import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  node: { richText: 'text' },
  payload: { key: 'OPS-7', commentId: '10501' },
  calls: same(['GET /issue/OPS-7/comment/10501']),
  result: (payload) => assert.equal(typeof (payload as { body: unknown }).body, 'string'),
  browser: { form: { issueIdOrKey: 'OPS-7', commentId: '10501' }, shows: /"id":"10501"/ },
  example: { payload: { key: 'EX-1', commentId: '10000' } },
});
