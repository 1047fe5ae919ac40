import type { Connection } from '../client/connection';
import type { EventHub, Subscription } from '../events/hub';
import type { REGISTRATIONS } from './property-values';

/** How a node's webhook stands. Times are milliseconds since 1970 by the machine's clock. */
export interface WebhookState {
  /** Where Jira is to send events; `undefined` while the site has no public URL, or it isn't known yet. */
  readonly address: string | undefined;
  readonly registered: boolean;
  readonly expiresAt: number | undefined;
  readonly lastDeliveryAt: number | undefined;
  /** Of the last delivery that was refused, or of the registration. */
  readonly lastProblem: unknown;
}

export const NO_WEBHOOK: WebhookState = {
  address: undefined,
  registered: false,
  expiresAt: undefined,
  lastDeliveryAt: undefined,
  lastProblem: undefined,
};

/** A node that is to be told by Jira. */
export interface WebhookNode {
  readonly subscription: Subscription;
  /** Of its site's node. */
  readonly siteId: string;
  readonly registration: (typeof REGISTRATIONS)[number];
  /** Signs what Jira sends, or comes with it. */
  readonly secret: string | undefined;
  /** Where Jira reaches this Node-RED from outside. */
  readonly publicUrl: string | undefined;
  readonly connection: Connection;
  readonly hub: EventHub;
  /** Told whenever `state` would say something new. */
  changed(): void;
}

/** A webhook that is being listened to. */
export interface OpenWebhook {
  state(): WebhookState;
  /** @param forever the node was deleted: the registration with Jira is taken back */
  close(forever: boolean): Promise<void>;
}

/** Begins to listen for a node's webhook. */
export type OpenWebhookFor = (node: WebhookNode) => OpenWebhook;
