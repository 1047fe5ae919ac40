import { defineAction, flag, issueIdOrKey, object, rich } from '../../definition';
import { commentBody } from '../../jira/comment-body';
import { addedComment } from '../../jira/recovery/added-comment';

/** Adds a comment to an issue. */
export default defineAction({
  type: 'jira-comment-add',
  route: 'POST /issue/{issueIdOrKey}/comment',
  returns: 'one',
  record: 'comment',
  once: 'offered',
  recovery: addedComment,
  inputs: {
    issueIdOrKey: issueIdOrKey(),
    body: rich({ required: true, primary: true, from: ['comment'] }),
    visibility: object(),
    properties: object(),
    internal: flag(),
  },
  run: async ({ jira, inputs: { issueIdOrKey, ...comment } }) =>
    jira.send({ params: { issueIdOrKey }, body: await commentBody(jira, comment) }),
});
