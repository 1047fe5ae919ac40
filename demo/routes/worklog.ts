/** Worklogs of an issue. */

import { issueOfPath, requirePermission, requireUser } from '../access';
import { type Call, openBody } from '../call';
import type { Issue, Worklog } from '../model';
import { slice } from '../paging';
import { created, noContent, ok, type RouteResponse, refuse, refuseFields } from '../responses';
import type { Route } from '../routing';
import { serializeWorklog } from '../serializers/comment';
import { addWorklog, changeWorklog, readWorklog, removeWorklog } from '../worklogs';

const all = '/issue/{issueIdOrKey}/worklog';
const one = `${all}/{id}`;
const silent = { notifyUsers: 'boolean', overrideEditableFlag: 'boolean' } as const;

export const worklogRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: all,
    on: 'cloud',
    anonymous: true,
    query: { startAt: 'integer', maxResults: 'integer', startedAfter: 'integer', startedBefore: 'integer' },
    run: pageOfWorklogs,
  },
  { method: 'GET', path: all, on: 'datacenter', anonymous: true, run: allWorklogs },
  { method: 'GET', path: one, anonymous: true, run: getWorklog },
  { method: 'POST', path: all, anonymous: true, query: silent, run: logWork },
  { method: 'PUT', path: one, anonymous: true, query: silent, run: updateWorklog },
  { method: 'DELETE', path: one, anonymous: true, query: silent, run: deleteWorklog },
];

const most = 5000;

/** Cloud pages, and takes the moments between which work began, in milliseconds. */
function pageOfWorklogs(call: Call): RouteResponse {
  const { query, store } = call;
  const after = query.integer('startedAfter', 0);
  const before = query.integer('startedBefore', Number.MAX_SAFE_INTEGER);
  const found = store
    .worklogsOf(issueOfPath(call).id)
    .filter(({ started }) => started.getTime() > after && started.getTime() < before);
  const { startAt, maxResults, items } = slice(call, found, most, most);
  return ok({
    startAt,
    maxResults,
    total: found.length,
    worklogs: items.map((worklog) => serializeWorklog(call, worklog)),
  });
}

function allWorklogs(call: Call): RouteResponse {
  const found = call.store.worklogsOf(issueOfPath(call).id);
  const worklogs = found.map((worklog) => serializeWorklog(call, worklog));
  return ok({ startAt: 0, maxResults: found.length, total: found.length, worklogs });
}

function worklogOfPath(call: Call, issue: Issue): Worklog {
  const worklog = call.store.worklogsOf(issue.id).find(({ id }) => id === call.params.id);
  if (worklog) return worklog;
  throw refuse(404, [`Cannot find worklog with id: '${call.params.id}'.`]);
}

function getWorklog(call: Call): RouteResponse {
  return ok(serializeWorklog(call, worklogOfPath(call, issueOfPath(call))));
}

function logWork(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  mayLog(call, issue);
  const input = readWorklog(call, openBody(call));
  // Atlassian's document of Cloud demands it.
  if (call.store.deployment === 'cloud' && input.started === undefined) {
    throw refuseFields({ started: 'The date work was started is required.' });
  }
  return created(serializeWorklog(call, addWorklog(call.store, issue, input, requireUser(call).id)));
}

function updateWorklog(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const worklog = worklogOfPath(call, issue);
  mayChange(call, issue, worklog, 'edit');
  changeWorklog(call.store, issue, worklog, readWorklog(call, openBody(call)), requireUser(call).id);
  return ok(serializeWorklog(call, worklog));
}

function deleteWorklog(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const worklog = worklogOfPath(call, issue);
  mayChange(call, issue, worklog, 'delete');
  removeWorklog(call.store, issue, worklog, requireUser(call).id);
  return noContent;
}

function mayLog(call: Call, issue: Issue): void {
  const text = 'You do not have the permission to associate a worklog to this issue.';
  requirePermission(call, issue, 'edit', () => refuse(400, [text]));
}

/** One's own worklogs, or everybody's for an administrator of the project. */
function mayChange(call: Call, issue: Issue, worklog: Worklog, what: 'edit' | 'delete'): void {
  const { store, user } = call;
  mayLog(call, issue);
  if (worklog.authorId === user?.id || store.can(user, 'admin', store.project(issue.projectId))) return;
  throw refuse(400, [`You do not have permission to ${what} worklog with id: ${worklog.id}`]);
}
