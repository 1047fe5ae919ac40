import { defineAction, text } from '../../definition';
import { userList } from '../../jira/people';

/** Lists the users of the site. */
export default defineAction({
  type: 'jira-user-list',
  reference: 'api-group-users/#api-rest-api-3-users-search-get',
  returns: 'many',
  reads: true,
  inputs: {
    query: text({ only: 'datacenter' }),
    nextPageToken: text({ only: 'datacenter' }),
  },
  list: ({ jira, inputs }) => userList(jira, inputs.query),
});
