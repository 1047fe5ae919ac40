import { defineAction, text } from '../../definition';
import { userList } from '../../jira/people';

/** Lists the users of the site. */
export default defineAction({
  type: 'jira-user-list',
  route: { cloud: 'GET /users/search', datacenter: 'GET /user/list' },
  returns: 'many',
  byToken: 'datacenter',
  record: 'user',
  inputs: {
    query: text({ only: 'datacenter' }),
  },
  list: ({ jira, inputs }) => userList(jira, inputs.query),
});
