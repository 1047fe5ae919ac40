import { defineAction, text } from '../../definition';

/** Reads one issue type. */
export default defineAction({
  type: 'jira-issue-type-get',
  route: 'GET /issuetype/{id}',
  returns: 'one',
  record: 'issueType',
  inputs: {
    issueTypeId: text({ required: true, primary: true, identity: 'issueType' }),
  },
  request: ({ issueTypeId: id }) => ({ params: { id } }),
});
