import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { startAt: 1, maxResults: 2 },
  calls: same(['GET /field']),
  result: (payload) => assert.equal((payload as unknown[]).length, 2),
  browser: { form: {}, shows: /"schema":/ },
  example: { payload: {} },
});
