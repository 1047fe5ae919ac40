import type { Node, NodeAPI } from 'node-red';
import type { Job } from '../client/client';
import type { Clock } from '../client/clock';
import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import { type JsonRecord, textEntry } from '../client/json';
import { activities, editorId } from '../engine/activity';
import { nodeError, operationOf } from '../engine/node-error';
import type { Delivery, EventHub, ListeningState } from '../events/hub';
import { logFault } from '../i18n/fault-log';
import type { Messages } from '../i18n/messages';
import { siteNode } from '../site/unsaved-values';
import { EventStatus } from './event-status';
import type { ListeningFacts } from './node';
import { messagesOf } from './outgoing';
import { asEventError } from './problems';
import { type EventProperties, readProperties } from './properties';
import { siteKey } from './site-key';
import { EVENT_NODE } from './type';
import { NO_WEBHOOK, type OpenWebhook, type OpenWebhookFor } from './webhooks';

/** What nodes get their events from. */
export interface World {
  readonly clock: Clock;
  /** The one hub of a site. @param siteKey what is stored of its events is kept by */
  hubOf(connection: Connection, siteKey: string): EventHub;
  readonly openWebhook: OpenWebhookFor;
}

/** The node that listens. */
export interface Host {
  readonly RED: NodeAPI;
  readonly node: Node;
  readonly properties: JsonRecord;
  readonly secret: string | undefined;
  readonly messages: Messages;
  readonly world: World;
}

/** How long closing waits for what is under way, in milliseconds; Node-RED itself gives up after 15,000. */
const CLOSE_GRACE_MS = 10_000;

/** What is known of a node that can't begin. */
export const NOTHING_KNOWN: ListeningState = {
  position: undefined,
  lastEventAt: undefined,
  nextRoundAt: undefined,
  lagging: 0,
  problem: undefined,
};

/** What a node needs to hand events on. */
interface Source extends EventProperties {
  readonly connection: Connection;
  readonly hub: EventHub;
}

/** The listening of one node, from its start to its end: events come from the site's hub and become messages. */
export class Listening {
  readonly #status: EventStatus;
  readonly #closing = new AbortController();
  #source: Source | undefined;
  #webhook: OpenWebhook | undefined;
  #unsubscribe: (() => Promise<void>) | undefined;
  #failure: unknown;
  /** Of the problem that was told last. */
  #told = '';

  constructor(private readonly host: Host) {
    const { node, messages, world } = host;
    this.#status = new EventStatus(node, messages, world.clock);
  }

  /** Begins to listen; what keeps the node from it is told to the Catch nodes. */
  begin(): void {
    try {
      const source = this.#open();
      this.#source = source;
      const { hub, subscription } = source;
      this.#unsubscribe = hub.subscribe(subscription, {
        deliver: (deliveries) => this.#deliver(source, deliveries),
        changed: () => this.#changed(),
      });
      if (subscription.via !== 'poll') this.#webhook = this.#openWebhook(source);
      this.#changed();
    } catch (error) {
      this.#failure = error;
      this.#status.failed(error);
      // At once, Node-RED has not yet made the Catch nodes.
      setImmediate(() => this.#tell(error));
    }
  }

  /** Of the site's node; empty if none is chosen. */
  get siteId(): string {
    return textEntry(this.host.properties, 'site') ?? '';
  }

  facts(): ListeningFacts {
    const { hub, subscription } = this.#source ?? {};
    const state = hub && subscription ? hub.stateOf(subscription.nodeId) : { ...NOTHING_KNOWN, problem: this.#failure };
    return { state, webhook: this.#webhook?.state() ?? NO_WEBHOOK };
  }

  /** Resolves once nothing is under way. @param deleted nothing of the node is to be kept */
  async close(deleted: boolean): Promise<void> {
    this.#closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    this.#status.close();
    await Promise.race([this.#end(deleted), graceIsOver()]);
  }

  async #end(deleted: boolean): Promise<void> {
    const { node, RED } = this.host;
    const ended = await Promise.allSettled([this.#webhook?.close(deleted), this.#unsubscribe?.()]);
    const forgotten = deleted ? await Promise.allSettled([this.#source?.hub.forget(node.id)]) : [];
    for (const result of [...ended, ...forgotten]) {
      if (result.status === 'rejected') logFault(RED, `${node.type}:${node.id}`, result.reason);
    }
  }

  /** @throws JiraError `JIRA_CONFIG` for the site, `JIRA_INPUT` for a property */
  #open(): Source {
    const { siteId } = this;
    const { RED, node, properties, world } = this.host;
    const site = siteNode(RED, siteId);
    if (!site) throw new JiraError('JIRA_CONFIG', 'config.noSite', {}, { outcome: 'not-done' });
    const read = readProperties(node.id, properties);
    const connection = site.connection();
    return { ...read, connection, hub: world.hubOf(connection, siteKey(siteId, site.values())) };
  }

  #openWebhook({ subscription, registration, connection, hub }: Source): OpenWebhook {
    const { siteId } = this;
    const { RED, secret, world } = this.host;
    const site = siteNode(RED, siteId);
    const publicUrl = textEntry(site?.values().properties, 'publicUrl')?.trim() || undefined;
    const changed = () => this.#changed();
    return world.openWebhook({ subscription, siteId, registration, secret, publicUrl, connection, hub, changed });
  }

  /**
   * Once this resolves the messages are with the next nodes. While the flow stops, Node-RED drops what is sent: that is told by an error,
   * so that it is handed on again after the start.
   */
  async #deliver({ subscription, richText, connection }: Source, deliveries: readonly Delivery[]): Promise<void> {
    const { node } = this.host;
    const { signal } = this.#closing;
    const job: Job = { source: node.id, signal, attempts: 0, waitedMs: 0 };
    const shape = { batch: subscription.batch, richText };
    for (const msg of await messagesOf(deliveries, shape, connection, job)) {
      signal.throwIfAborted();
      node.send(msg);
      await new Promise((taken) => setImmediate(taken));
      signal.throwIfAborted();
    }
  }

  #changed(): void {
    if (this.#closing.signal.aborted) return;
    const { state } = this.facts();
    this.#status.show(state);
    this.#tell(state.problem);
  }

  /** To the Catch nodes once, and again only after it was gone or another one came. */
  #tell(problem: unknown): void {
    const { RED, node, messages } = this.host;
    const error = problem === undefined ? undefined : asEventError(problem);
    const key = error === undefined ? '' : `${error.code} ${error.reason}`;
    if (key === this.#told || error?.code === 'JIRA_CANCELLED' || this.#closing.signal.aborted) return;
    this.#told = key;
    if (error === undefined) return;
    logFault(RED, `${node.type}:${node.id}`, error);
    const told = nodeError(error, { type: EVENT_NODE }, { attempts: 0 }, messages);
    const operation = operationOf({ type: EVENT_NODE });
    const { code, message } = told;
    activities.failed(this.siteId, { node: editorId(node), operation, code, message });
    node.error(told, { jira: { operation } });
  }
}

function graceIsOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CLOSE_GRACE_MS).unref());
}
