import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-13', worklogId: '10413', increaseBy: '90 min' },
  calls: same(['DELETE /issue/OPS-13/worklog/10413?adjustEstimate=manual&increaseBy=1h+30m']),
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-13', worklogId: '10413' }),
  browser: { form: { issueIdOrKey: 'OPS-13', worklogId: '10413' }, shows: /"worklogId":"10413"/ },
  example: { payload: { key: 'EX-1', worklogId: '10000' } },
});
