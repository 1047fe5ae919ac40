import { commentId, defineAction, flag, issueIdOrKey, object, rich } from '../../definition';
import { changedCommentBody } from '../../jira/comment-body';

/** Changes a comment. */
export default defineAction({
  type: 'jira-comment-update',
  reference: 'api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-id-put',
  returns: 'one',
  holds: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    commentId: commentId(),
    body: rich({ required: true, primary: true, from: ['comment'] }),
    visibility: object(),
    properties: object(),
    notifyUsers: flag({ only: 'cloud' }),
  },
  async run({ jira, inputs: { issueIdOrKey: issue, commentId: id, notifyUsers, ...comment } }) {
    const path = ['issue', issue, 'comment', id];
    const body = await changedCommentBody(jira, path, comment);
    return jira.send({ method: 'PUT', path, query: { notifyUsers }, body });
  },
});
