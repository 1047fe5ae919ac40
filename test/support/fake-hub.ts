import type { Delivery, EventHub, Listener, ListeningState, Notification, Subscription } from '../../nodes/events/hub';

const NOTHING: ListeningState = {
  position: undefined,
  lastEventAt: undefined,
  nextRoundAt: undefined,
  lagging: 0,
  problem: undefined,
};

/** The hub of a site under a test's hand: what a node subscribes to is seen, and events come when the test says so. */
export class FakeHub implements EventHub {
  readonly subscriptions = new Map<string, Subscription>();
  readonly forgotten: string[] = [];
  readonly asked: Subscription[] = [];
  newest: readonly Delivery[] = [];
  readonly #listeners = new Map<string, Listener>();
  readonly #states = new Map<string, ListeningState>();

  subscribe(subscription: Subscription, listener: Listener): () => Promise<void> {
    const { nodeId } = subscription;
    this.subscriptions.set(nodeId, subscription);
    this.#listeners.set(nodeId, listener);
    return async () => {
      this.subscriptions.delete(nodeId);
    };
  }

  async receive(_nodeId: string, _notification: Notification): Promise<void> {}

  stateOf(nodeId: string): ListeningState {
    return this.#states.get(nodeId) ?? NOTHING;
  }

  async recent(subscription: Subscription, count: number): Promise<readonly Delivery[]> {
    this.asked.push(subscription);
    return this.newest.slice(0, count);
  }

  async forget(nodeId: string): Promise<void> {
    this.forgotten.push(nodeId);
  }

  /** Hands events to a node as one call. */
  async deliver(nodeId: string, ...deliveries: readonly Delivery[]): Promise<void> {
    await this.#listeners.get(nodeId)?.deliver(deliveries);
  }

  /** Has a node's listening stand so. */
  is(nodeId: string, state: Partial<ListeningState>): void {
    this.#states.set(nodeId, { ...NOTHING, ...state });
    this.#listeners.get(nodeId)?.changed();
  }
}
