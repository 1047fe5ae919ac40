import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

export default defineCases({
  payload: { query: 'op', keys: ['OPS', 'IT'], orderBy: '-name' },
  calls: {
    cloud: [['GET /project/search?query=op&orderBy=-name&keys=OPS&keys=IT']],
    datacenter: [['GET /project']],
  },
  result: (payload) =>
    assert.deepEqual(
      (payload as { key: string }[]).map(({ key }) => key),
      ['OPS'],
    ),
  browser: { form: { query: 'Operations' }, shows: /"key":"OPS"/ },
  example: { payload: {}, records: { cloud: 'values' } },
});
