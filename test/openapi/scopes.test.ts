import assert from 'node:assert/strict';
import { scopeOf } from '../../demo/oauth/scopes';
import { listOf, objectOf } from './json';
import { withDocuments } from './samples';
import { ROUTES } from './used-operations';

/** Known to need this scope, and without one in the document: an address is open to apps that Atlassian has approved. */
const UNDOCUMENTED = new Map([['GET /rest/api/3/user/email', 'read:email-address:jira']]);

describe("OpenAPI: the scopes that the demo's gateway asks for", () => {
  const documents = withDocuments();

  /** The classic scopes that Atlassian's document has for an operation. */
  function documented(operation: string): readonly unknown[] {
    const [method = '', path = ''] = operation.split(' ');
    const item = objectOf(objectOf(documents().document('cloud', 'full').json.paths)[path]);
    const ways = listOf(objectOf(item[method.toLowerCase()]).security).map(objectOf);
    const scopes = ways.flatMap((way) => listOf(way.OAuth2));
    // Where a call needs two, the demo asks for the one that fewer apps have.
    return scopes.length > 1 ? scopes.filter((scope) => scope !== 'read:jira-work') : scopes;
  }

  for (const route of ROUTES) {
    const operation = route.replace(' ', ' /rest/api/3');
    it(`are Atlassian's own for ${operation}`, () => {
      const [method = '', path = ''] = operation.split(' ');
      if (!documents().document('cloud', 'full').operation(method, path)) return;
      const expected = UNDOCUMENTED.has(operation) ? [UNDOCUMENTED.get(operation)] : documented(operation);
      const asked = scopeOf(method, path.replace('/rest/api/3', ''));
      assert.deepEqual(asked === undefined ? [] : [asked], expected);
    });
  }
});
