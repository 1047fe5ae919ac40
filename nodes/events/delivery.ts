import type { Clock } from '../client/clock';
import type { EventRecord } from './event';
import type { Delivery, Listener, Subscription } from './hub';
import { PAYLOADS_AT_ONCE } from './reading/payloads';
import type { SiteState } from './state/site-state';
import { Worker } from './worker';

/** The most events of one message, however many a round brought. */
const LARGEST_BATCH = 1_000;
/** Milliseconds after which what failed is tried again. */
const RETRY_MS = 15_000;

/**
 * Hands a node's events on, one after the other. Before an event goes out the store says so, in the same write that removes the one
 * before it: after a crash that one alone, which may have gone out or not, goes out once more and says so.
 */
export class DeliveryQueue {
  /** Why nothing is handed on at the moment. */
  problem: unknown;
  #lagging = 0;
  #lastEventAt: number | undefined;
  /** The number of the event handed on last. */
  #through = -1;
  /** Events up to this number may have been handed on before. */
  #doubtfulThrough = -1;
  /** Handed on, but still in the store. */
  #done: number[] = [];
  /** Events below this number are those of rounds that have ended. */
  #below = 0;
  #loaded: Promise<void> | undefined;
  readonly #worker: Worker;

  constructor(
    private readonly subscription: Subscription,
    private readonly listener: Listener,
    private readonly state: SiteState,
    clock: Clock,
    private readonly withPayloads: (records: readonly EventRecord[]) => Promise<readonly Delivery[]>,
  ) {
    const failed = (problem: unknown) => {
      if (problem === this.problem) return;
      this.problem = problem;
      listener.changed();
    };
    this.#worker = new Worker(clock, () => this.#handOn(), failed, RETRY_MS);
  }

  /** Events that wait. */
  get lagging(): number {
    return this.#lagging;
  }

  get lastEventAt(): number | undefined {
    return this.#lastEventAt;
  }

  /** So many more are in the store. */
  added(count: number): void {
    this.#lagging += count;
  }

  /** Hands on what waits. @param below the number of the next event to come; a batch ends before it */
  wake(below: number): void {
    this.#below = Math.max(this.#below, below);
    this.#worker.wake();
  }

  /** Reads what an earlier run left. Until then nothing is added. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** Resolves once nothing is under way and what was handed on is stored as such. */
  async stop(): Promise<void> {
    await this.#worker.stop();
    // If that fails the events go out once more, marked as such: all that can be done.
    await this.#removeDone().catch(() => {});
  }

  async #load(): Promise<void> {
    const { nodeId } = this.subscription;
    const mark = await this.state.mark(nodeId);
    this.#lagging = await this.state.countQueued(nodeId);
    this.#doubtfulThrough = mark?.through ?? -1;
    this.#lastEventAt = mark?.lastEventAt;
  }

  async #handOn(): Promise<void> {
    const { nodeId, batch } = this.subscription;
    const most = batch ? LARGEST_BATCH : PAYLOADS_AT_ONCE;
    while (!this.#worker.stopped) {
      const queued = await this.state.queued(nodeId, this.#through, most);
      const waiting = batch ? queued.filter(([number]) => number < this.#below) : queued;
      if (waiting.length === 0) return this.#removeDone();
      const deliveries = await this.withPayloads(waiting.map(([, record]) => record));
      const all = waiting.map(([number], index) => ({ number, delivery: deliveries[index] }));
      for (const group of batch ? [all] : all.map((one) => [one])) {
        if (this.#worker.stopped) return;
        await this.#handOnOne(group);
      }
    }
  }

  async #handOnOne(group: readonly { number: number; delivery: Delivery | undefined }[]): Promise<void> {
    const { nodeId } = this.subscription;
    const through = group.at(-1)?.number ?? this.#through;
    const deliveries = group.flatMap(({ number, delivery }) => {
      if (!delivery) return [];
      return number <= this.#doubtfulThrough ? [again(delivery)] : [delivery];
    });
    const lastEventAt = Date.parse(deliveries.at(-1)?.event.at ?? '') || 0;
    const done = this.#done;
    await this.state.write([
      ...done.map((number) => this.state.deleteQueued(nodeId, number)),
      this.state.putMark(nodeId, { through, lastEventAt }),
    ]);
    this.#done = [];
    // From here on they may go out, and if that fails they may have.
    this.#doubtfulThrough = Math.max(this.#doubtfulThrough, through);
    await this.listener.deliver(deliveries);
    this.#through = through;
    this.#done = group.map(({ number }) => number);
    this.#lagging -= group.length;
    this.#lastEventAt = lastEventAt;
    this.listener.changed();
  }

  async #removeDone(): Promise<void> {
    const done = this.#done;
    await this.state.write(done.map((number) => this.state.deleteQueued(this.subscription.nodeId, number)));
    this.#done = [];
  }
}

function again({ event, payload }: Delivery): Delivery {
  return { event: { ...event, redelivered: true }, payload };
}
