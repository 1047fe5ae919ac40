import { defineAction, flag, issueIdOrKey, list, text } from '../../definition';

/** Lists where an issue can go from where it is. */
export default defineAction({
  type: 'jira-transition-list',
  route: 'GET /issue/{issueIdOrKey}/transitions',
  returns: 'many',
  record: 'transition',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    expand: list(),
    transitionId: text(),
    includeUnavailableTransitions: flag({ only: 'cloud' }),
  },
  list: ({ inputs: { issueIdOrKey, ...query } }) => ({
    params: { issueIdOrKey },
    query,
    style: 'whole',
    records: 'transitions',
  }),
});
