import type { Clock } from '../client/clock';
import { asJiraError, JiraError } from '../client/errors/jira-error';
import { Exclusive } from '../client/exclusive';
import { textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import type { Store } from '../store/store';
import type { EventRecord } from './event';
import type { Delivery, EventHub, Listener, ListeningState, Notification, Subscription } from './hub';
import { Inbox } from './inbox';
import { Ledger } from './ledger';
import { ListeningNode } from './listening-node';
import { JiraAccess, type JiraPort } from './reading/access';
import { withPayloads } from './reading/payloads';
import { serverTime } from './reading/server-time';
import { recentEvents } from './recent';
import { readRound, SWEEP_MS } from './round';
import { SiteState } from './state/site-state';

/** Milliseconds after which a round looks back further, and what is old is forgotten. */
const UPKEEP_MS = 3_600_000;
/** What was told is remembered for longer than any round looks back. */
const MEMORY_MS = SWEEP_MS + UPKEEP_MS;

const NEVER = new AbortController().signal;
const CANCELLED = () => new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' });
const MYSELF: CacheKey<string | undefined> = { name: 'events:myself' };

interface Listening {
  readonly node: ListeningNode;
  readonly inbox: Inbox;
  /** Calls off what is read for this node alone. */
  readonly closing: AbortController;
}

/** One reading of a site for all the nodes that listen to it: rounds, what webhooks bring, and what is handed on. */
export class SiteHub implements EventHub {
  readonly #state: SiteState;
  readonly #ledger: Ledger;
  readonly #listening = new Map<string, Listening>();
  /** Nodes that are ending, by id: one that comes back waits for its end. */
  readonly #ending = new Map<string, Promise<void>>();
  /** Deliveries and webhooks read one after the other, beside the round. */
  readonly #readings = new Exclusive();
  readonly #checked = new Set<string>();
  readonly #inboxNumbers = new Map<string, Promise<{ next: number }>>();
  #closing = new AbortController();
  /** Rounds, one after the other, as long as one is due. */
  #rounding: Promise<void> | undefined;
  /** The round under way, or the last one. */
  #round: Promise<void> = Promise.resolve();
  #isRoundDue = false;
  #cancelTimer: () => void = () => {};
  #nextRoundAt: number | undefined;
  #lastUpkeep: number | undefined;

  constructor(
    private readonly jira: JiraPort,
    store: Store,
    private readonly clock: Clock,
    private readonly siteId: string,
  ) {
    this.#state = new SiteState(store, siteId);
    this.#ledger = new Ledger(this.#state);
  }

  subscribe(subscription: Subscription, listener: Listener): () => Promise<void> {
    const { nodeId } = subscription;
    const closing = new AbortController();
    const access = this.#access(closing.signal);
    const payloads = (records: readonly EventRecord[]) => this.#readings.run(() => withPayloads(access, records));
    const node = new ListeningNode(subscription, listener, this.#state, this.clock, payloads);
    const parts = { access, readings: this.#readings, ledger: this.#ledger, state: this.#state, myself: this.#myself };
    const listening = { node, inbox: new Inbox(node, parts, this.clock), closing };
    const before = this.#listening.get(nodeId);
    if (before) void this.#end(before);
    this.#listening.set(nodeId, listening);
    this.#roundNow();
    return () => this.#end(listening);
  }

  async receive(nodeId: string, notification: Notification): Promise<void> {
    const numbers = await this.#inboxNumber(nodeId);
    await this.#state.write([this.#state.putNotification(nodeId, numbers.next++, notification)]);
    this.#listening.get(nodeId)?.inbox.wake();
  }

  stateOf(nodeId: string): ListeningState {
    const node = this.#listening.get(nodeId)?.node;
    return {
      position: node?.polls ? node.progress?.position : undefined,
      lastEventAt: node?.queue.lastEventAt,
      nextRoundAt: node?.polls ? this.#nextRoundAt : undefined,
      lagging: node?.queue.lagging ?? 0,
      problem: node?.problem,
    };
  }

  async recent(subscription: Subscription, count: number): Promise<readonly Delivery[]> {
    const own = subscription.ignoreOwn ? await this.#myId() : undefined;
    return recentEvents(this.#access(NEVER), subscription, count, own);
  }

  async forget(nodeId: string): Promise<void> {
    const listening = this.#listening.get(nodeId);
    if (listening) await this.#end(listening);
    await this.#ending.get(nodeId);
    await this.#state.forgetNode(nodeId);
    this.#inboxNumbers.delete(nodeId);
  }

  #access(signal: AbortSignal): JiraAccess {
    return new JiraAccess(this.jira, `events:${this.siteId}`, signal);
  }

  /** The site's own account, if one of these nodes does not want to hear of it. */
  readonly #myself = async (nodes: readonly ListeningNode[]): Promise<string | undefined> =>
    nodes.some(({ subscription }) => subscription.ignoreOwn) ? this.#myId() : undefined;

  #myId(): Promise<string | undefined> {
    return this.jira.cache.recall(MYSELF, async () => {
      const myself = await this.#access(NEVER).call({ route: 'GET /myself' });
      return textEntry(myself, 'accountId') ?? textEntry(myself, 'name');
    });
  }

  #inboxNumber(nodeId: string): Promise<{ next: number }> {
    const numbers = this.#inboxNumbers.get(nodeId) ?? this.#lastInboxNumber(nodeId);
    this.#inboxNumbers.set(nodeId, numbers);
    numbers.catch(() => this.#inboxNumbers.delete(nodeId));
    return numbers;
  }

  async #lastInboxNumber(nodeId: string): Promise<{ next: number }> {
    const waiting = await this.#state.notifications(nodeId);
    return { next: (waiting.at(-1)?.[0] ?? -1) + 1 };
  }

  #end(listening: Listening): Promise<void> {
    const { node, inbox, closing } = listening;
    if (!node.isActive) return this.#ending.get(node.id) ?? Promise.resolve();
    node.isActive = false;
    closing.abort(CANCELLED());
    if (this.#listening.get(node.id) === listening) this.#listening.delete(node.id);
    if (this.#listening.size === 0) this.#stopReading();
    const ended = (this.#ending.get(node.id) ?? Promise.resolve())
      .then(() => Promise.all([inbox.stop(), node.queue.stop(), this.#ledger.settled()]))
      .then(() => (this.#listening.size === 0 ? this.#round : undefined));
    this.#ending.set(node.id, ended);
    const forget = () => {
      if (this.#ending.get(node.id) === ended) this.#ending.delete(node.id);
    };
    ended.then(forget, forget);
    return ended;
  }

  /** Nobody listens: what is being read is called off. */
  #stopReading(): void {
    this.#cancelTimer();
    this.#nextRoundAt = undefined;
    this.#closing.abort(CANCELLED());
    this.#closing = new AbortController();
  }

  /** Begins a round at once, or as soon as the one under way has ended. */
  #roundNow(): void {
    this.#isRoundDue = true;
    this.#cancelTimer();
    this.#rounding ??= this.#rounds().finally(() => {
      this.#rounding = undefined;
      if (this.#isRoundDue) this.#roundNow();
    });
  }

  async #rounds(): Promise<void> {
    while (this.#isRoundDue) {
      this.#isRoundDue = false;
      const startedAt = this.clock.now();
      const nodes = [...this.#listening.values()];
      if (nodes.length === 0) return;
      this.#round = this.#oneRound(nodes);
      await this.#round;
      if (!this.#isRoundDue && this.#listening.size > 0) this.#schedule(startedAt);
      for (const { node } of nodes) if (node.isActive) node.listener.changed();
    }
  }

  async #oneRound(listening: readonly Listening[]): Promise<void> {
    const access = this.#access(this.#closing.signal);
    const nodes = listening.map(({ node }) => node);
    const isUpkeepDue = this.#lastUpkeep === undefined || this.clock.now() - this.#lastUpkeep >= UPKEEP_MS;
    try {
      for (const node of nodes) {
        await this.#ending.get(node.id);
        await node.load();
      }
      const now = await serverTime(access);
      await this.#ledger.advance(nodes.map((node) => [node, node.beginning(now)]));
      for (const { inbox } of listening) inbox.wake();
      const parts = {
        access,
        ledger: this.#ledger,
        state: this.#state,
        myself: this.#myself,
        checked: this.#checked,
      };
      const reading = nodes.filter(({ polls, isActive }) => polls && isActive);
      if (reading.length > 0) await readRound(parts, reading, now, isUpkeepDue);
      for (const node of nodes) {
        if (!reading.includes(node)) node.roundProblem = undefined;
        if (node.isActive) node.queue.wake(node.progress?.next ?? 0);
      }
      if (isUpkeepDue) await this.#upkeep(now);
    } catch (error) {
      if (access.cancelled) return;
      // A JQL that Jira understood may have lost its meaning since.
      if (asJiraError(error).code === 'JIRA_INVALID') this.#checked.clear();
      for (const node of nodes) node.roundProblem = error;
    }
  }

  /** Forgets what no round can find any more. A node that is away keeps what it will need. */
  async #upkeep(now: number): Promise<void> {
    const positions = (await this.#state.everyProgress()).filter(({ polls }) => polls);
    await this.#ledger.forget(Math.min(now, ...positions.map(({ position }) => position)) - MEMORY_MS);
    this.#lastUpkeep = this.clock.now();
  }

  #schedule(startedAt: number): void {
    const polled = [...this.#listening.values()].filter(({ node }) => node.polls);
    const everyMs = polled.length > 0 ? Math.min(...polled.map(({ node }) => node.subscription.everyMs)) : UPKEEP_MS;
    const inMs = Math.max(0, startedAt + everyMs - this.clock.now());
    this.#nextRoundAt = this.clock.wallNow() + inMs;
    this.#cancelTimer = this.clock.after(inMs, () => this.#roundNow());
  }
}
