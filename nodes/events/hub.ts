import type { EventRecord, EventType, JiraEvent } from './event';

/** What one node wants to hear: its properties as read and checked. */
export interface Subscription {
  readonly nodeId: string;
  readonly types: ReadonlySet<EventType>;
  /** Without ORDER BY; empty for every issue. */
  readonly jql: string;
  /** For `issue.updated`: only where one of these changed, by id or name; empty for all. */
  readonly fields: readonly string[];
  readonly ignoreOwn: boolean;
  readonly via: 'poll' | 'webhook' | 'both';
  /** Milliseconds between two rounds. */
  readonly everyMs: number;
  /** Where the very first start begins: `now`, milliseconds since 1970 by Jira's clock, or milliseconds before now. */
  readonly since: 'now' | { readonly at: number } | { readonly agoMs: number };
  /** One call of `deliver` for all that came in one round. */
  readonly batch: boolean;
}

/** One event on its way into the flow. */
export interface Delivery {
  readonly event: JiraEvent;
  /** The issue as `jira-issue-get` gives it; a sprint or version as Jira told it. Rich text as Jira has it. */
  readonly payload: unknown;
}

/** A node as the hub sees it. */
export interface Listener {
  /** Sends events into the flow, in this order. Once it returns they count as handed on. */
  deliver(deliveries: readonly Delivery[]): void | Promise<void>;
  /** Told whenever `stateOf` would say something new. */
  changed(): void;
}

/** What a webhook brought, read from its body. */
export interface Notification {
  /** Events that the body itself tells: those that only webhooks show, comments and worklogs. */
  readonly records: readonly EventRecord[];
  /** Issues, by id or key, of which something happened that is read from Jira then: their history says what. */
  readonly issues: readonly string[];
}

/** How a node's listening stands, for its status and `GET jira/events/:node`. Times are milliseconds since 1970 by Jira's clock. */
export interface ListeningState {
  /** Everything up to here was looked at. */
  readonly position: number | undefined;
  readonly lastEventAt: number | undefined;
  /** By the machine's clock. */
  readonly nextRoundAt: number | undefined;
  /** Events known and not yet handed on. */
  readonly lagging: number;
  /** Why nothing is heard at the moment, a `JiraError` or `StoreError`; `undefined` if all is well. */
  readonly problem: unknown;
}

/** One reading of a site for all the nodes that listen to it. */
export interface EventHub {
  /** Begins to listen for a node, from its stored position on. The function returned ends it, and resolves once nothing is under way. */
  subscribe(subscription: Subscription, listener: Listener): () => Promise<void>;
  /**
   * Takes what a webhook brought for a node. Once this resolves it is stored, and can't be lost any more.
   * @throws StoreError
   */
  receive(nodeId: string, notification: Notification): Promise<void>;
  stateOf(nodeId: string): ListeningState;
  /** The newest events that fit, newest first, at once and whatever was handed on before: for trying out. Changes no position. */
  recent(subscription: Subscription, count: number): Promise<readonly Delivery[]>;
  /** Forgets position and queue of a node that was deleted. */
  forget(nodeId: string): Promise<void>;
}
