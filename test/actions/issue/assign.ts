import assert from 'node:assert/strict';
import { BEN_ON_CLOUD, defineCases } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-1', assignee: 'ben@example.com' },
  calls: {
    cloud: [
      ['GET /user/search?query=ben%40example.com&maxResults=50'],
      ['PUT /issue/OPS-1/assignee', { accountId: BEN_ON_CLOUD }],
    ],
    datacenter: [
      ['GET /user/search?username=ben%40example.com&maxResults=50'],
      ['PUT /issue/OPS-1/assignee', { name: 'ben' }],
    ],
  },
  result: (payload) => assert.deepEqual(payload, { issueIdOrKey: 'OPS-1' }),
  browser: { form: { issueIdOrKey: 'OPS-3', assignee: 'none' }, shows: /"issueIdOrKey":"OPS-3"/ },
  example: { payload: { key: 'EX-1', assignee: 'none' } },
});
