import { defineAction, text } from '../../definition';
import { countedIssues } from '../../jira/counts';

/** Counts the issues that a JQL finds. */
export default defineAction({
  type: 'jira-issue-count',
  route: { cloud: 'POST /search/approximate-count', datacenter: 'POST /search' },
  returns: 'one',
  record: 'issueCount',
  reads: true,
  inputs: {
    jql: text({ required: true, primary: true, suggests: 'jql' }),
  },
  run: ({ jira, inputs: { jql } }) => countedIssues(jira, jql),
});
