import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { issues: ['OPS-9', { key: 'OPS-7', fields: {} }], before: 'OPS-3' },
  calls: same(['PUT /rest/agile/1.0/issue/rank', { issues: ['OPS-9', 'OPS-7'], rankBeforeIssue: 'OPS-3' }]),
  result: (payload) => assert.deepEqual(payload, { issues: ['OPS-9', 'OPS-7'] }),
  browser: { form: { issues: 'OPS-9, OPS-7', before: 'OPS-3' }, shows: /"issues":\["OPS-9","OPS-7"\]/ },
  example: { payload: { issues: ['PR-1', 'PR-2'], after: 'PR-4' } },
});
