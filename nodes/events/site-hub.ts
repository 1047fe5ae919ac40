import type { Client } from '../client/client';
import type { Clock } from '../client/clock';
import type { TtlCache } from '../client/ttl-cache';
import type { Store } from '../store/store';
import type { Delivery, EventHub, Listener, ListeningState, Notification, Subscription } from './hub';

/** Jira as the reading of events needs it. */
export interface JiraPort {
  readonly client: Pick<Client, 'call' | 'read' | 'deployment'>;
  readonly cache: TtlCache;
}

/** To come. */
export class SiteHub implements EventHub {
  constructor(
    protected readonly jira: JiraPort,
    protected readonly store: Store,
    protected readonly clock: Clock,
    protected readonly siteId: string,
  ) {}

  subscribe(_subscription: Subscription, _listener: Listener): () => Promise<void> {
    return async () => {};
  }

  async receive(_nodeId: string, _notification: Notification): Promise<void> {}

  stateOf(_nodeId: string): ListeningState {
    return { position: undefined, lastEventAt: undefined, nextRoundAt: undefined, lagging: 0, problem: undefined };
  }

  async recent(_subscription: Subscription, _count: number): Promise<readonly Delivery[]> {
    return [];
  }

  async forget(_nodeId: string): Promise<void> {}
}
