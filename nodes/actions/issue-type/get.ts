import { defineAction, text } from '../../definition';

/** Reads one issue type. */
export default defineAction({
  type: 'jira-issue-type-get',
  reference: 'api-group-issue-types/#api-rest-api-3-issuetype-id-get',
  returns: 'one',
  reads: true,
  inputs: {
    issueTypeId: text({ required: true, primary: true, identity: 'issuetype' }),
  },
  request: ({ issueTypeId }) => ({ method: 'GET', path: ['issuetype', issueTypeId] }),
});
