import assert from 'node:assert/strict';
import { defineCases, same } from '../define-cases';

export default defineCases({
  payload: 'OPS-7',
  calls: same(['GET /issue/OPS-7/remotelink']),
  result: (payload) =>
    assert.deepEqual(
      (payload as { object: { title: string } }[]).map(({ object }) => object.title),
      ['Order 1', 'Order 2'],
    ),
  browser: { form: { issueIdOrKey: 'OPS-7' }, shows: /"title":"Order 2"/ },
  example: { payload: 'EX-1' },
});
