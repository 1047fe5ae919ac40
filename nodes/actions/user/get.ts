import { defineAction, list, text } from '../../definition';
import { userQuery } from '../../jira/people';

/** Reads one user. */
export default defineAction({
  type: 'jira-user-get',
  reference: 'api-group-users/#api-rest-api-3-user-get',
  returns: 'one',
  reads: true,
  inputs: {
    accountId: text({ primary: true, identity: 'accountId', suggests: 'account-id' }),
    username: text({ primary: true, identity: 'username', suggests: 'username' }),
    userKey: text(),
    expand: list(),
  },
  run: ({ jira, inputs: { expand, ...user } }) =>
    jira.send({ method: 'GET', path: ['user'], query: { ...userQuery(jira, user), expand } }),
});
