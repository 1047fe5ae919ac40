import { parseJson } from '../../client/json';
import type { Store, StoreChange, StoreKey } from '../../store/store';
import type { EventRecord, EventType, Person } from '../event';
import type { Notification } from '../hub';

/** How far a node's listening has come. Times are milliseconds since 1970 by Jira's clock. */
export interface NodeProgress {
  /** Everything that Jira showed up to here was looked at for this node. */
  readonly position: number;
  /** The same for the two feeds of worklogs, which Jira keeps apart. */
  readonly feeds: Readonly<Record<'updated' | 'deleted', number>>;
  /** When the node began to hear of a type of event: what happened before is nothing to it. */
  readonly starts: Readonly<Partial<Record<EventType, number>>>;
  /** The number of the next event in its queue. */
  readonly next: number;
  /** Rounds read for it, from its position on. */
  readonly polls: boolean;
}

/** The event that was handed on last or is being handed on, and all before it. */
export interface HandingMark {
  /** Its number in the queue. */
  readonly through: number;
  /** When it happened. */
  readonly lastEventAt: number;
}

/** What is known of an issue, so that nothing of it is read or told twice. */
export interface IssueJournal {
  /** By node: the `updated` of the issue for which all of its events were decided on. */
  readonly seen: Readonly<Record<string, number>>;
  /** By node: up to when the issue did not match, so that what happened before is nothing to it. */
  readonly passed: Readonly<Record<string, number>>;
  /** By id: when the event happened, and the nodes for which it was decided whether they hear of it. */
  readonly events: Readonly<Record<string, readonly [at: number, ...nodeIds: string[]]>>;
}

/** What is known of a worklog whose issue or whose deletion has not been told yet. */
export interface WorklogNote {
  readonly issueId?: string | undefined;
  readonly by?: Person | undefined;
  /** When Jira's feed said that it was deleted, as long as nobody knew of which issue. */
  readonly deletedAt?: number | undefined;
  /** When this was noted. */
  readonly at: number;
}

const NOTHING_KNOWN: IssueJournal = { seen: {}, passed: {}, events: {} };

/** What the reading of one site keeps in the store, and where. */
export class SiteState {
  constructor(
    private readonly store: Store,
    private readonly siteId: string,
  ) {}

  /** Makes all the changes or none. @throws StoreError */
  write(changes: readonly StoreChange[]): Promise<void> {
    return changes.length === 0 ? Promise.resolve() : this.store.write(changes);
  }

  async progress(nodeId: string): Promise<NodeProgress | undefined> {
    return this.#read<NodeProgress>(this.#progressKey(nodeId));
  }

