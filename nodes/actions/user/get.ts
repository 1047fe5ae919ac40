import { defineAction, list, text } from '../../definition';
import { userQuery } from '../../jira/people';

/** Reads one user. */
export default defineAction({
  type: 'jira-user-get',
  route: 'GET /user',
  returns: 'one',
  record: 'user',
  inputs: {
    accountId: text({ primary: true, identity: 'accountId', suggests: 'account-id' }),
    username: text({ primary: true, identity: 'username', suggests: 'username' }),
    userKey: text(),
    expand: list(),
  },
  run: ({ jira, inputs: { expand, ...user } }) => jira.send({ query: { ...userQuery(jira, user), expand } }),
});
