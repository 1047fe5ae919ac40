import type { Clock } from '../client/clock';
import type { Exclusive } from '../client/exclusive';
import type { Findings } from './decide';
import type { EventRecord } from './event';
import type { Notification, Subscription } from './hub';
import { eventsIn } from './issue-reading';
import type { Ledger } from './ledger';
import type { ListeningNode } from './listening-node';
import type { JiraAccess } from './reading/access';
import type { Found } from './reading/histories';
import { type IssueDetails, readIssueNow } from './reading/issue-details';
import { inOrder } from './reading/issue-events';
import { matchingReadIssues } from './reading/matching';
import type { SiteState } from './state/site-state';
import { Worker } from './worker';

/** Notifications that are looked at together: a burst of them is often about one issue, which is read once then. */
const AT_ONCE = 50;
/** Milliseconds after which what failed is tried again. */
const RETRY_MS = 10_000;

export interface InboxParts {
  readonly access: JiraAccess;
  /** Readings beside the round take their turns. */
  readonly readings: Exclusive;
  readonly ledger: Ledger;
  readonly state: SiteState;
  readonly myself: (nodes: readonly ListeningNode[]) => Promise<string | undefined>;
}

/**
 * What webhooks brought for a node. They are hints: the issues that they name are read from Jira, with all that happened to them, so
 * that the events are those that a round finds. Only what can't be read later is taken from the webhook itself.
 */
export class Inbox {
  readonly #worker: Worker;

  constructor(
    private readonly node: ListeningNode,
    private readonly parts: InboxParts,
    clock: Clock,
  ) {
    const failed = (problem: unknown) => {
      if (problem === node.inboxProblem) return;
      node.inboxProblem = problem;
      node.listener.changed();
    };
    this.#worker = new Worker(clock, () => this.#work(), failed, RETRY_MS);
  }

  wake(): void {
    this.#worker.wake();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  async #work(): Promise<void> {
    // Woken again as soon as the node has begun to listen.
    for (let after: number | undefined; !this.#worker.stopped && this.node.progress; ) {
      const waiting = await this.parts.state.notifications(this.node.id, after, AT_ONCE);
      after = waiting.at(-1)?.[0];
      if (after === undefined) return;
      await this.parts.readings.run(() => this.#lookAt(waiting));
      this.node.queue.wake(this.node.progress?.next ?? 0);
    }
  }

  async #lookAt(waiting: readonly (readonly [number, Notification])[]): Promise<void> {
    const { access, ledger, state } = this.parts;
    const myself = await this.parts.myself([this.node]);
    const records = waiting.flatMap(([, notification]) => notification.records);
    const issues = await this.#read(waiting.map(([, notification]) => notification));
    const read = [...new Set(issues.values())];
    const { found, changes } = await eventsIn(access, state, read, this.#wanted(0));
    const { matching, unknown } = await this.#matching(read, await ledger.forgottenUntil());
    const findings: Findings[] = [];
    for (const issue of read) {
      if (unknown.has(issue.id)) continue;
      const own = records.filter((record) => issues.get(refOf(record) ?? '') === issue);
      findings.push({
        subject: issue.id,
        found: merged(found.get(issue.id) ?? [], own, issue),
        updated: issue.updated,
        matches: () => matching.has(issue.id),
        via: 'webhook',
      });
    }
    for (const record of records) {
      if (issues.has(refOf(record) ?? '')) continue;
      // Gone, or no issue: there is nothing to ask about, and nothing that it could be put in order with.
      const matches = ({ jql }: Subscription) => jql === '';
      findings.push({ subject: subjectOf(record), found: foundIn([record]), matches, via: 'webhook' });
    }
    const isOpen = (notification: Notification) =>
      namesIn(notification).some((ref) => unknown.has(issues.get(ref)?.id ?? ''));
    const looked = waiting.filter(([, notification]) => !isOpen(notification));
    const deletions = looked.map(([number]) => state.deleteNotification(this.node.id, number));
    await ledger.take(findings, [this.node], myself, [...changes, ...deletions]);
    if (looked.length < waiting.length) this.#worker.later();
  }

  /** The issues that are named, by each of their names: as they are now, once each. */
  async #read(notifications: readonly Notification[]): Promise<ReadonlyMap<string, IssueDetails>> {
    const { access, ledger } = this.parts;
    const wanted = this.#wanted(await ledger.forgottenUntil());
    const read = new Map<string, IssueDetails>();
    for (const ref of new Set(notifications.flatMap(namesIn))) {
      const known = [...read.values()].find(({ id, key }) => id === ref || key === ref);
      const issue = known ?? (await readIssueNow(access, ref, wanted));
      if (issue) read.set(ref, issue);
    }
    return read;
  }

  #wanted(forgottenUntil: number) {
    const { subscription, progress } = this.node;
    const since = Math.max(forgottenUntil, Math.min(...Object.values(progress?.starts ?? {})));
    return { types: subscription.types, since };
  }

  /** Which of these issues match, and of which that can't be told yet. */
  async #matching(issues: readonly IssueDetails[], forgottenUntil: number) {
    const { jql } = this.node.subscription;
    const nothing: ReadonlySet<string> = new Set();
    if (jql === '') return { matching: new Set(issues.map(({ id }) => id)), unknown: nothing };
    // Of what is that old nothing is told anyway.
    const recent = issues.filter(({ updated }) => updated >= forgottenUntil);
    return matchingReadIssues(this.parts.access, recent, jql);
  }
}

/** Everything by which a notification names issues. An event that a body tells comes after all that happened to its issue before. */
function namesIn({ issues, records }: Notification): string[] {
  return [...issues, ...records.flatMap((one) => refOf(one) ?? [])];
}

/** By what the issue of an event can be read; nothing where it is gone, or where there is none. */
function refOf({ issueId, event }: EventRecord): string | undefined {
  return event.type === 'issue.deleted' ? undefined : (issueId ?? event.issueIdOrKey);
}

/** What stands for the thing whose events these are. */
function subjectOf({ issueId, event }: EventRecord): string {
  return issueId ?? event.issueIdOrKey ?? event.id.split(':').slice(0, 2).join(':');
}

/** The events of an issue that were read and those that a body told: of two that are the same, the one that was read. */
function merged(read: readonly Found[], told: readonly EventRecord[], { id, key }: IssueDetails): Found[] {
  const known = new Set(read.map(({ record }) => record.event.id));
  const others = foundIn(told.filter(({ event }) => !known.has(event.id)));
  const placed = others.map(({ at, record }) => ({
    at,
    record: { ...record, issueId: id, event: { ...record.event, issueIdOrKey: key } },
  }));
  return inOrder([...read, ...placed]);
}

function foundIn(records: readonly EventRecord[]): Found[] {
  return records.map((record) => ({ at: Date.parse(record.event.at), record }));
}
