import type { Clock } from '../client/clock';
import type { KeepLimits } from '../client/connection';
import { Attempts, outcomeOf } from './attempts';
import { ALONE_PACE, BackOff, USUAL_PACE } from './back-off';
import { Expiry } from './expiry';
import type { Item } from './item';
import { keptFull } from './limits';
import { Queue } from './queue';
import { Removals } from './removals';
import type { Later, LiveCarrier, Sender } from './sender';
import type { Shelf } from './shelf';

/** So many kept messages are sent at a time; the rate limiter of the site says how fast. */
const SENT_AT_ONCE = 8;
/** So many live messages wait in memory for one before them; the others wait on the disk. */
const MOST_LIVE = 1_000;

/** Says who is sent when: kept messages some at a time, in the order in which they came, and none while Jira is away but one that looks. */
export class Dispatcher {
  readonly #senders = new Map<string, Sender>();
  readonly queue = new Queue(this.#senders);
  readonly #removals: Removals;
  readonly #attempts: Attempts;
  readonly #expiry: Expiry;
  /** The whole site can't be reached, or not be used. */
  readonly #away: BackOff;
  /** Who looks whether Jira is back. */
  #probe: Item | undefined;
  /** Whom a person wants to be tried next. */
  #wanted: Item | undefined;
  #running = false;
  /** Kept messages under way. */
  #sending = 0;
  /** Messages that nothing has kept from their first attempt so far. */
  readonly #live = new Set<Item>();
  readonly #underWay = new Map<Item, Promise<void>>();
  #cancelWakeUp: (() => void) | undefined;

  constructor(
    shelf: Shelf,
    private readonly clock: Clock,
    public limits: KeepLimits,
  ) {
    this.#removals = new Removals(shelf, clock);
    this.#attempts = new Attempts(shelf, this.#senders);
    this.#away = new BackOff(clock);
    this.#expiry = new Expiry(clock, () => void this.#expire());
  }

  /** How many messages are kept, those apart that are live. */
  get kept(): number {
    return this.queue.size - this.#live.size;
  }

  keptFor(node: string): readonly Item[] {
    return this.#of(node).filter(({ live }) => !live);
  }

  run(running: boolean): void {
    this.#running = running;
    if (running)
      for (const item of this.queue.all()) if (!item.busy && !this.queue.takesPart(item)) this.queue.leave(item);
    this.#pump();
  }

  /** What was kept when the process began. */
  loaded(items: readonly Item[]): void {
    for (const item of items) this.queue.add(item);
    for (const sender of this.#senders.values()) sender.changed();
    this.#pump();
  }

  attach(node: string, sender: Sender): () => void {
    this.#senders.set(node, sender);
    for (const item of this.#of(node)) if (!item.busy) this.queue.join(item);
    this.#pump();
    return () => {
      if (this.#senders.get(node) !== sender) return;
      this.#senders.delete(node);
      for (const item of this.#of(node)) {
        if (item.busy) continue;
        this.#keep(item);
        endPause(item);
        this.queue.consider(item);
      }
      this.#pump();
    };
  }

  /** Resolves once nothing of a node is under way that is now. */
  async idle(node: string): Promise<void> {
    const own = [...this.#underWay].filter(([{ facts }]) => facts.node === node);
    await Promise.all(own.map(([, sending]) => sending));
  }

  hurry(): void {
    this.#away.hurry();
    this.#pump();
  }

  prefer(item: Item): boolean {
    if (item.busy || !this.queue.takesPart(item) || this.queue.before(item).length > 0) return false;
    endPause(item);
    this.queue.consider(item);
    this.#wanted = item;
    this.hurry();
    return true;
  }

  /** A live message takes its place. Resolves once it has ended, or is kept. */
  expect(item: Item, live: LiveCarrier): Promise<void> {
    item.busy = true;
    this.#live.add(item);
    return new Promise((resolve) => {
      item.live = {
        attempt: (turn) => live.attempt(turn),
        handOn: (result, kept) => {
          resolve();
          live.handOn(result, kept);
        },
        fail: (error, kept) => live.fail(error, kept).finally(resolve),
        kept: () => {
          resolve();
          live.kept();
        },
      };
      this.queue.add(item);
    });
  }

  /** It is on the disk, and may go. */
  release(item: Item): void {
    item.busy = false;
    this.#rejoin(item);
    this.#pump();
  }

  /** It waits no more. */
  async end(item: Item): Promise<void> {
    this.#live.delete(item);
    // Its lanes stay closed until then: after a crash it must not come behind what was behind it.
    await this.#removals.remove(item.id);
    this.queue.remove(item);
    this.#senders.get(item.facts.node)?.changed();
    this.#pump();
  }

  #of(node: string): readonly Item[] {
    return [...this.queue.all()].filter(({ facts }) => facts.node === node);
  }

  #pump(): void {
    for (let item = this.#nextToGo(); item; item = this.#nextToGo()) {
      const going = item;
      this.#underWay.set(
        going,
        this.#send(going).finally(() => this.#underWay.delete(going)),
      );
    }
    for (const item of this.#live) if (!item.busy && this.#mustBeKept(item)) this.#keep(item);
    this.#wakeUpLater();
    this.#expiry.watch(this.#senders.size > 0 && this.kept > 0);
  }

  #nextToGo(): Item | undefined {
    if (this.#away.isOn && (this.#probe || this.#away.leftMs > 0)) return undefined;
    const wanted = this.#wanted?.ready ? this.#wanted : undefined;
    const item = wanted ?? (this.#away.isOn ? this.queue.probe : this.queue.next);
    return item && (item.live || (this.#running && this.#sending < SENT_AT_ONCE)) ? item : undefined;
  }

  /** Whether a live message has to wait for something that may take long. */
  #mustBeKept(item: Item): boolean {
    const before = this.queue.before(item);
    if (before.length === 0 || this.#away.isOn || this.#live.size > MOST_LIVE) return true;
    return before.some(({ live }) => !live);
  }

  async #send(item: Item): Promise<void> {
    item.busy = true;
    this.queue.consider(item);
    if (item === this.#wanted) this.#wanted = undefined;
    if (this.#away.isOn) this.#probe = item;
    const isKept = !item.live;
    if (isKept) this.#sending++;
    const ended = this.#expiry.isOver(item, this.limits)
      ? await this.#attempts.expire(item, this.limits)
      : await this.#attempts.make(item);
    if (isKept) this.#sending--;
    if (!item.live) this.#live.delete(item);
    const isProbe = item === this.#probe;
    if (isProbe) this.#probe = undefined;
    if (ended.reached) this.#away.succeeded();
    if (ended.later) this.#sendLater(item, ended.later, isProbe);
    else await this.end(item);
    this.#pump();
  }

  #sendLater(item: Item, later: Later, isProbe: boolean): void {
    const { pace = USUAL_PACE, afterMs = 0 } = later;
    // Messages that left together fail together, and count once.
    if (later.holds === 'site' && (isProbe || !this.#away.isOn)) this.#away.failed(pace, afterMs);
    if (later.holds === 'message') this.#pause(item, Math.max(afterMs, pauseOf(item)));
    item.busy = false;
    this.#keep(item);
    this.#rejoin(item);
  }

  /** Takes its part again. While nodes are replaced, nobody knows whether its own has gone for good. */
  #rejoin(item: Item): void {
    if (!this.queue.takesPart(item)) this.#keep(item);
    if (this.#running && !this.queue.takesPart(item)) this.queue.leave(item);
    else this.queue.join(item);
  }

  #pause(item: Item, ms: number): void {
    item.cancelPause = this.clock.after(ms, () => {
      item.cancelPause = undefined;
      this.queue.consider(item);
      this.#pump();
    });
  }

  /** From now on a message is on the disk alone, if there is room for it. */
  #keep(item: Item): void {
    if (!item.live) return;
    if (this.kept >= this.limits.keepMost) {
      item.busy = true;
      this.queue.consider(item);
      void item.live.fail(keptFull(this.limits, outcomeOf(item.facts)), undefined).then(() => this.end(item));
      return;
    }
    item.live.kept();
    item.live = undefined;
    this.#live.delete(item);
    this.#senders.get(item.facts.node)?.changed();
  }

  async #expire(): Promise<void> {
    for (const item of [...this.queue.all()]) {
      const isOver = !item.busy && this.queue.takesPart(item) && this.#expiry.isOver(item, this.limits);
      if (!isOver) continue;
      item.busy = true;
      this.queue.consider(item);
      const { later } = await this.#attempts.expire(item, this.limits);
      if (later) this.#sendLater(item, later, false);
      else await this.end(item);
    }
    this.#pump();
  }

  #wakeUpLater(): void {
    this.#cancelWakeUp?.();
    this.#cancelWakeUp = undefined;
    const ms = this.#away.leftMs;
    if (ms > 0 && this.queue.next) this.#cancelWakeUp = this.clock.after(ms, () => this.#pump());
  }
}

/** It waits for nothing of its own any more. */
function endPause(item: Item): void {
  item.cancelPause?.();
  item.cancelPause = undefined;
}

/** Longer from attempt to attempt, as for a whole site. */
function pauseOf({ facts: { attempts } }: Item): number {
  return Math.min(ALONE_PACE.first * 2 ** (attempts - 1), ALONE_PACE.longest);
}
