import { defineAction, references, text } from '../../definition';
import { rankIssues } from '../../jira/rank';

/** Puts issues next to another one in the order of boards and backlogs. */
export default defineAction({
  type: 'jira-issue-rank',
  route: 'PUT /rest/agile/1.0/issue/rank',
  returns: 'echo',
  record: 'issue',
  inputs: {
    issues: references({ required: true, primary: true, identity: 'issue', suggests: 'issue' }),
    before: text({ prominent: true, suggests: 'issue' }),
    after: text({ prominent: true, suggests: 'issue' }),
  },
  run: ({ jira, inputs }) => rankIssues(jira, inputs),
});
