import { defineAction } from '../../definition';

/** Lists all issue types that the account may use. */
export default defineAction({
  type: 'jira-issue-type-list',
  reference: 'api-group-issue-types/#api-rest-api-3-issuetype-get',
  returns: 'many',
  reads: true,
  inputs: {},
  list: () => ({ method: 'GET', path: ['issuetype'], style: 'whole' }),
});
