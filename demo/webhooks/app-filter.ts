/** The part of JQL that the webhooks of apps may use. */

import { type Clause, JqlError, parseJql } from '../jql';

const fields: ReadonlySet<string> = new Set([
  'issuekey',
  'key',
  'project',
  'issuetype',
  'status',
  'assignee',
  'reporter',
  'issue.property',
]);
const operators: ReadonlySet<string> = new Set(['=', '!=', 'in', 'not in']);

/** What Jira says against a filter; undefined when it takes it. */
export function jqlProblem(jql: string): string | undefined {
  try {
    const { where, orderBy } = parseJql(jql);
    if (orderBy.length > 0) return 'The ORDER BY clause is not supported in the filter of a webhook.';
    return where && problemOf(where);
  } catch (error) {
    if (error instanceof JqlError) return error.messages.join(' ');
    throw error;
  }
}

function problemOf(clause: Clause): string | undefined {
  switch (clause.kind) {
    case 'and':
    case 'or':
      return clause.clauses.map(problemOf).find((problem) => problem !== undefined);
    case 'not':
      return problemOf(clause.clause);
    case 'history':
      return `The operator '${clause.operator}' is not supported in the filter of a webhook.`;
    case 'comparison': {
      const { field, operator } = clause;
      const known = fields.has(field.name.toLowerCase()) || /^cf\[\d+\]$/i.test(field.name) || field.property;
      if (!known) return `The field '${field.name}' is not supported in the filter of a webhook.`;
      return operators.has(operator)
        ? undefined
        : `The operator '${operator}' is not supported in the filter of a webhook.`;
    }
  }
}
