import { defineAction, flag, list, text } from '../definition';

/** Finds issues with JQL. */
export default defineAction({
  type: 'jira-issue-search',
  reference: 'api-group-issue-search/#api-rest-api-3-search-jql-post',
  returns: 'many',
  reads: true,
  holds: 'issue',
  inputs: {
    jql: text({ required: true, primary: true }),
    fields: list(),
    expand: list(),
    properties: list({ only: 'cloud' }),
    fieldsByKeys: flag({ only: 'cloud' }),
    reconcileIssues: list({ only: 'cloud' }),
  },
  list({ jql, fields = ['*navigable'], expand, properties, fieldsByKeys, reconcileIssues }, deployment) {
    const search = { method: 'POST', reads: true, records: 'issues' } as const;
    if (deployment === 'datacenter')
      return { ...search, style: 'offset', path: ['search'], body: { jql, fields, expand } };
    const body = {
      jql,
      fields,
      expand: expand?.join(),
      properties,
      fieldsByKeys,
      reconcileIssues: reconcileIssues?.map(Number),
    };
    return { ...search, style: 'token', path: ['search', 'jql'], body };
  },
});
