import { defineAction, flag, text } from '../../definition';

/** Suggests issues for a few letters. */
export default defineAction({
  type: 'jira-issue-picker',
  route: 'GET /issue/picker',
  returns: 'one',
  record: 'issueSuggestions',
  inputs: {
    query: text({ required: true, primary: true }),
    currentJQL: text({ suggests: 'jql' }),
    currentIssueKey: text({ suggests: 'issue' }),
    currentProjectId: text(),
    showSubTasks: flag(),
    showSubTaskParent: flag(),
  },
  request: (query) => ({ query }),
});
