import { defineAction, flag, issueIdOrKey } from '../../definition';

/** Deletes an issue for good. */
export default defineAction({
  type: 'jira-issue-delete',
  reference: 'api-group-issues/#api-rest-api-3-issue-issueidorkey-delete',
  returns: 'echo',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    deleteSubtasks: flag(),
  },
  request: ({ issueIdOrKey: issue, ...query }) => ({ method: 'DELETE', path: ['issue', issue], query }),
});
