import { defineAction, issueIdOrKey, list, text } from '../../definition';

/** Lists the comments of an issue. */
export default defineAction({
  type: 'jira-comment-list',
  route: 'GET /issue/{issueIdOrKey}/comment',
  returns: 'many',
  record: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    orderBy: text(),
    expand: list(),
  },
  list: ({ inputs: { issueIdOrKey, ...query } }) => ({
    params: { issueIdOrKey },
    query,
    style: 'offset',
    records: 'comments',
  }),
});
