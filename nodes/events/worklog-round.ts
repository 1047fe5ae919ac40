import type { StoreChange } from '../store/store';
import type { EventType } from './event';
import type { Subscription } from './hub';
import { worklogDeleted } from './issue-reading';
import type { ListeningNode } from './listening-node';
import type { Found } from './reading/histories';
import { eventsOfWorklog, type FeedPage, worklogFeed, worklogsByIds } from './reading/worklogs';
import type { RoundParts } from './round-parts';
import type { NodeProgress } from './state/site-state';

type Matching = (ids: readonly string[]) => Promise<(id: string, subscription: Subscription) => boolean>;

/** What a page of a feed tells, and what is to be stored with it. */
interface PageEvents {
  readonly found: readonly Found[];
  readonly changes: readonly StoreChange[];
}

/** Jira's feeds of worklogs, and the types of events that each tells. */
const FEEDS: readonly (readonly [feed: 'updated' | 'deleted', types: readonly EventType[]])[] = [
  ['updated', ['worklog.added', 'worklog.updated', 'worklog.deleted']],
  ['deleted', ['worklog.deleted']],
];

/** Whether a node wants to hear of worklogs. */
export function wantsWorklogs({ subscription }: ListeningNode): boolean {
  return FEEDS.some(([, types]) => types.some((type) => subscription.types.has(type)));
}

/**
 * Reads what happened to worklogs, for nodes that want to hear of it.
 * @returns how far the feeds were read; `undefined` if nobody wants to know
 * @throws JiraError, StoreError
 */
export async function readWorklogs(
  parts: RoundParts,
  listening: readonly ListeningNode[],
  matching: Matching,
  myself: string | undefined,
): Promise<NodeProgress['feeds'] | undefined> {
  const reached: Partial<Record<'updated' | 'deleted', number>> = {};
  for (const [feed, types] of FEEDS) {
    const nodes = listening.filter(({ subscription }) => types.some((type) => subscription.types.has(type)));
    if (nodes.length === 0) continue;
    const since = Math.min(...nodes.map((node) => sinceFor(node, feed, types)));
    for await (const page of worklogFeed(parts.access, feed, since)) {
      const { found, changes } = await (feed === 'updated' ? updatedIn(parts, page, nodes) : deletedIn(parts, page));
      const issues = byIssue(found);
      const matches = await matching([...issues.keys()]);
      const findings = [...issues].map(([id, events]) => ({
        subject: id,
        found: events,
        matches: (subscription: Subscription) => matches(id, subscription),
        via: 'poll' as const,
      }));
      await parts.ledger.take(findings, nodes, myself, changes);
      reached[feed] = page.until;
    }
  }
  const { updated, deleted } = reached;
  if (updated === undefined) return undefined;
  return { updated, deleted: deleted ?? updated };
}

async function updatedIn({ access, state }: RoundParts, { entries }: FeedPage, nodes: readonly ListeningNode[]) {
  const worklogs = await worklogsByIds(access, [...new Set(entries.map(({ worklogId }) => worklogId))]);
  const found = worklogs.flatMap(eventsOfWorklog);
  const remembers = nodes.some(({ subscription }) => subscription.types.has('worklog.deleted'));
  const changes: StoreChange[] = [];
  for (const { at, record } of remembers ? found : []) {
    const [, worklogId = ''] = record.event.id.split(':');
    const note = await state.worklog(worklogId);
    changes.push(state.putWorklog(worklogId, { ...note, issueId: record.issueId, at: Math.max(at, note?.at ?? 0) }));
  }
  return { found, changes } satisfies PageEvents;
}

/** The feed tells the ids alone. Where nobody has told of which issue a worklog was, its history may still do so. */
async function deletedIn({ state }: RoundParts, { entries }: FeedPage): Promise<PageEvents> {
  const found: Found[] = [];
  const changes: StoreChange[] = [];
  for (const { worklogId, at } of entries) {
    const note = await state.worklog(worklogId);
    if (note?.issueId !== undefined) found.push(worklogDeleted({ id: note.issueId }, worklogId, at, note.by));
    else changes.push(state.putWorklog(worklogId, { deletedAt: at, at }));
  }
  return { found, changes };
}

/** From where on a node needs a feed: a type of event that it began to hear of later needs nothing from before. */
function sinceFor({ progress }: ListeningNode, feed: 'updated' | 'deleted', types: readonly EventType[]): number {
  const starts = types.flatMap((type) => progress?.starts[type] ?? []);
  return Math.max(progress?.feeds[feed] ?? 0, Math.min(...starts));
}

function byIssue(found: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const issues = new Map<string, Found[]>();
  for (const one of found) {
    const id = one.record.issueId ?? '';
    issues.set(id, [...(issues.get(id) ?? []), one]);
  }
  return issues;
}
