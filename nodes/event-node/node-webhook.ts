import type { Job } from '../client/client';
import type { Clock } from '../client/clock';
import { JiraError } from '../client/errors/jira-error';
import { addressOf, checkReachable } from '../events/webhook/address';
import { Registration } from '../events/webhook/registration';
import type { WantedWebhook } from '../events/webhook/site-webhooks';
import { registersAsApp, webhooksOf } from '../events/webhook/webhooks-of';
import type { WebhookIdentities, WebhookIdentity } from './webhook-identities';
import type { WebhookServer } from './webhook-server';
import type { OpenWebhook, WebhookNode, WebhookState } from './webhooks';

/** What the webhooks of all nodes share. */
export interface WebhookHost {
  /** `undefined` where Node-RED takes no requests for its nodes. */
  readonly server: WebhookServer | undefined;
  readonly identities: WebhookIdentities;
  readonly clock: Clock;
  /** Node-RED's own setting. */
  readonly httpNodeRoot: string;
}

const AGAIN_MS = 60_000;

/** A node's webhook: its address, what comes there, and its registration. */
export class NodeWebhook implements OpenWebhook {
  readonly #closing = new AbortController();
  readonly #opened: () => void;
  readonly #registration: Registration | undefined;
  #listening: (() => void)[] = [];
  #address: string | undefined;
  #lastDeliveryAt: number | undefined;
  #lastProblem: unknown;
  #cancelTimer = () => {};

  constructor(
    private readonly host: WebhookHost,
    private readonly node: WebhookNode,
  ) {
    this.#opened = host.server?.opening() ?? (() => {});
    this.#registration = node.registration === 'automatic' && host.server ? this.#newRegistration() : undefined;
    if (host.server) this.#open(host.server);
    else this.#lastProblem = new JiraError('JIRA_CONFIG', 'webhook.noHttpNode', {}, { outcome: 'not-done' });
  }

  state(): WebhookState {
    const { registered = false, expiresAt, problem } = this.#registration?.state ?? {};
    return {
      address: this.#address,
      registered,
      expiresAt,
      lastDeliveryAt: this.#lastDeliveryAt,
      lastProblem: problem ?? this.#lastProblem,
    };
  }

  close(forever: boolean): Promise<void> {
    const closed = this.#close(forever);
    // The site may be closing at the same moment.
    if (forever) this.node.connection.client.endAfter(closed);
    return closed;
  }

  async #close(forever: boolean): Promise<void> {
    this.#closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
    this.#cancelTimer();
    this.#opened();
    for (const end of this.#listening.splice(0)) end();
    try {
      await this.#registration?.close(forever);
    } finally {
      if (forever) await this.host.identities.forget(this.#owner);
    }
  }

  get #owner(): string {
    return this.node.subscription.nodeId;
  }

  /** All webhooks of an app lead to one address: that of their site. */
  get #siteOwner(): string {
    return `site ${this.node.siteId}`;
  }

  #open(server: WebhookServer): void {
    this.#begin(server).then(
      () => this.#told(undefined),
      (error: unknown) => {
        this.#told(error);
        // The store can't be read: until it can, nobody knows this node's address.
        if (this.#closing.signal.aborted || this.#listening.length > 0) return;
        this.#cancelTimer = this.host.clock.after(AGAIN_MS, () => this.#open(server));
      },
    );
  }

  async #begin(server: WebhookServer): Promise<void> {
    const { identities } = this.host;
    const own = await identities.of(this.#owner);
    const shared = this.#registration && this.#mayBeApp ? await identities.of(this.#siteOwner) : undefined;
    if (this.#closing.signal.aborted) return;
    this.#listen(server, own.key, this.#secretOf(own));
    if (shared) this.#listen(server, shared.key, shared.secret);
    this.#opened();
    this.#registration?.begin();
    if (!this.#registration) await this.#checkAddress(own);
  }

  #listen(server: WebhookServer, key: string, secret: string): void {
    const { hub } = this.node;
    const end = server.listen(key, {
      secret,
      receive: async (notification) => {
        await hub.receive(this.#owner, notification);
        this.#lastDeliveryAt = this.host.clock.wallNow();
        this.#told(undefined);
      },
      refused: (error) => this.#told(error),
    });
    this.#listening.push(end);
  }

  /** Who registers it by hand is told at once if Jira can't send there; that Jira can't be asked now is told elsewhere. */
  async #checkAddress(identity: WebhookIdentity): Promise<void> {
    this.#address = this.#addressFor(identity);
    this.#changed();
    const deployment = await this.node.connection.client.deployment(this.#closing).catch(() => undefined);
    if (deployment) checkReachable(this.#address, deployment);
  }

  #newRegistration(): Registration {
    const { connection } = this.node;
    return new Registration({
      clock: this.host.clock,
      webhooks: (job) => webhooksOf(connection.client, job),
      wanted: (job) => this.#wanted(job),
      registered: (id) => this.host.identities.setRegisteredId(this.#owner, id),
      changed: () => this.#changed(),
    });
  }

  async #wanted(job: Job): Promise<WantedWebhook> {
    const { subscription, connection } = this.node;
    const { identities } = this.host;
    const own = await identities.of(this.#owner);
    const asApp = await registersAsApp(connection.client, job);
    const identity = asApp ? await identities.of(this.#siteOwner) : own;
    const address = this.#addressFor(identity);
    this.#address = address;
    checkReachable(address, await connection.client.deployment(job));
    return {
      owner: this.#owner,
      name: `Node-RED ${this.#owner}`,
      address,
      types: subscription.types,
      jql: subscription.jql,
      secret: asApp ? identity.secret : this.#secretOf(own),
      knownId: own.registeredId,
    };
  }

  /** @throws JiraError `JIRA_CONFIG` */
  #addressFor({ key }: WebhookIdentity): string {
    return addressOf({ publicUrl: this.node.publicUrl ?? '', httpNodeRoot: this.host.httpNodeRoot, key });
  }

  /** Whoever registers by hand and sets no secret relies on the address alone; what registers itself needs not. */
  #secretOf(own: WebhookIdentity): string {
    return this.node.secret ?? (this.#registration ? own.secret : '');
  }

  get #mayBeApp(): boolean {
    return /^(oauth2|clientCredentials)$/.test(this.node.connection.client.authType);
  }

  #told(problem: unknown): void {
    this.#lastProblem = problem;
    this.#changed();
  }

  #changed(): void {
    if (!this.#closing.signal.aborted) this.node.changed();
  }
}
