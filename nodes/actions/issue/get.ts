import { defineAction, flag, issueIdOrKey, list } from '../../definition';

/** Reads one issue. */
export default defineAction({
  type: 'jira-issue-get',
  reference: 'api-group-issues/#api-rest-api-3-issue-issueidorkey-get',
  returns: 'one',
  reads: true,
  holds: 'issue',
  inputs: {
    issueIdOrKey: issueIdOrKey({ primary: true }),
    fields: list({ suggests: 'field' }),
    expand: list(),
    properties: list(),
    fieldsByKeys: flag({ only: 'cloud' }),
  },
  request: ({ issueIdOrKey: issue, ...query }) => ({ method: 'GET', path: ['issue', issue], query }),
});
