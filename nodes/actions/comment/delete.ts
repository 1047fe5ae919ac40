import { commentId, defineAction, issueIdOrKey } from '../../definition';

/** Deletes a comment for good. */
export default defineAction({
  type: 'jira-comment-delete',
  reference: 'api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-id-delete',
  returns: 'echo',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    commentId: commentId(),
  },
  request: ({ issueIdOrKey: issue, commentId: id }) => ({ method: 'DELETE', path: ['issue', issue, 'comment', id] }),
});
