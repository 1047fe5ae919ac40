import assert from 'node:assert/strict';
import { storedText } from '../../nodes/jira/text-format';

describe('rich text that a flow gives', () => {
  it('may have as many lines as there are, on Data Center too', () => {
    const lines = 'a\n'.repeat(65_000);
    assert.equal(storedText(lines, 'body', 'markdown', 'datacenter'), lines.trimEnd());
  });
});
