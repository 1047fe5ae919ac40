import { defineAction, flag, issueIdOrKey, list, text } from '../../definition';

/** Lists where an issue can go from where it is. */
export default defineAction({
  type: 'jira-transition-list',
  reference: 'api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-get',
  returns: 'many',
  reads: true,
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    expand: list(),
    transitionId: text(),
    includeUnavailableTransitions: flag({ only: 'cloud' }),
  },
  list: ({ inputs: { issueIdOrKey: issue, ...query } }) => ({
    method: 'GET',
    path: ['issue', issue, 'transitions'],
    query,
    style: 'whole',
    records: 'transitions',
  }),
});
