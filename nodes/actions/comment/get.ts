import { commentId, defineAction, issueIdOrKey, list } from '../../definition';

/** Reads one comment. */
export default defineAction({
  type: 'jira-comment-get',
  route: 'GET /issue/{issueIdOrKey}/comment/{id}',
  returns: 'one',
  record: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    commentId: commentId({ primary: true }),
    expand: list(),
  },
  request: ({ issueIdOrKey, commentId: id, ...query }) => ({ params: { issueIdOrKey, id }, query }),
});
