import type { Clock } from '../client/clock';
import { DeliveryQueue } from './delivery';
import type { EventRecord, EventType } from './event';
import type { Delivery, Listener, Subscription } from './hub';
import type { NodeProgress, SiteState } from './state/site-state';

/** A node that listens, from its subscription to its end: a deploy makes a new one. */
export class ListeningNode {
  readonly queue: DeliveryQueue;
  /** False once the node has ended: nothing is decided for it any more. */
  isActive = true;
  /** Why the last round brought nothing. */
  roundProblem: unknown;
  /** Why what webhooks brought could not be looked at. */
  inboxProblem: unknown;
  #progress: NodeProgress | undefined;
  readonly #subscribedAt: number;

  constructor(
    readonly subscription: Subscription,
    readonly listener: Listener,
    private readonly state: SiteState,
    private readonly clock: Clock,
    withPayloads: (records: readonly EventRecord[]) => Promise<readonly Delivery[]>,
  ) {
    this.#subscribedAt = clock.now();
    this.queue = new DeliveryQueue(subscription, listener, state, clock, withPayloads);
  }

  get id(): string {
    return this.subscription.nodeId;
  }

  /** How far the node has come; `undefined` before its first contact with Jira. */
  get progress(): NodeProgress | undefined {
    return this.#progress;
  }

  get problem(): unknown {
    return this.roundProblem ?? this.inboxProblem ?? this.queue.problem;
  }

  /** Whether rounds read for it. */
  get polls(): boolean {
    return this.subscription.via !== 'webhook';
  }

  /** Reads what earlier runs left of the node, and hands on what still waits. @throws StoreError */
  async load(): Promise<void> {
    await this.queue.load();
    this.#progress ??= await this.state.progress(this.id);
    this.queue.wake(this.#progress?.next ?? 0);
  }

  /**
   * How far the node has come once it listens to all that it is to hear of; `undefined` if it does already.
   * @param serverNow milliseconds since 1970 by Jira's clock
   */
  beginning(serverNow: number): Omit<NodeProgress, 'next'> | undefined {
    // Jira may not have been within reach when the node was started.
    const startedAt = serverNow - (this.clock.now() - this.#subscribedAt);
    const known = this.#progress;
    const first = startOf(this.subscription, startedAt);
    const startIn = (type: EventType) => known?.starts[type] ?? (known ? startedAt : first);
    const starts = Object.fromEntries([...this.subscription.types].map((type) => [type, startIn(type)]));
    const { polls } = this;
    const isSame = known && JSON.stringify(sorted(known.starts)) === JSON.stringify(sorted(starts));
    if (isSame && known.polls === polls) return undefined;
    const feeds = known?.feeds ?? { updated: first, deleted: first };
    return { position: known?.position ?? first, feeds, starts, polls };
  }

  /** The number for the next event of its queue. None is given twice, whatever becomes of the write that it is for. */
  takeNumber(): number {
    const progress = this.#known();
    this.#progress = { ...progress, next: progress.next + 1 };
    return progress.next;
  }

  /** Takes over what has been stored. */
  cameTo(progress: NodeProgress): void {
    this.#progress = progress;
  }

  #known(): NodeProgress {
    if (!this.#progress) throw new TypeError('a node that has not begun to listen');
    return this.#progress;
  }
}

function startOf({ since }: Subscription, now: number): number {
  if (since === 'now') return now;
  return 'at' in since ? since.at : now - since.agoMs;
}

function sorted(record: object): readonly (readonly [string, unknown])[] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
