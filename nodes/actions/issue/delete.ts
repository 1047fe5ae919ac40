import { defineAction, flag, issueIdOrKey } from '../../definition';

/** Deletes an issue for good. */
export default defineAction({
  type: 'jira-issue-delete',
  route: 'DELETE /issue/{issueIdOrKey}',
  returns: 'echo',
  record: 'issue',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    deleteSubtasks: flag(),
  },
  request: ({ issueIdOrKey, ...query }) => ({ params: { issueIdOrKey }, query }),
});
