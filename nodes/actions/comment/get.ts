import { commentId, defineAction, issueIdOrKey, list } from '../../definition';

/** Reads one comment. */
export default defineAction({
  type: 'jira-comment-get',
  reference: 'api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-id-get',
  returns: 'one',
  reads: true,
  holds: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    commentId: commentId({ primary: true }),
    expand: list(),
  },
  request: ({ issueIdOrKey: issue, commentId: id, ...query }) => ({
    method: 'GET',
    path: ['issue', issue, 'comment', id],
    query,
  }),
});
