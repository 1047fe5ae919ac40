import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-7', url: 'https://example.com/orders/2' },
  calls: same(['GET /issue/OPS-7/remotelink'], ['DELETE /issue/OPS-7/remotelink/10002']),
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-7' }),
  browser: {
    form: { issueIdOrKey: 'OPS-7', globalId: 'https://example.com/orders/1' },
    shows: /"issueIdOrKey":"OPS-7"/,
  },
  example: { payload: { key: 'EX-1', globalId: 'system=http://www.mycompany.com/support&id=1' } },
});
