import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: { key: 'OPS-7', orderBy: 'created', maxResults: 2 },
  calls: same(['GET /issue/OPS-7/comment?orderBy=created&maxResults=2']),
  result: (payload) => {
    const times = (payload as { created: string }[]).map(({ created }) => created);
    assert.equal(times.length, 2);
    assert.deepEqual(times, [...times].sort());
  },
  browser: { form: { issueIdOrKey: 'OPS-7' }, shows: /"id":"10501"/ },
  example: { records: 'comments' },
});
