/** What became of worklogs anywhere on the site, as a feed, and worklogs by their ids. */

import { type Call, closedBody } from '../call';
import type { Issue, Visibility } from '../model';
import { ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeWorklog } from '../serializers/comment';

export const worklogFeedRoutes: readonly Route[] = [
  { method: 'GET', path: '/worklog/updated', query: { since: 'integer' }, run: updatedWorklogs },
  { method: 'GET', path: '/worklog/deleted', query: { since: 'integer' }, run: deletedWorklogs },
  { method: 'POST', path: '/worklog/list', run: worklogsByIds },
];

interface Entry {
  readonly id: string;
  readonly at: Date;
}

const pageSize = 1000;
/** What is younger isn't told yet, so that nothing can appear below a mark that was given out. */
const settlingMs = 60_000;

function updatedWorklogs(call: Call): RouteResponse {
  const { store } = call;
  const entries = [...store.worklogs.values()].flatMap(({ id, issueId, updated, visibility }): Entry[] => {
    const issue = store.issues.get(issueId);
    return issue && isShown(call, issue, visibility) ? [{ id, at: updated }] : [];
  });
  return ok(feed(call, entries));
}

/** A worklog that is gone is told to everybody: there is nothing left to have rights on. */
function deletedWorklogs(call: Call): RouteResponse {
  return ok(feed(call, call.store.deletedWorklogs));
}

/** `until` is the youngest on the page, or how far the feed reaches on the last one. */
function feed(call: Call, all: readonly Entry[]): unknown {
  const since = call.query.integer('since', 0);
  const reach = call.store.now().getTime() - settlingMs;
  const entries = all
    .filter(({ at }) => at.getTime() >= since && at.getTime() <= reach)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || Number(a.id) - Number(b.id));
  const page = entries.slice(0, sizeOfPage(entries));
  const lastPage = page.length === entries.length;
  const until = lastPage ? Math.max(reach, since) : (page.at(-1)?.at.getTime() ?? since);
  const address = (from: number): string => `${call.base}${call.path}?since=${from}`;
  return {
    values: page.map(({ id, at }) => ({
      worklogId: Number(id),
      updatedTime: at.getTime(),
      ...(call.store.deployment === 'cloud' ? { properties: [] } : {}),
    })),
    since: page[0]?.at.getTime() ?? since,
    until,
    self: address(since),
    ...(lastPage ? {} : { nextPage: address(until) }),
    lastPage,
  };
}

/** The next page begins with the moment at which this one ends, so one moment with more than a page of worklogs makes the page longer. */
function sizeOfPage(entries: readonly Entry[]): number {
  const [first, last] = [entries[0], entries[pageSize - 1]];
  if (!first || !last || first.at.getTime() < last.at.getTime()) return pageSize;
  return entries.findLastIndex(({ at }) => at.getTime() === first.at.getTime()) + 1;
}

/** Those that are absent or hidden are left out. */
function worklogsByIds(call: Call): RouteResponse {
  const { store } = call;
  const body = closedBody(call, { ids: 'integers' });
  const ids = Array.isArray(body.ids) ? body.ids.map(String) : [];
  if (!Array.isArray(body.ids) || ids.length > pageSize) {
    throw refuse(400, [`The number of worklog ids must not be more than ${pageSize}.`]);
  }
  const asked = new Set(ids);
  const found = [...store.worklogs.values()].filter(({ id, issueId, visibility }) => {
    const issue = store.issues.get(issueId);
    return asked.has(id) && issue && isShown(call, issue, visibility);
  });
  return ok(found.map((worklog) => serializeWorklog(call, worklog)));
}

function isShown({ store, user }: Call, issue: Issue, visibility: Visibility | null): boolean {
  return store.can(user, 'browse', store.project(issue.projectId)) && store.sees(user, visibility, issue);
}
