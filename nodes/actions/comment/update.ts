import { commentId, defineAction, flag, issueIdOrKey, object, rich } from '../../definition';
import { changedCommentBody } from '../../jira/comment-body';

/** Changes a comment. */
export default defineAction({
  type: 'jira-comment-update',
  route: 'PUT /issue/{issueIdOrKey}/comment/{id}',
  returns: 'one',
  record: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    commentId: commentId(),
    body: rich({ required: true, primary: true, from: ['comment'] }),
    visibility: object(),
    properties: object(),
    notifyUsers: flag({ only: 'cloud' }),
  },
  async run({ jira, inputs: { issueIdOrKey, commentId: id, notifyUsers, ...comment } }) {
    const params = { issueIdOrKey, id };
    const body = await changedCommentBody(jira, params, comment);
    return jira.send({ params, query: { notifyUsers }, body });
  },
});
