import assert from 'node:assert/strict';
import { defineCases } from '../define-cases';

export default defineCases({
  payload: { maxResults: 5 },
  calls: { cloud: [['GET /users/search?maxResults=5']], datacenter: [['GET /user/list?maxResults=5']] },
  result: (payload) => assert.equal((payload as unknown[]).length, 5),
  browser: { form: {}, shows: /"accountId":/ },
  example: { payload: {}, records: { datacenter: 'values' } },
});
