import { type ByIds, defineAction, flag, ids, list, text } from '../../definition';

/** Finds issues with JQL. */
export default defineAction({
  type: 'jira-issue-search',
  reference: 'api-group-issue-search/#api-rest-api-3-search-jql-post',
  returns: 'many',
  reads: true,
  holds: 'issue',
  inputs: {
    jql: text({ required: true, primary: true, suggests: 'jql' }),
    fields: list({ suggests: 'field' }),
    expand: list(),
    properties: list({ only: 'cloud' }),
    fieldsByKeys: flag({ only: 'cloud' }),
    reconcileIssues: ids({ only: 'cloud' }),
    nextPageToken: text({ only: 'cloud' }),
  },
  list({ inputs, jira }) {
    const { jql, fields = ['*navigable'], expand, properties, fieldsByKeys, reconcileIssues } = inputs;
    const search = { method: 'POST', reads: true, records: 'issues' } as const;
    if (jira.deployment === 'datacenter') {
      return { ...search, style: 'offset', path: ['search'], body: { jql, fields, expand } };
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
      ...search,
      style: 'token',
      path: ['search', 'jql'],
      body,
      count: { method: 'POST', reads: true, path: ['search', 'approximate-count'], body: { jql } },
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
  const search = { method: 'POST', reads: true } as const;
  const ids = { ...search, path: ['search', 'jql'], body: { jql, fields: ['id'], reconcileIssues } };
  return {
    list: { ...ids, style: 'token', records: 'issues' },
    idsPerPage: 5_000,
    fetch: (issueIdsOrKeys) => ({ ...search, path: ['issue', 'bulkfetch'], body: { issueIdsOrKeys, ...details } }),
    records: 'issues',
    perCall: 100,
    dearWithOAuth: true,
  };
}
