import { defineAction, issueIdOrKey, list, text } from '../../definition';

/** Lists the comments of an issue. */
export default defineAction({
  type: 'jira-comment-list',
  reference: 'api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-get',
  returns: 'many',
  reads: true,
  holds: 'comment',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    orderBy: text(),
    expand: list(),
  },
  list: ({ inputs: { issueIdOrKey: issue, ...query } }) => ({
    method: 'GET',
    path: ['issue', issue, 'comment'],
    query,
    style: 'offset',
    records: 'comments',
  }),
});
