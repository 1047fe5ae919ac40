import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: 'pump',
  calls: same(['GET /issue/picker?query=pump']),
  result: (payload) => assert.ok(Array.isArray((payload as { sections: unknown }).sections)),
  browser: { form: { query: 'pump' }, shows: /"sections":/ },
  example: { payload: 'bug' },
});
