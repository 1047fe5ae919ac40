import assert from 'node:assert/strict';
import { withDocuments } from './samples';
import { tableFaults, USED_OPERATIONS } from './used-operations';

describe('OpenAPI: the table of operations that nodes call', () => {
  const documents = withDocuments();

  it('lists nothing that Jira does not have', () => {
    for (const name of USED_OPERATIONS) {
      const [deployment, method = '', template = ''] = name.split(' ');
      const document = documents().document(deployment === 'cloud' ? 'cloud' : 'datacenter', 'full');
      assert.ok(document.operation(method, template), name);
    }
  });

  it('fails a whole run that leaves an operation untried', () => {
    const all = Object.fromEntries(USED_OPERATIONS.map((operation) => [operation, 1]));
    assert.deepEqual(tableFaults(all, true), []);
    const { 'cloud POST /rest/api/3/issueLink': _untried, ...others } = all;
    assert.deepEqual(tableFaults(others, false), []);
    assert.match(
      tableFaults(others, true).join(),
      /^cloud POST \/rest\/api\/3\/issueLink: .* no test made a node call it$/,
    );
  });

  it('fails any run in which a node calls what it does not list', () => {
    assert.match(tableFaults({ 'cloud GET /rest/api/3/dashboard': 1 }, false).join(), /a node calls it/);
  });
});
