import { commentId, defineAction, issueIdOrKey } from '../../definition';

/** Deletes a comment for good. */
export default defineAction({
  type: 'jira-comment-delete',
  route: 'DELETE /issue/{issueIdOrKey}/comment/{id}',
  returns: 'echo',
  record: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    commentId: commentId(),
  },
  request: ({ issueIdOrKey, commentId: id }) => ({ params: { issueIdOrKey, id } }),
});
