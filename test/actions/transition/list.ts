import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-2', expand: 'transitions.fields' },
  calls: same(['GET /issue/OPS-2/transitions?expand=transitions.fields']),
  result: (payload) => assert.ok((payload as { name: string }[]).every(({ name }) => name)),
  browser: { form: { issueIdOrKey: 'OPS-8' }, shows: /"to":/ },
  example: { records: 'transitions' },
});
