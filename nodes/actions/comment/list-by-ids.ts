import { defineAction, ids, list, text } from '../../definition';
import { commentsByIds } from '../../jira/comments-by-ids';

/** Reads comments by their ids, in the order asked. */
export default defineAction({
  type: 'jira-comment-list-by-ids',
  reference: 'api-group-issue-comments/#api-rest-api-3-comment-list-post',
  returns: 'many',
  reads: true,
  holds: 'comment',
  inputs: {
    ids: ids({ required: true, primary: true }),
    issueIdOrKey: text({ from: ['key'], identity: 'issue', suggests: 'issue' }),
    expand: list(),
  },
  list: ({ jira, inputs }) => commentsByIds(jira, inputs),
});
