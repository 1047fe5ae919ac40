import { defineAction } from '../../definition';

/** Lists all issue types that the account may use. */
export default defineAction({
  type: 'jira-issue-type-list',
  route: 'GET /issuetype',
  returns: 'many',
  record: 'issueType',
  inputs: {},
  list: () => ({ style: 'whole' }),
});
