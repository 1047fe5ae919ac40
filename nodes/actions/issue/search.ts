import { type ByIds, defineAction, flag, ids, list, text } from '../../definition';

/** Finds issues with JQL. */
export default defineAction({
  type: 'jira-issue-search',
  route: { cloud: 'POST /search/jql', datacenter: 'POST /search' },
  returns: 'many',
  byToken: 'cloud',
  record: 'issue',
  reads: true,
  inputs: {
    jql: text({ required: true, primary: true, suggests: 'jql' }),
    fields: list({ suggests: 'field' }),
    expand: list(),
    properties: list({ only: 'cloud' }),
    fieldsByKeys: flag({ only: 'cloud' }),
    reconcileIssues: ids({ only: 'cloud' }),
  },
  list({ inputs, jira }) {
    const { jql, fields = ['*navigable'], expand, properties, fieldsByKeys, reconcileIssues } = inputs;
    if (jira.deployment === 'datacenter') {
      return { style: 'offset', records: 'issues', body: { jql, fields, expand } };
    }
    const body = {
      jql,
      fields,
      expand: expand?.join(),
      properties,
      fieldsByKeys,
      reconcileIssues,
    };
    return {
      style: 'token',
      records: 'issues',
      body,
      count: { route: 'POST /search/approximate-count', reads: true, body: { jql } },
      ...(expand === undefined && { byIds: byIds(body) }),
    };
  },
});

interface Search {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly properties: readonly string[] | undefined;
  readonly fieldsByKeys: boolean | undefined;
  readonly reconcileIssues: readonly number[] | undefined;
}

/** The fastest way through a long search that Cloud offers. Bulk fetch cuts what some expands hold, so only without them. */
function byIds({ jql, reconcileIssues, ...details }: Search): ByIds {
  const ids = { jql, fields: ['id'], reconcileIssues };
  return {
    list: { route: 'POST /search/jql', reads: true, body: ids, style: 'token', records: 'issues' },
    idsPerPage: 5_000,
    fetch: (issueIdsOrKeys) => ({
      route: 'POST /issue/bulkfetch',
      reads: true,
      body: { issueIdsOrKeys, ...details },
    }),
    records: 'issues',
    perCall: 100,
    dearWithOAuth: true,
  };
}
