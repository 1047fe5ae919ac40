import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

const payload = { key: 'OPS-13', startedAfter: '2020-11-01T00:00Z' };

export default defineCases({
  payload,
  calls: {
    cloud: [['GET /issue/OPS-13/worklog?startedAfter=1604188800000']],
    datacenter: [['GET /issue/OPS-13/worklog']],
  },
  result: (payload) =>
    assert.deepEqual(
      (payload as { id: string }[]).map(({ id }) => id),
      ['10409', '10413'],
    ),
  browser: { form: { issueIdOrKey: 'OPS-13' }, shows: /"id":"10409"/ },
  example: { payload: { key: 'EX-1' }, records: 'worklogs' },
});
