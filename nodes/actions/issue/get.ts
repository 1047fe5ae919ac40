import { defineAction, flag, issueIdOrKey, list } from '../../definition';

/** Reads one issue. */
export default defineAction({
  type: 'jira-issue-get',
  route: 'GET /issue/{issueIdOrKey}',
  returns: 'one',
  record: 'issue',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    fields: list({ suggests: 'field' }),
    expand: list(),
    properties: list(),
    fieldsByKeys: flag({ only: 'cloud' }),
  },
  request: ({ issueIdOrKey, ...query }) => ({ params: { issueIdOrKey }, query }),
});
