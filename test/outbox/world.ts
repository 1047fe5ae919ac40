import { SLOW_PACE } from '../../nodes/outbox/back-off';
import { Outbox } from '../../nodes/outbox/outbox';
import type { Carrier, KeptFacts, Later, LiveCarrier, Sender, Turn, Verdict } from '../../nodes/outbox/sender';
import {
  type Store,
  type StoreChange,
  type StoreEntry,
  StoreError,
  type StoreKey,
  type StoreRange,
} from '../../nodes/store/store';
import { TestClock } from '../support/clock';
import { MemoryStore } from '../support/memory-store';
import { type Order, SimulatedJira } from './simulated-jira';

export const NODES = ['create', 'comment', 'update'] as const;

/** How a message has ended. */
export interface End {
  readonly order: Order;
  readonly how: 'handed-on' | 'failed';
  readonly kept: KeptFacts | undefined;
  readonly error?: string;
}

/** Nothing goes on in a process that has died. */
const never = new Promise<never>(() => undefined);

/** A store that belongs to a process which may die at any write, before it or after it; or whose disk may fail. */
class MortalStore implements Store {
  isFailing = false;
  #dead = false;
  #deadly: { readonly how: 'before' | 'after'; left: number } | undefined;

  constructor(
    private readonly disk: MemoryStore,
    private readonly died: () => void,
  ) {}

  dieAt(how: 'before' | 'after', writes: number): void {
    this.#deadly = { how, left: writes };
  }

  die(): void {
    this.#dead = true;
    this.died();
  }

  get(key: StoreKey): Promise<string | undefined> {
    return this.#dead ? never : this.disk.get(key);
  }

  entries(range: StoreRange): AsyncIterable<StoreEntry> {
    return this.disk.entries(range);
  }

  async write(changes: readonly StoreChange[]): Promise<void> {
    if (this.#dead) return never;
    if (this.isFailing) throw new StoreError('store.failed', { folder: '/disk', detail: 'ENOSPC' });
    const isLast = this.#deadly !== undefined && this.#deadly.left-- <= 0;
    if (isLast && this.#deadly?.how === 'before') this.die();
    if (this.#dead) return never;
    await this.disk.write(changes);
    if (isLast) this.die();
    if (this.#dead) return never;
  }
}

/** A Node-RED with an outbox, its nodes and its Jira; it can die and come back. */
export class World {
  readonly clock = new TestClock();
  readonly jira = new SimulatedJira();
  readonly disk = new MemoryStore();
  readonly ends: End[] = [];
  /** What the nodes were told to be on the disk, by the numbers of the orders. */
  readonly kept: number[] = [];
  readonly refusedToKeep: Order[] = [];
  /** Orders that a node has answered for, in one way or the other. */
  readonly answered = new Set<number>();
  store!: MortalStore;
  outbox!: Outbox;
  #detach = new Map<string, () => void>();
  #life = 0;
  isDead = true;
  limits = { keepFor: 7, keepMost: 10_000 };
  busiest = 0;
  #under = 0;

  constructor() {
    this.begin();
  }

  begin(): void {
    this.isDead = false;
    const life = ++this.#life;
    this.store = new MortalStore(this.disk, () => {
      if (life === this.#life) this.isDead = true;
    });
    this.outbox = new Outbox(this.store, 'site', this.clock, this.limits);
    this.#detach.clear();
    for (const node of NODES) this.attach(node);
    void this.outbox.open();
    this.outbox.run(true);
  }

  attach(node: string): void {
    const life = this.#life;
    const isAlive = () => life === this.#life && !this.isDead;
    const sender: Sender = {
      revive: (content) => this.#carrier(JSON.parse(content ?? 'null') as Order, isAlive),
      changed: () => undefined,
    };
    this.#detach.set(node, this.outbox.attach(node, sender));
  }

  detach(node: string): void {
    this.#detach.get(node)?.();
    this.#detach.delete(node);
  }

  /** As a deploy does it. */
  redeploy(): void {
    this.outbox.run(false);
    for (const node of NODES) this.detach(node);
    for (const node of NODES) this.attach(node);
    this.outbox.run(true);
  }

  async take(order: Order): Promise<void> {
    const life = this.#life;
    const isAlive = () => life === this.#life && !this.isDead;
    const live: LiveCarrier = {
      ...this.#carrier(order, isAlive),
      kept: () => {
        if (!isAlive()) return;
        this.kept.push(order.number);
        this.answered.add(order.number);
      },
    };
    const node = order.kind === 'idempotent' ? 'update' : order.issue === '' ? 'create' : 'comment';
    const lanes = order.issue === '' ? [] : [order.issue];
    const taken = await this.outbox.take({ node, operation: order.kind, lanes, content: JSON.stringify(order) }, live);
    if (taken.type === 'not-kept' && isAlive()) {
      this.refusedToKeep.push(order);
      this.answered.add(order.number);
    }
  }

  #carrier(order: Order, isAlive: () => boolean): Carrier {
    const end = (how: End['how'], kept: KeptFacts | undefined, error?: unknown) => {
      if (!isAlive()) return;
      this.answered.add(order.number);
      this.ends.push({ order, how, kept, ...(error !== undefined && { error: codeOf(error) }) });
    };
    return {
      attempt: async (turn) => {
        this.busiest = Math.max(this.busiest, ++this.#under);
        const verdict = await this.#attempt(order, turn, isAlive);
        this.#under--;
        return isAlive() ? verdict : never;
      },
      handOn: (_result, kept) => end('handed-on', kept),
      fail: async (error, kept) => end('failed', kept, error),
    };
  }

  async #attempt(order: Order, turn: Turn, isAlive: () => boolean): Promise<Verdict> {
    const { jira } = this;
    const isBlind = order.kind === 'blind';
    if (turn.note !== undefined && isBlind) return { type: 'refused', error: 'JIRA_OUTCOME_UNKNOWN', reached: false };
    await undefined;
    if (!isAlive()) return never;
    if (!jira.isReachable) return { ...LATER, ...(jira.weather === 'signed-out' && { pace: SLOW_PACE }) };
    if (turn.note !== undefined && jira.has(order)) return { type: 'done', result: 'found' };
    if (order.kind !== 'idempotent') await turn.takeNote('left');
    if (!isAlive()) return never;
    const response = jira.write(order);
    await undefined;
    switch (response) {
      case 'written':
        return { type: 'done', result: 'written' };
      case 'refused':
        return { type: 'refused', error: 'JIRA_INVALID', reached: true };
      case 'failed':
        if (order.kind !== 'idempotent') await turn.takeNote(undefined);
        return { ...LATER, holds: 'message' };
      case 'lost':
        return isBlind ? { type: 'refused', error: 'JIRA_OUTCOME_UNKNOWN', reached: false } : LATER;
    }
  }

  /** Lets what is under way go on, until only time could change anything. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    while (this.clock.now() < end) {
      this.clock.advance(Math.min(1_000, end - this.clock.now()));
      await this.settle();
    }
  }
}

const LATER: Later = { type: 'later', holds: 'site', problem: 'JIRA_NETWORK' };

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
