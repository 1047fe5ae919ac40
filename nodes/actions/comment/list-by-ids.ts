import { defineAction, ids, list, text } from '../../definition';
import { commentsByIds } from '../../jira/comments-by-ids';

/** Reads comments by their ids, in the order asked. */
export default defineAction({
  type: 'jira-comment-list-by-ids',
  route: { cloud: 'POST /comment/list', datacenter: 'GET /issue/{issueIdOrKey}/comment/{id}' },
  returns: 'many',
  record: 'comment',
  reads: true,
  inputs: {
    ids: ids({ required: true, primary: true }),
    issueIdOrKey: text({ from: ['key'], identity: 'issue', suggests: 'issue' }),
    expand: list(),
  },
  list: ({ jira, inputs }) => commentsByIds(jira, inputs),
});
