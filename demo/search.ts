/** Asking a site for issues: shared by the searches of both deployments, the counts, and the picker. */

import type { View } from './call';
import { isBounded, JqlError, parseJql, type Query, searchIssues } from './jql';
import { type JqlListeners, jqlContext } from './jql-site';
import type { Issue } from './model';
import { refuse } from './responses';

/** @throws Refusal 400 with the parser's message */
export function readJql(jql: string): Query {
  return withJqlErrors(() => parseJql(jql));
}

/** Cloud refuses a query that restricts nothing. @throws Refusal 400 */
export function readBoundedJql(jql: string): Query {
  const query = readJql(jql);
  if (isBounded(query)) return query;
  throw refuse(400, ['Unbounded JQL queries are not allowed here. Please add a search restriction to your query.']);
}

/**
 * The issues that `query` finds among those the caller may browse, in its order and as the index knows them.
 * @param listeners told of what a query asks for and does not get
 * @param fresh ids of issues that are seen as they are, whatever the index knows (Cloud's `reconcileIssues`)
 * @throws Refusal 400 with every message of the query's check
 */
export function findIssues(
  view: View,
  query: Query,
  listeners: JqlListeners = {},
  fresh: ReadonlySet<string> = new Set(),
): readonly Issue[] {
  const { store, user } = view;
  const visible = new Set(store.visibleProjects(user).map((project) => project.id));
  const searchable = [...store.issues.values()].flatMap((issue) =>
    visible.has(issue.projectId) ? (indexed(view, issue, fresh) ?? []) : [],
  );
  // Without an ORDER BY the newest issue comes first.
  searchable.sort((a, b) => Number(b.id) - Number(a.id));
  return withJqlErrors(() => searchIssues(searchable, query, jqlContext(view, listeners)));
}

/** The issue as the index has it, or as it is where the caller wants to be sure. */
export function indexed({ store }: View, issue: Issue, fresh: ReadonlySet<string>): Issue | undefined {
  return fresh.has(issue.id) ? issue : store.index.find(issue);
}

/**
 * Someone who may see no project at all gets an empty result, not an error about names they may not know. That is how a refused
 * credential turns into "nothing found".
 */
export function seesNothing({ store, user }: View): boolean {
  return store.visibleProjects(user).length === 0;
}

function withJqlErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof JqlError) throw refuse(400, error.messages);
    throw error;
  }
}
