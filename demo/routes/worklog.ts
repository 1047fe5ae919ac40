/** Worklogs of an issue, to be read. */

import { issueOfPath } from '../access';
import type { Call } from '../call';
import { slice } from '../paging';
import { ok, type Reply, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeWorklog } from '../serializers/comment';

const all = '/issue/{issueIdOrKey}/worklog';

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
  { method: 'GET', path: `${all}/{id}`, anonymous: true, run: getWorklog },
];

const most = 5000;

/** Cloud pages, and takes the moments between which work began, in milliseconds. */
function pageOfWorklogs(call: Call): Reply {
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

function allWorklogs(call: Call): Reply {
  const found = call.store.worklogsOf(issueOfPath(call).id);
  const worklogs = found.map((worklog) => serializeWorklog(call, worklog));
  return ok({ startAt: 0, maxResults: found.length, total: found.length, worklogs });
}

function getWorklog(call: Call): Reply {
  const worklog = call.store.worklogsOf(issueOfPath(call).id).find(({ id }) => id === call.params.id);
  if (!worklog) throw refuse(404, [`Cannot find worklog with id: '${call.params.id}'.`]);
  return ok(serializeWorklog(call, worklog));
}
