import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: 'OPS-8',
  calls: same(['GET /issue/OPS-8/watchers']),
  result: (payload) =>
    assert.deepEqual(
      (payload as { displayName: string }[]).map(({ displayName }) => displayName),
      ['Ada Lindqvist'],
    ),
  browser: { form: { issueIdOrKey: 'OPS-8' }, shows: /"displayName":/ },
  example: { payload: 'EX-1', records: 'watchers' },
});
