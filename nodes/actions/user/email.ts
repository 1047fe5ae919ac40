import { defineAction, text } from '../../definition';
import { emailAddress } from '../../jira/email';

/** Finds a user's e-mail address, as far as it may be seen. */
export default defineAction({
  type: 'jira-user-email',
  route: 'GET /user',
  returns: 'one',
  inputs: {
    accountId: text({ primary: true, identity: 'accountId', suggests: 'account-id' }),
    username: text({ primary: true, identity: 'username', suggests: 'username' }),
  },
  run: ({ jira, inputs }) => emailAddress(jira, inputs),
});
