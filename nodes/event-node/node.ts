import type { Node } from 'node-red';
import type { ListeningState } from '../events/hub';
import type { WebhookState } from './webhooks';

/** What makes a sender known. */
export interface EventCredentials {
  readonly secret?: string;
}

/** How a node's listening stands. */
export interface ListeningFacts {
  readonly state: ListeningState;
  readonly webhook: WebhookState;
}

/** The runtime's side of a `jira-event`. */
export interface EventNode extends Node<EventCredentials> {
  /** Of its site's node. */
  siteId: string;
  listening(): ListeningFacts;
}

/** The event nodes that run. Node-RED can tell a node by its id, and in subflows nobody knows the ids. */
export const runningEventNodes = new Set<EventNode>();
