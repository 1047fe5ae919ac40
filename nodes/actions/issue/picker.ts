import { defineAction, flag, text } from '../../definition';

/** Suggests issues for a few letters. */
export default defineAction({
  type: 'jira-issue-picker',
  reference: 'api-group-issue-search/#api-rest-api-3-issue-picker-get',
  returns: 'one',
  reads: true,
  inputs: {
    query: text({ required: true, primary: true }),
    currentJQL: text({ suggests: 'jql' }),
    currentIssueKey: text({ suggests: 'issue' }),
    currentProjectId: text(),
    showSubTasks: flag(),
    showSubTaskParent: flag(),
  },
  request: (query) => ({ method: 'GET', path: ['issue', 'picker'], query }),
});
