/**
 * Pages for people, at the addresses at which Jira has them, so that a newcomer sees what a flow has done. Jira's own ask for a
 * session of the browser; these are shown as an administrator sees them, to whoever sits at the machine.
 */

import type { Call } from '../call';
import type { Issue } from '../model';
import { issuePage } from '../pages/issue';
import { anchor, noPage, page, table } from '../pages/page';
import { Refusal, type RouteResponse } from '../responses';
import type { Route } from '../routing';
import { findIssues, readJql } from '../search';

export const pageRoutes: readonly Route[] = [
  { method: 'GET', path: ':site', anonymous: true, run: sitePage },
  { method: 'GET', path: ':site/', anonymous: true, run: sitePage },
  { method: 'GET', path: ':site/browse/{key}', anonymous: true, run: browse },
  { method: 'GET', path: ':site/issues/', anonymous: true, run: issuesPage },
  { method: 'GET', path: ':site/jira/people/{id}', on: 'cloud', anonymous: true, run: cloudPerson },
  { method: 'GET', path: ':site/secure/ViewProfile.jspa', on: 'datacenter', anonymous: true, run: dataCenterPerson },
];

/** The most issues on a page. */
const MOST = 100;

function asAdministrator(call: Call): Call {
  return { ...call, user: call.store.users.find(({ administrator }) => administrator) };
}

function sitePage(call: Call): RouteResponse {
  const view = asAdministrator(call);
  const projects = view.store.projects.map(
    ({ key, name }) => [key, anchor(`${view.base}/browse/${key}`, name)] as const,
  );
  const newest = [...view.store.issues.values()].reverse();
  return page(view, 'Projects', `${table(projects)}<h2>Newest issues</h2>${list(view, newest.slice(0, 20))}`);
}

function browse(call: Call): RouteResponse {
  const view = asAdministrator(call);
  const { store } = view;
  const key = (call.params.key ?? '').toUpperCase();
  const issue = /-\d+$/.test(key) ? store.findIssue(key) : undefined;
  if (issue) return issuePage(view, issue, focused(call));
  const project = store.projects.find((one) => one.key === key);
  if (!project) return noPage(view, `issue or project ${key}`);
  const issues = [...store.issues.values()].filter(({ projectId }) => projectId === project.id);
  return page(view, project.name, list(view, issues.reverse()));
}

/** The comment or worklog that the address asks to have in view, by the id of its place on the page. */
function focused({ query }: Call): string | undefined {
  const [comment, worklog] = [query.text('focusedCommentId'), query.text('focusedWorklogId')];
  return comment === undefined ? worklog && `worklog-${worklog}` : `comment-${comment}`;
}

function issuesPage(call: Call): RouteResponse {
  const view = asAdministrator(call);
  const jql = call.query.text('jql') ?? '';
  try {
    return page(view, jql || 'Issues', list(view, findIssues(view, readJql(jql))));
  } catch (error) {
    if (error instanceof Refusal) return noPage(view, `issues for ${jql}`);
    throw error;
  }
}

function cloudPerson(call: Call): RouteResponse {
  return personPage(call, call.store.findUser(call.params.id ?? '')?.id, call.params.id);
}

function dataCenterPerson(call: Call): RouteResponse {
  const name = call.query.text('name');
  return personPage(call, call.store.findUserByName(name ?? '')?.id, name);
}

function personPage(call: Call, id: string | undefined, asked = ''): RouteResponse {
  const view = asAdministrator(call);
  if (id === undefined) return noPage(view, `person ${asked}`);
  const issues = [...view.store.issues.values()].filter(({ values }) => values.get('assignee') === id);
  return page(view, view.store.user(id).displayName, `<h2>Assigned issues</h2>${list(view, issues.reverse())}`);
}

function list({ store, base }: Call, issues: readonly Issue[]): string {
  const rows = issues.slice(0, MOST).map((issue) => {
    const key = store.key(issue);
    const status = store.status(issue.statusId).name;
    return [key, anchor(`${base}/browse/${key}`, `${String(issue.values.get('summary') ?? '')} (${status})`)] as const;
  });
  const more = issues.length > MOST ? `<p>… and ${issues.length - MOST} more</p>` : '';
  return rows.length === 0 ? '<p>No issues.</p>' : table(rows) + more;
}
