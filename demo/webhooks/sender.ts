/** Sends what webhooks want to know, again and again where Jira does, and as badly as a test wishes. */

import type { View } from '../call';
import type { SiteEvent } from '../site-events';
import type { SiteStore } from '../store';
import { appToken } from './app-token';
import { type Delivery, deliveryOf, type Outcome, pauseAfter } from './delivery';
import { wantsAdmin, wantsDynamic } from './matching';
import { type Message, messagesOf } from './messages';
import { filledUrl } from './url-variables';

/** How often the sender looks whether an attempt is due; the site's clock may have been moved. */
const lookMs = 500;

export class WebhookSender {
  /** Every delivery there was, in the order in which they arose. */
  readonly deliveries: Delivery[] = [];
  readonly #sending = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  #held: Delivery[] | undefined;
  #looking: NodeJS.Timeout | undefined;

  /** @param siteUrl address of the site, known once the server listens */
  constructor(
    private readonly store: SiteStore,
    private readonly siteUrl: () => string,
  ) {
    store.events.listen((event) => this.#hear(event));
  }

  /** Keeps new deliveries back until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /**
   * Lets go what was kept back, one after the other, and sends as usual again.
   * @param arrange another order, the same delivery several times, or fewer of them; those left out are lost
   */
  async release(arrange: (held: readonly Delivery[]) => readonly Delivery[] = (held) => held): Promise<void> {
    const held = this.#held ?? [];
    this.#held = undefined;
    const arranged = arrange(held);
    for (const delivery of held) delivery.due = undefined;
    for (const delivery of arranged) await this.#attempt(delivery);
    this.#look();
  }

  /** Sends a delivery once more, as Jira may do although it has arrived. */
  async repeat(delivery: Delivery): Promise<void> {
    await this.#attempt(delivery);
  }

  /** Sends what is due by now and waits until nothing is on its way. */
  async settled(): Promise<void> {
    this.#sendDue();
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  /** Ends everything; what is on its way is broken off. */
  close(): void {
    clearInterval(this.#looking);
    this.#abort.abort();
    for (const delivery of this.deliveries) delivery.due = undefined;
  }

  #hear(event: SiteEvent): void {
    const { webhooks } = this.store;
    if (webhooks.admin.size + webhooks.dynamic.size === 0) return;
    for (const message of messagesOf(this.#view(), event)) {
      const found = [...this.#toAdministrators(message), ...this.#toApps(message)];
      this.deliveries.push(...found);
      if (this.#held) this.#held.push(...found);
      else if (found.length > 0) setImmediate(() => this.#sendDue());
    }
    this.#look();
  }

  #toAdministrators(message: Message): readonly Delivery[] {
    const view = this.#view();
    return [...this.store.webhooks.admin.values()]
      .filter((hook) => wantsAdmin(view, hook, message))
      .map((hook) =>
        this.#delivery(message, hook.url, {
          body: hook.excludeBody ? '' : this.#json(message),
          secret: hook.secret,
          webhookId: hook.id,
        }),
      );
  }

  /** An app has one address, so it hears of a thing once, with the ids of all its webhooks that match. */
  #toApps(message: Message): readonly Delivery[] {
    const view = this.#view();
    const matching = [...this.store.webhooks.dynamic.values()].filter((hook) => wantsDynamic(view, hook, message));
    const urls = new Map(matching.map(({ url, clientId }) => [url, clientId]));
    return [...urls].map(([url, clientId]) => {
      const matchedWebhookIds = matching.filter((hook) => hook.url === url).map(({ id }) => id);
      const body = this.#json(message, { matchedWebhookIds });
      return this.#delivery(message, url, { body, authorization: `Bearer ${appToken(clientId, this.store.now())}` });
    });
  }

  #delivery(
    message: Message,
    url: string,
    parts: {
      readonly body: string;
      readonly secret?: string | undefined;
      readonly authorization?: string;
      readonly webhookId?: number;
    },
  ): Delivery {
    const { body, secret, authorization, webhookId } = parts;
    return deliveryOf({
      deployment: this.store.deployment,
      webhookEvent: message.webhookEvent,
      url: filledUrl(this.store, url, message),
      body,
      secret,
      authorization,
      webhookId,
      secondary: message.secondary,
      due: this.store.now().getTime(),
    });
  }

  /** Cloud tells nobody's address. */
  #json({ webhookEvent, body }: Message, more: object = {}): string {
    const cloud = this.store.deployment === 'cloud';
    const whole = { timestamp: this.store.now().getTime(), webhookEvent, ...body, ...more };
    return JSON.stringify(whole, (name, value: unknown) => (cloud && name === 'emailAddress' ? undefined : value));
  }

  /** An administrator's, with the clock of the site. */
  #view(): View {
    const base = this.siteUrl();
    const administrator = this.store.users.find((user) => user.administrator);
    const user = administrator && { ...administrator, timeZone: this.store.timeZone };
    return { store: this.store, base, api: `${base}/rest/api/2`, user, richText: 'wiki' };
  }

  #sendDue(): void {
    const now = this.store.now().getTime();
    const held = new Set(this.#held);
    for (const delivery of this.deliveries) {
      if (delivery.due === undefined || delivery.due > now || held.has(delivery)) continue;
      const sending = this.#attempt(delivery).finally(() => this.#sending.delete(sending));
      this.#sending.add(sending);
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    delivery.due = undefined;
    const outcome = await this.#post(delivery);
    delivery.outcomes.push(outcome);
    this.#count(delivery, outcome);
    const pause = pauseAfter(this.store.deployment, delivery.outcomes);
    if (pause === undefined || this.#abort.signal.aborted) return;
    delivery.due = this.store.now().getTime() + pause;
    this.#look();
  }

  async #post({ url, body, headers, outcomes }: Delivery): Promise<Outcome> {
    const again = 'X-Atlassian-Webhook-Identifier' in headers && outcomes.length > 0;
    const retry: Record<string, string> = again ? { 'X-Atlassian-Webhook-Retry': String(outcomes.length) } : {};
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.store.settings.webhookTimeout)]);
    try {
      // Whoever listens may be restarted between two deliveries: no connection is kept.
      const all = { ...headers, ...retry, Connection: 'close' };
      const options = { method: 'POST', headers: all, body, signal, redirect: 'manual' } as const;
      const response = await fetch(url, options);
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 'no response';
    }
  }

  #count({ webhookId }: Delivery, outcome: Outcome): void {
    if (webhookId === undefined) return;
    const statistics = this.store.webhooks.statistics(webhookId);
    if (outcome === 'no response') statistics.errors += 1;
    else if (outcome < 300) statistics.successes += 1;
    else statistics.failures += 1;
  }

  /** While anything waits for its time, the site's clock is looked at. */
  #look(): void {
    const waiting = this.deliveries.some(({ due }) => due !== undefined);
    if (!waiting) {
      clearInterval(this.#looking);
      this.#looking = undefined;
      return;
    }
    this.#looking ??= setInterval(() => {
      this.#sendDue();
      this.#look();
    }, lookMs).unref();
  }
}
