import { defineAction, text } from '../../definition';
import { emailAddress } from '../../jira/email';

/** Finds a user's e-mail address, as far as it may be seen. */
export default defineAction({
  type: 'jira-user-email',
  reference: 'api-group-users/#api-rest-api-3-user-email-get',
  returns: 'one',
  reads: true,
  inputs: {
    accountId: text({ primary: true, identity: 'accountId', suggests: 'account-id' }),
    username: text({ primary: true, identity: 'username', suggests: 'username' }),
  },
  run: ({ jira, inputs }) => emailAddress(jira, inputs),
});
