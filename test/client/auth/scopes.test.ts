import assert from 'node:assert/strict';
import { neededScope } from '../../../nodes/client/auth/scopes';

describe('The scope that a call needs', () => {
  for (const [scope, route, reads] of [
    ['read:jira-work', 'GET /issue/{issueIdOrKey}', false],
    ['read:jira-work', 'POST /search', true],
    ['write:jira-work', 'POST /issue', false],
    ['read:jira-user', 'GET /myself', false],
    ['read:jira-user', 'GET /user/search', false],
    ['read:email-address:jira', 'GET /user/email', false],
  ] as const) {
    it(`is ${scope} for ${route}`, () => {
      assert.equal(neededScope({ route, reads }), scope);
    });
  }
});
