import type { Clock } from '../../nodes/client/clock';
import type { Deployment } from '../../nodes/client/http/request';
import type { EventType } from '../../nodes/events/event';
import type { Delivery, EventHub, Notification, Subscription } from '../../nodes/events/hub';
import { SiteHub } from '../../nodes/events/site-hub';
import type { Store, StoreChange, StoreError, StoreKey, StoreRange } from '../../nodes/store/store';
import { TestClock } from '../support/clock';
import { MemoryStore } from '../support/memory-store';
import { SimulatedJira } from './simulated-jira';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const ISSUE_TYPES: readonly EventType[] = [
  'issue.created',
  'issue.updated',
  'issue.transitioned',
  'issue.assigned',
  'issue.deleted',
  'comment.added',
  'comment.updated',
  'comment.deleted',
  'attachment.added',
  'attachment.deleted',
  'link.added',
  'link.deleted',
];

/** A subscription to everything, every minute, but for what a test says. */
export function subscription(nodeId = 'node', given: Partial<Subscription> = {}): Subscription {
  return {
    nodeId,
    types: new Set(ISSUE_TYPES),
    jql: '',
    fields: [],
    ignoreOwn: false,
    via: 'poll',
    everyMs: MINUTE,
    since: 'now',
    batch: false,
    ...given,
  };
}

/** How a process may die: at a write, before or after it was made, or in the middle of handing on. */
export type Death = 'before-write' | 'after-write' | 'in-delivery';

/** A Node-RED that runs until it dies: from then on nothing that it does has any effect, and nothing comes back to it. */
class Process {
  readonly hub: EventHub;
  isDead = false;
  readonly ends: (() => Promise<void>)[] = [];
  #death: { readonly how: Death; left: number } | undefined;

  constructor(
    private readonly world: World,
    subscriptions: readonly Subscription[],
  ) {
    this.hub = new SiteHub(
      world.jira.port(() => this.isDead),
      this.#store(),
      this.#clock(),
      'site',
    );
    for (const one of subscriptions) {
      const deliver = async (deliveries: readonly Delivery[]): Promise<void> => {
        if (this.isDead) return never();
        world.active();
        if (world.flowFailure) throw world.flowFailure;
        world.heard(one.nodeId, deliveries);
        if (this.#dies('in-delivery')) await never();
      };
      this.ends.push(this.hub.subscribe(one, { deliver, changed: () => {} }));
    }
  }

  /** It will die at the so many'th occasion. */
  dieAt(how: Death, count: number): void {
    this.#death = { how, left: count };
  }

  #dies(how: Death): boolean {
    if (this.#death?.how !== how || this.#death.left-- > 0) return false;
    this.isDead = true;
    return true;
  }

  #store(): Store {
    const { store } = this.world;
    const process = this;
    const orNever = <T>(value: T): T | Promise<T> => (process.isDead ? never<T>() : value);
    return {
      get: async (key: StoreKey) => orNever(await store.get(key)),
      async *entries(range: StoreRange) {
        for await (const one of store.entries(range)) yield await orNever(one);
      },
      async write(changes: readonly StoreChange[]) {
        if (process.isDead || process.#dies('before-write')) await never();
        process.world.active();
        if (process.world.storeFailure) throw process.world.storeFailure;
        await store.write(changes);
        if (process.#dies('after-write')) await never();
      },
    };
  }

  #clock(): Clock {
    const { clock } = this.world;
    const after = (ms: number, task: () => void) => clock.after(ms, () => !this.isDead && task());
    return { now: () => clock.now(), wallNow: () => clock.wallNow(), random: () => 0, after };
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => {});
}

export interface WorldOptions {
  readonly deployment?: Deployment;
  readonly offset?: number;
  readonly zoneMinutes?: number;
  readonly subscriptions?: readonly Subscription[];
}

/** A Jira, a store that outlasts everything, and a Node-RED whose nodes listen. */
export class World {
  readonly clock = new TestClock();
  readonly store = new MemoryStore();
  readonly jira: SimulatedJira;
  /** What each node was handed, message by message. */
  readonly messages = new Map<string, (readonly Delivery[])[]>();
  /** What every write ends in, for as long as it is set. */
  storeFailure: StoreError | undefined;
  /** What handing on ends in, for as long as it is set. */
  flowFailure: Error | undefined;
  subscriptions: readonly Subscription[];
  #process: Process | undefined;
  #activity = 0;

  constructor({
    deployment = 'cloud',
    offset = 0,
    zoneMinutes = 0,
    subscriptions = [subscription()],
  }: WorldOptions = {}) {
    this.jira = new SimulatedJira(deployment, this.clock, offset, zoneMinutes);
    this.subscriptions = subscriptions;
  }

  get hub(): EventHub {
    return this.#running.hub;
  }

  get isDead(): boolean {
    return this.#process?.isDead ?? true;
  }

  get #running(): Process {
    if (!this.#process) throw new Error('nothing runs');
    return this.#process;
  }

  active(): void {
    this.#activity++;
  }

  heard(nodeId: string, deliveries: readonly Delivery[]): void {
    this.messages.set(nodeId, [...(this.messages.get(nodeId) ?? []), deliveries]);
  }

  deliveries(nodeId = 'node'): readonly Delivery[] {
    return (this.messages.get(nodeId) ?? []).flat();
  }

  /** The ids that a node was handed, in order. */
  ids(nodeId = 'node'): readonly string[] {
    return this.deliveries(nodeId).map(({ event }) => event.id);
  }

  /** How many entries the store has. */
  async stored(): Promise<number> {
    let count = 0;
    for await (const _entry of this.store.entries({ prefix: ['events'] })) count++;
    return count;
  }

  async start(): Promise<this> {
    this.#process = new Process(this, this.subscriptions);
    await this.settle();
    return this;
  }

  /** Ends as a deploy does. */
  async stop(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (!process || process.isDead) return;
    const ended = Promise.all(process.ends.map((end) => end()));
    await Promise.race([ended, this.settle().then(() => this.settle())]);
  }

  /** Ends as a loss of power does. */
  kill(): void {
    if (this.#process) this.#process.isDead = true;
    this.#process = undefined;
  }

  dieAt(how: Death, count: number): void {
    this.#process?.dieAt(how, count);
  }

  /** @returns whether the hub says that it has taken it */
  async receive(nodeId: string, notification: Notification): Promise<boolean> {
    const taken = this.hub.receive(nodeId, notification).then(() => true);
    const isTaken = await Promise.race([taken, this.settle().then(() => false)]);
    await this.settle();
    return isTaken;
  }

  /** Lets the time pass, by steps, everything in it done. */
  async pass(ms: number, step = MINUTE): Promise<void> {
    for (let left = ms; left > 0; left -= step) {
      this.clock.advance(Math.min(step, left));
      await this.settle();
    }
  }

  /** Resolves once nobody does anything any more but wait for the clock. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const before = this.#activity + this.jira.asked.length;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = before === this.#activity + this.jira.asked.length ? quiet + 1 : 0;
    }
  }
}
