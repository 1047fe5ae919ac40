import assert from 'node:assert/strict';
import { neededScope } from '../../../nodes/client/auth/scopes';

describe('The scope that a call needs', () => {
  for (const [scope, method, path, reads] of [
    ['read:jira-work', 'GET', ['issue', 'OPS-1']],
    ['read:jira-work', 'POST', ['search'], true],
    ['write:jira-work', 'POST', ['issue']],
    ['read:jira-user', 'GET', ['myself']],
    ['read:jira-user', 'GET', ['user', 'search']],
    ['read:email-address:jira', 'GET', ['user', 'email']],
  ] as const) {
    it(`is named rightly for ${method} ${path.join('/')}: with another one the user would get the same error again`, () => {
      assert.equal(neededScope({ method, path, ...(reads && { reads }) }), scope);
    });
  }
});
