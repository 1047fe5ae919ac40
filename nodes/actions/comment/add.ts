import { defineAction, flag, issueIdOrKey, object, rich } from '../../definition';
import { commentBody } from '../../jira/comment-body';

/** Adds a comment to an issue. */
export default defineAction({
  type: 'jira-comment-add',
  reference: 'api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-post',
  returns: 'one',
  holds: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    body: rich({ required: true, primary: true, from: ['comment'] }),
    visibility: object(),
    properties: object(),
    internal: flag(),
  },
  run: ({ jira, inputs: { issueIdOrKey: issue, ...comment } }) =>
    jira.send({ method: 'POST', path: ['issue', issue, 'comment'], body: commentBody(jira, comment) }),
});
