import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

export default defineCases({
  payload: { ids: [10502, '10501', 99999], key: 'OPS-7' },
  calls: {
    cloud: [['POST /comment/list', { ids: [10502, 10501, 99999] }]],
    datacenter: [
      ['GET /issue/OPS-7/comment/10502'],
      ['GET /issue/OPS-7/comment/10501'],
      ['GET /issue/OPS-7/comment/99999'],
      ['GET /myself'],
    ],
  },
  result: (payload) =>
    assert.deepEqual(
      (payload as { id: string }[]).map(({ id }) => id),
      ['10502', '10501'],
    ),
  browser: { form: { ids: '10501' }, shows: /"id":"10501"/ },
  example: { payload: { ids: [10000], issueIdOrKey: 'EX-1' }, records: { cloud: 'values' } },
});
