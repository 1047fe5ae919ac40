import { defineAction, flag, ids, list, text } from '../definition';

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
    return { ...search, style: 'token', path: ['search', 'jql'], body };
  },
});
