/** Worklogs of an issue. */

import { issueOfPath, requireUser } from '../access';
import { type Call, openBody } from '../call';
import { readEstimateChange } from '../estimates';
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

function serialized(call: Call, worklog: Worklog): Record<string, unknown> {
  return serializeWorklog(call, worklog, { properties: call.query.list('expand')?.includes('properties') ?? false });
}

/** What the caller may see of an issue's worklogs. @throws Refusal 404 where nobody tracks time */
function worklogsOf(call: Call, issue: Issue): readonly Worklog[] {
  if (!call.store.settings.timeTracking) throw refuse(404, ['Time tracking is not enabled.']);
  return call.store.worklogsShown(issue, call.user);
}

/** Cloud pages, and takes the moments between which work began, in milliseconds. */
function pageOfWorklogs(call: Call): RouteResponse {
  const { query } = call;
  const after = query.integer('startedAfter', 0);
  const before = query.integer('startedBefore', Number.MAX_SAFE_INTEGER);
  const isBetween = ({ started }: Worklog): boolean => started.getTime() > after && started.getTime() < before;
  const found = worklogsOf(call, issueOfPath(call)).filter(isBetween);
  const { startAt, maxResults, items } = slice(call, found, most, most);
  return ok({
    startAt,
    maxResults,
    total: found.length,
    worklogs: items.map((worklog) => serialized(call, worklog)),
  });
}

function allWorklogs(call: Call): RouteResponse {
  const found = worklogsOf(call, issueOfPath(call));
  const worklogs = found.map((worklog) => serialized(call, worklog));
  return ok({ startAt: 0, maxResults: found.length, total: found.length, worklogs });
}

function worklogOfPath(call: Call, issue: Issue): Worklog {
  const worklog = worklogsOf(call, issue).find(({ id }) => id === call.params.id);
  if (worklog) return worklog;
  throw refuse(404, [`Cannot find worklog with id: '${call.params.id}'.`]);
}

function getWorklog(call: Call): RouteResponse {
  return ok(serialized(call, worklogOfPath(call, issueOfPath(call))));
}

function logWork(call: Call): RouteResponse {
  const { store, query } = call;
  const issue = issueOfPath(call);
  if (!store.settings.timeTracking) throw refuse(400, ['Time tracking is not enabled.']);
  mayLog(call, issue);
  const input = readWorklog(call, issue, openBody(call));
  // Atlassian's document of Cloud demands it.
  if (store.deployment === 'cloud' && input.started === undefined) {
    throw refuseFields({ started: 'The date work was started is required.' });
  }
  const estimate = readEstimateChange(query, 'reduceBy');
  return created(serialized(call, addWorklog(store, issue, input, requireUser(call).id, estimate)));
}

function updateWorklog(call: Call): RouteResponse {
  const { store, query } = call;
  const issue = issueOfPath(call);
  const worklog = worklogOfPath(call, issue);
  mayChange(call, issue, worklog, 'edit');
  const input = readWorklog(call, issue, openBody(call));
  changeWorklog(store, issue, worklog, input, requireUser(call).id, readEstimateChange(query));
  return ok(serialized(call, worklog));
}

function deleteWorklog(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const worklog = worklogOfPath(call, issue);
  mayChange(call, issue, worklog, 'delete');
  removeWorklog(call.store, issue, worklog, requireUser(call).id, readEstimateChange(call.query, 'increaseBy'));
  return noContent;
}

/** Atlassian's documents have 400 on Cloud and 403 on Data Center. */
function forbidden({ store }: Call, text: string): Error {
  return refuse(store.deployment === 'cloud' ? 400 : 403, [text]);
}

function mayLog(call: Call, issue: Issue): void {
  const text = 'You do not have the permission to associate a worklog to this issue.';
  if (!call.store.can(call.user, 'edit', call.store.project(issue.projectId))) throw forbidden(call, text);
}

/** One's own worklogs, or everybody's for an administrator of the project. */
function mayChange(call: Call, issue: Issue, worklog: Worklog, what: 'edit' | 'delete'): void {
  const { store, user } = call;
  mayLog(call, issue);
  if (worklog.authorId === user?.id || store.can(user, 'admin', store.project(issue.projectId))) return;
  throw forbidden(call, `You do not have permission to ${what} worklog with id: ${worklog.id}`);
}
