import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: {},
  calls: same(['GET /issuetype']),
  result: (payload) => assert.ok((payload as { name: string }[]).some(({ name }) => name === 'Bug')),
  browser: { form: {}, shows: /"name":"Bug"/ },
  example: { payload: {} },
});
