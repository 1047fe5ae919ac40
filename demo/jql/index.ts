/**
 * JQL for the demo Jira: reads a query, checks it against what a site has, and finds and orders issues. Whatever it can't
 * read or work out is a JqlError with Jira's own message, never an empty or partial result. The grammar and the messages are
 * those of Jira's own parser and validators.
 *
 * Left out, with an error that says so: the history of fields (`WAS`, `CHANGED`), entity properties, functions other than
 * `currentUser`, `now`, `startOf…`, `endOf…` and the site's own for issues, and in text searches grouping, boosts, ranges and fuzzy words. Left out
 * silently: word forms, so `~ overheat` does not find "overheats".
 */
import type { Query } from './ast';
import { JqlError } from './errors';
import { compileOrder, type IssueOrder } from './order';
import { parseJql } from './parser';
import { FieldNames, type JqlContext } from './site';
import { type IssueTest, WhereCompiler } from './where';

export { type Clause, type Comparison, isBounded, type Operand, type Query, type SortField } from './ast';
export { JqlError, type JqlErrorStage } from './errors';
export { parseJql } from './parser';
export { printJql, quote } from './print';
export type { IssueFunctionResult, JqlContext, JqlField, JqlFieldKind, JqlValue } from './site';

/**
 * Checks a query against a site. Returns the test and the order of its issues; throws a JqlError (stage `validation`) that
 * lists every fault, each once.
 */
export function compileJql<I>(query: Query, context: JqlContext<I>): { matches: IssueTest<I>; order: IssueOrder<I> } {
  const messages = new Set<string>();
  const report = (message: string) => void messages.add(message);
  const names = new FieldNames(context.fields);
  const matches =
    query.where === undefined ? () => true : new WhereCompiler(context, names, report).compile(query.where);
  const order = compileOrder(query.orderBy, context, names, report);
  if (messages.size > 0) throw new JqlError([...messages], 'validation');
  return { matches, order };
}

/**
 * The issues that a query finds, in its order; issues that the order holds equal stay as they were given. Takes JQL or a
 * query from `parseJql`. Throws a JqlError for what Jira refuses with status 400. Whether an unbounded query is welcome is
 * the caller's to say (`isBounded`): Jira Cloud refuses one, Data Center does not.
 */
export function searchIssues<I>(issues: readonly I[], jql: string | Query, context: JqlContext<I>): I[] {
  const query = typeof jql === 'string' ? parseJql(jql) : jql;
  const { matches, order } = compileJql(query, context);
  return issues.filter(matches).sort(order);
}
