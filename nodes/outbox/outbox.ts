import { randomBytes } from 'node:crypto';
import type { Clock } from '../client/clock';
import type { KeepLimits } from '../client/connection';
import type { Store } from '../store/store';
import { Dispatcher } from './dispatcher';
import type { EntryFacts, NewEntry } from './entry';
import { Item } from './item';
import { keptFull } from './limits';
import type { LiveCarrier, Sender } from './sender';
import { Shelf } from './shelf';

/** Figures of a place, so that texts have the order of numbers. */
const DIGITS = 14;

/** How a message was taken in. */
export type Taken =
  /** It has gone on or ended in an error, or waits on the disk and will do so: its carrier was told. */
  | { readonly type: 'taken' }
  /** It can't be kept, so nothing was done with it. `overtakes`: sent now, it would come before others that wait. */
  | { readonly type: 'not-kept'; readonly error: unknown; readonly overtakes: boolean };

/** What waits for one node, for its status. */
export interface NodeCount {
  readonly count: number;
  /** Milliseconds since the oldest one came; 0 if there is none. */
  readonly oldestMs: number;
}

/** What is known of a kept message; a stray one has no node that would send it. */
export type ListedEntry = EntryFacts & { readonly isStray: boolean };

/**
 * The messages of one site that must not be lost: each is on the disk before anything is sent, and leaves it once it has gone on or
 * ended in an error. What can't be sent now is sent later, in the order in which it came.
 */
export class Outbox {
  readonly #shelf: Shelf;
  readonly #dispatcher: Dispatcher;
  #opened: Promise<void> | undefined;
  #lastNumber = 0;

  /** @param site what its entries are kept by; there must be no other outbox for it */
  constructor(
    store: Store,
    site: string,
    private readonly clock: Clock,
    limits: KeepLimits,
  ) {
    this.#shelf = new Shelf(store, site);
    this.#dispatcher = new Dispatcher(this.#shelf, clock, limits);
  }

  /** How much is kept, from now on. */
  set limits(limits: KeepLimits) {
    this.#dispatcher.limits = limits;
  }

  /**
   * Reads what is kept.
   * @throws StoreError; the next call tries again
   */
  open(): Promise<void> {
    this.#opened ??= this.#load().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  /**
   * Lets kept messages go: every node that there is has been attached. Or holds them back while nodes are replaced, and nobody takes what
   * comes of them. Live ones go all the same.
   */
  run(running: boolean): void {
    this.#dispatcher.run(running);
  }

  /** A node is there to send what is kept for it. Returns the function that tells that it has gone. */
  attach(node: string, sender: Sender): () => void {
    return this.#dispatcher.attach(node, sender);
  }

  /** Resolves once nothing of a node is being sent that is now: what is known of it then is on the disk. */
  idle(node: string): Promise<void> {
    return this.#dispatcher.idle(node);
  }

  /** The site has another connection, other credentials perhaps: what was wrong may be right now. */
  reconnected(): void {
    this.#dispatcher.hurry();
  }

  /** Takes a message in. Resolves once it waits on the disk, or has gone on, or has ended in an error. */
  async take(entry: NewEntry, live: LiveCarrier): Promise<Taken> {
    try {
      await this.open();
    } catch (error) {
      return { type: 'not-kept', error, overtakes: false };
    }
    const { queue, limits } = this.#dispatcher;
    if (this.#dispatcher.kept >= limits.keepMost) {
      return { type: 'not-kept', error: keptFull(limits, 'not-done'), overtakes: true };
    }
    const facts = this.#factsOf(entry);
    const overtakes = queue.isBusy(facts.lanes);
    const item = new Item(facts, this.clock.now());
    const ended = this.#dispatcher.expect(item, live);
    try {
      await this.#shelf.add(facts, entry.content);
    } catch (error) {
      // What was not acknowledged may be on the disk all the same.
      void this.#dispatcher.end(item);
      return { type: 'not-kept', error, overtakes };
    }
    this.#dispatcher.release(item);
    await ended;
    return { type: 'taken' };
  }

  count(node: string): NodeCount {
    const ages = this.#dispatcher.keptFor(node).map(({ keptAt }) => this.clock.now() - keptAt);
    return { count: ages.length, oldestMs: ages.reduce((oldest, age) => Math.max(oldest, age), 0) };
  }

  /** What waits, in the order in which it came. */
  list(): readonly ListedEntry[] {
    const waiting = [...this.#dispatcher.queue.all()].filter(({ live }) => !live);
    return waiting.map((item) => ({ ...item.facts, isStray: !this.#dispatcher.queue.takesPart(item) }));
  }

  /**
   * The message that an entry holds, as its sender can read it.
   * @throws StoreError
   */
  content(id: string): Promise<string | undefined> {
    return this.#shelf.content(id);
  }

  /** Tries a message without waiting any longer. Returns whether that can be: its node is there, and nothing is before it. */
  sendNow(id: string): boolean {
    const item = this.#dispatcher.queue.get(id);
    return item !== undefined && this.#dispatcher.prefer(item);
  }

  /** Forgets a message that nobody wants to be sent any more. Returns whether it was there, and not being sent just now. */
  async drop(id: string): Promise<boolean> {
    const item = this.#dispatcher.queue.get(id);
    if (!item || item.busy || item.live) return false;
    item.busy = true;
    await this.#dispatcher.end(item);
    return true;
  }

  async #load(): Promise<void> {
    const items: Item[] = [];
    for await (const facts of this.#shelf.facts()) {
      const age = Math.max(0, this.clock.wallNow() - facts.since);
      const item = new Item(facts, this.clock.now() - age);
      item.redelivered = facts.state === 'done';
      this.#lastNumber = Math.max(this.#lastNumber, Number(facts.id.slice(0, DIGITS)) || 0);
      items.push(item);
    }
    this.#dispatcher.loaded(items);
  }

  /** Its number gives the place; what follows keeps an id from being used twice, over restarts, too. */
  #factsOf({ node, operation, lanes }: NewEntry): EntryFacts {
    const number = String(++this.#lastNumber).padStart(DIGITS, '0');
    return {
      id: `${number}-${randomBytes(4).toString('hex')}`,
      node,
      operation,
      lanes: [...new Set(lanes)],
      since: this.clock.wallNow(),
      attempts: 0,
      state: 'waiting',
    };
  }
}