  putProgress(nodeId: string, progress: NodeProgress): StoreChange {
    return put(this.#progressKey(nodeId), progress);
  }

  /** How far every node has come that was ever listening and is not forgotten. */
  async everyProgress(): Promise<readonly NodeProgress[]> {
    const found: NodeProgress[] = [];
    for await (const [, value] of this.store.entries({ prefix: this.#key('progress') })) {
      const progress = parsed<NodeProgress>(value);
      if (progress) found.push(progress);
    }
    return found;
  }

  async mark(nodeId: string): Promise<HandingMark | undefined> {
    return this.#read<HandingMark>(this.#key('mark', nodeId));
  }

  putMark(nodeId: string, mark: HandingMark): StoreChange {
    return put(this.#key('mark', nodeId), mark);
  }

  putQueued(nodeId: string, number: number, record: EventRecord): StoreChange {
    return put(this.#key('queue', nodeId, numbered(number)), record);
  }

  deleteQueued(nodeId: string, number: number): StoreChange {
    return { type: 'delete', key: this.#key('queue', nodeId, numbered(number)) };
  }

  /** The events that wait for a node, behind the one of the number `after`. */
  async queued(nodeId: string, after: number, limit: number): Promise<readonly (readonly [number, EventRecord])[]> {
    const found: [number, EventRecord][] = [];
    for await (const [number, value] of this.#numberedEntries(['queue', nodeId], after, limit)) {
      const record = parsed<EventRecord>(value);
      if (record) found.push([number, record]);
    }
    return found;
  }

  async countQueued(nodeId: string): Promise<number> {
    let count = 0;
    for await (const _entry of this.#numberedEntries(['queue', nodeId])) count++;
    return count;
  }

  putNotification(nodeId: string, number: number, notification: Notification): StoreChange {
    return put(this.#key('inbox', nodeId, numbered(number)), notification);
  }

  deleteNotification(nodeId: string, number: number): StoreChange {
    return { type: 'delete', key: this.#key('inbox', nodeId, numbered(number)) };
  }

  /** What webhooks brought for a node and nobody has looked at, behind the one of the number `after`. */
  async notifications(
    nodeId: string,
    after?: number,
    limit?: number,
  ): Promise<readonly (readonly [number, Notification])[]> {
    const found: [number, Notification][] = [];
    for await (const [number, value] of this.#numberedEntries(['inbox', nodeId], after, limit)) {
      const notification = parsed<Notification>(value);
      if (notification) found.push([number, notification]);
    }
    return found;
  }

  /** What is known of an issue, or of whatever else has events. */
  async journal(subject: string): Promise<IssueJournal> {
    return (await this.#read<IssueJournal>(this.#key('journal', subject))) ?? NOTHING_KNOWN;
  }

  putJournal(subject: string, journal: IssueJournal): StoreChange {
    return put(this.#key('journal', subject), journal);
  }

  async *journals(): AsyncGenerator<readonly [subject: string, IssueJournal]> {
    for await (const [key, value] of this.store.entries({ prefix: this.#key('journal') })) {
      yield [key.at(-1) ?? '', parsed<IssueJournal>(value) ?? NOTHING_KNOWN];
    }
  }

  deleteJournal(subject: string): StoreChange {
    return { type: 'delete', key: this.#key('journal', subject) };
  }

  async worklog(worklogId: string): Promise<WorklogNote | undefined> {
    return this.#read<WorklogNote>(this.#key('worklog', worklogId));
  }

  putWorklog(worklogId: string, note: WorklogNote): StoreChange {
    return put(this.#key('worklog', worklogId), note);
  }

  async *worklogs(): AsyncGenerator<readonly [worklogId: string, WorklogNote]> {
    for await (const [key, value] of this.store.entries({ prefix: this.#key('worklog') })) {
      const note = parsed<WorklogNote>(value);
      if (note) yield [key.at(-1) ?? '', note];
    }
  }

  deleteWorklog(worklogId: string): StoreChange {
    return { type: 'delete', key: this.#key('worklog', worklogId) };
  }

  /** Before this moment it isn't known any more what was told; nothing older is told. */
  async forgottenUntil(): Promise<number> {
    return (await this.#read<number>(this.#key('forgotten'))) ?? 0;
  }

  putForgottenUntil(moment: number): StoreChange {
    return put(this.#key('forgotten'), moment);
  }

  /** Removes everything that is kept of a node. */
  async forgetNode(nodeId: string): Promise<void> {
    // The progress last: as long as it is there, a node that was only partly forgotten is seen.
    for (const prefix of [this.#key('queue', nodeId), this.#key('inbox', nodeId), this.#key('mark', nodeId)]) {
      let keys: StoreChange[] = [];
      for await (const [key] of this.store.entries({ prefix })) {
        keys.push({ type: 'delete', key });
        if (keys.length < SOME) continue;
        await this.write(keys);
        keys = [];
      }
      await this.write(keys);
    }
    await this.write([{ type: 'delete', key: this.#progressKey(nodeId) }]);
  }

  async *#numberedEntries(
    parts: readonly [string, string],
    after?: number,
    limit?: number,
  ): AsyncGenerator<readonly [number, string]> {
    const prefix = this.#key(...parts);
    const range = { prefix, limit, after: after === undefined ? undefined : this.#key(...parts, numbered(after)) };
    for await (const [key, value] of this.store.entries(range)) yield [Number(key.at(-1)), value];
  }

  #progressKey(nodeId: string): StoreKey {
    return this.#key('progress', nodeId);
  }

  #key(...parts: readonly string[]): StoreKey {
    return ['events', this.siteId, ...parts];
  }

  async #read<T>(key: StoreKey): Promise<T | undefined> {
    const value = await this.store.get(key);
    return value === undefined ? undefined : parsed<T>(value);
  }
}

/** As many entries go into one write where any number is possible. */
export const SOME = 500;

/** A number as a part of a key, in whose order the numbers are. */
function numbered(number: number): string {
  return String(number).padStart(12, '0');
}

function put(key: StoreKey, value: unknown): StoreChange {
  return { type: 'put', key, value: JSON.stringify(value) };
}

/** What this package wrote itself. */
function parsed<T>(value: string): T | undefined {
  return parseJson(value) as T | undefined;
}
