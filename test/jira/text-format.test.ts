import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { storedText } from '../../nodes/jira/text-format';

describe('rich text that a flow gives', () => {
  const circle: Record<string, unknown> = { type: 'doc', version: 1, content: [] };
  circle.content = [{ type: 'paragraph', content: [circle] }];

  for (const deployment of ['cloud', 'datacenter'] as const) {
    it(`is refused on ${deployment} if it holds itself, and does not stop Node-RED`, () => {
      assert.throws(
        () => storedText(circle, 'body', 'text', deployment),
        (error: unknown) => error instanceof JiraError && error.code === 'JIRA_INPUT',
      );
    });
  }

  it('may have as many lines as there are, on Data Center too', () => {
    const lines = 'a\n'.repeat(65_000);
    assert.equal(storedText(lines, 'body', 'markdown', 'datacenter'), lines.trimEnd());
  });
});
