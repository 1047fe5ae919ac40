import { isNamed } from '../jira/history-fields';
import type { EventRecord, Person } from './event';
import { EVENT_TYPES } from './event';
import type { Subscription } from './hub';
import type { Found } from './reading/histories';
import type { IssueJournal, NodeProgress } from './state/site-state';

/** A node for which events are decided on. */
export interface Reader {
  readonly subscription: Subscription;
  readonly progress: NodeProgress;
}

/** What one reading of an issue, or of whatever else has events, brought. */
export interface Findings {
  /** The id of the issue, or what stands for it. */
  readonly subject: string;
  /** In the order in which they happened. */
  readonly found: readonly Found[];
  /** The issue's `updated`, where the reading shows everything up to then. */
  readonly updated?: number | undefined;
  /** Nothing can come to light any more of what the issue went through until `updated`. */
  readonly isSettled?: boolean;
  /** Whether the issue matches the JQL of a node. */
  readonly matches: (subscription: Subscription) => boolean;
  readonly via: 'webhook' | 'poll';
}

/** What is decided: who hears of what, and what is known of the issue from then on. */
export interface Decision {
  readonly journal: IssueJournal;
  /** By node, in the order in which it happened. */
  readonly queued: ReadonlyMap<string, readonly EventRecord[]>;
}

/**
 * Decides who hears of what was found. Each event is decided on once for each node, whichever way it comes to light and however
 * often: a node whose JQL the issue doesn't match now hears nothing of it later, either.
 * @param forgottenUntil what happened before is not known to be new
 * @param myself the id of the site's own account
 */
export function decide(
  known: IssueJournal,
  findings: Findings,
  readers: readonly Reader[],
  forgottenUntil: number,
  myself: string | undefined,
): Decision {
  const { updated, isSettled } = findings;
  const events = new Map(Object.entries(known.events).filter(([, [at]]) => at >= forgottenUntil));
  const [seen, passed] = [{ ...known.seen }, { ...known.passed }];
  const queued = new Map<string, readonly EventRecord[]>();
  for (const reader of readers) {
    const { subscription } = reader;
    const { nodeId } = subscription;
    const matching = findings.matches(subscription);
    const since = Math.max(forgottenUntil, (passed[nodeId] ?? NEVER) + 1);
    const heard = decideFor(reader, events, findings, matching, since);
    queued.set(
      nodeId,
      heard.filter((record) => fits(record, subscription, myself)),
    );
    if (updated === undefined) continue;
    if (!matching) passed[nodeId] = Math.max(passed[nodeId] ?? NEVER, updated);
    if (isSettled) seen[nodeId] = updated;
  }
  return { journal: { seen, passed, events: Object.fromEntries(events) }, queued };
}

const NEVER = -1;

/**
 * Notes in `events` what is decided on for a node, and returns what it may hear of.
 * @param since what happened before is nothing to it
 */
function decideFor(
  { subscription: { nodeId }, progress }: Reader,
  events: Map<string, IssueJournal['events'][string]>,
  { found, updated, via }: Findings,
  matching: boolean,
  since: number,
): EventRecord[] {
  return found.flatMap(({ at, record }) => {
    const { event } = record;
    const start = progress.starts[event.type];
    if (start === undefined || at < start || at < since) return [];
    const [knownAt, ...decided] = events.get(event.id) ?? [at];
    if (decided.includes(nodeId)) return [];
    const isHeard = matching || cannotBeAsked(record);
    // Of what came after `updated` another reading will tell whether the issue matched then.
    if (!isHeard && updated !== undefined) return [];
    events.set(event.id, [knownAt, ...decided, nodeId]);
    return isHeard ? [{ ...record, event: { ...event, via } }] : [];
  });
}

/** A deleted issue matches no JQL; sprints and versions are no issues. */
function cannotBeAsked({ event: { type } }: EventRecord): boolean {
  return type === 'issue.deleted' || EVENT_TYPES[type].subject !== 'issue';
}

/** Whether a node wants an event of a type that it listens to. */
export function fits({ event }: EventRecord, subscription: Subscription, myself: string | undefined): boolean {
  const { fields, ignoreOwn } = subscription;
  if (ignoreOwn && myself !== undefined && event.by !== undefined && idOf(event.by) === myself) return false;
  if (event.type !== 'issue.updated' || fields.length === 0) return true;
  return event.changes.some((change) => isNamed(change, fields));
}

function idOf(person: Person): string {
  return 'accountId' in person ? person.accountId : person.name;
}
