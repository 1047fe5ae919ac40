/** The history of an issue, as Cloud gives it apart from the issue. Data Center has it in `expand=changelog` alone. */

import { issueOfPath } from '../access';
import { type Call, closedBody } from '../call';
import { serializePage } from '../paging';
import { ok, type Reply } from '../responses';
import type { Route } from '../routing';
import { serializeChange } from '../serializers/issue';

export const changelogRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/issue/{issueIdOrKey}/changelog',
    on: 'cloud',
    anonymous: true,
    query: { startAt: 'integer', maxResults: 'integer' },
    run: listChanges,
  },
  { method: 'POST', path: '/issue/{issueIdOrKey}/changelog/list', on: 'cloud', anonymous: true, run: changesByIds },
];

/** Oldest first. */
function listChanges(call: Call): Reply {
  return ok(serializePage(call, issueOfPath(call).changes, 100, 100, (change) => serializeChange(call, change)));
}

function changesByIds(call: Call): Reply {
  const body = closedBody(call, { changelogIds: 'integers' });
  const ids = new Set(Array.isArray(body.changelogIds) ? body.changelogIds.map(String) : []);
  const histories = issueOfPath(call).changes.filter((change) => ids.has(change.id));
  return ok({
    startAt: 0,
    maxResults: histories.length,
    total: histories.length,
    histories: histories.map((change) => serializeChange(call, change)),
  });
}
