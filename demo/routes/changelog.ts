/** The history of issues, as Cloud gives it apart from them. Data Center has it in `expand=changelog` alone. */

import { issueOfPath, visibleIssue } from '../access';
import { type Call, closedBody, strings } from '../call';
import type { Change, Issue } from '../model';
import { serializePage } from '../paging';
import { ok, type RouteResponse, refuse } from '../responses';
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
  { method: 'POST', path: '/changelog/bulkfetch', on: 'cloud', anonymous: true, run: bulkFetch },
];

/** Oldest first. */
function listChanges(call: Call): RouteResponse {
  return ok(serializePage(call, issueOfPath(call).changes, 100, 100, (change) => serializeChange(call, change)));
}

function changesByIds(call: Call): RouteResponse {
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

interface Entry {
  readonly issue: Issue;
  readonly change: Change;
}

const shape = {
  issueIdsOrKeys: 'strings',
  fieldIds: 'strings',
  maxResults: 'integer',
  nextPageToken: 'string',
} as const;

/** A page is so many entries, the oldest first, gathered by issue: an issue without any is absent, one with many goes on over pages. */
function bulkFetch(call: Call): RouteResponse {
  const body = closedBody(call, shape);
  const fieldIds = strings(body.fieldIds) ?? [];
  const maxResults = typeof body.maxResults === 'number' ? body.maxResults : 1000;
  if (fieldIds.length > 10) throw refuse(400, ['The number of field ids must not be more than 10.']);
  if (maxResults < 1 || maxResults > 10_000) throw refuse(400, ['maxResults must be between 1 and 10000.']);
  const issues = issuesNamed(call, strings(body.issueIdsOrKeys) ?? []);
  const entries = entriesOf(issues, new Set(fieldIds));
  const from = position(body.nextPageToken);
  const until = from + maxResults;
  const page = new Map<Issue, Change[]>();
  for (const { issue, change } of entries.slice(from, until)) page.set(issue, [...(page.get(issue) ?? []), change]);
  return ok({
    issueChangeLogs: [...page].map(([issue, changes]) => ({
      issueId: issue.id,
      changeHistories: changes.map((change) => ({ ...serializeChange(call, change), created: change.at.getTime() })),
    })),
    ...(until < entries.length ? { nextPageToken: token(until) } : {}),
  });
}

/** Each issue once, however often and in whatever way it is named. @throws Refusal 400 for a wrong number of them */
function issuesNamed(call: Call, names: readonly string[]): ReadonlySet<Issue> {
  if (names.length === 0 || names.length > 1000) {
    throw refuse(400, ['The number of issues must be between 1 and 1000.']);
  }
  const issues = names.map((idOrKey) => visibleIssue(call, idOrKey));
  if (call.store.settings.bulkChangelogNeedsAll && issues.includes(undefined)) {
    throw refuse(400, ['Issue does not exist or you do not have permission to see it.']);
  }
  return new Set(issues.flatMap((issue) => issue ?? []));
}

function entriesOf(issues: ReadonlySet<Issue>, fieldIds: ReadonlySet<string>): readonly Entry[] {
  const wanted = ({ items }: Change): boolean =>
    fieldIds.size === 0 || items.some(({ fieldId }) => fieldId !== undefined && fieldIds.has(fieldId));
  return [...issues]
    .flatMap((issue) => issue.changes.filter(wanted).map((change): Entry => ({ issue, change })))
    .sort(
      (a, b) =>
        a.change.at.getTime() - b.change.at.getTime() ||
        Number(a.issue.id) - Number(b.issue.id) ||
        Number(a.change.id) - Number(b.change.id),
    );
}

const token = (from: number): string => Buffer.from(`entry:${from}`).toString('base64url');

function position(raw: unknown): number {
  if (typeof raw !== 'string') return 0;
  const [, from] = /^entry:(\d+)$/.exec(Buffer.from(raw, 'base64url').toString()) ?? [];
  if (from === undefined) throw refuse(400, ['The next page token is invalid.']);
  return Number(from);
}
