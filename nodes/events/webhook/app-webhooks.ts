import type { Client, Job } from '../../client/client';
import { JiraError } from '../../client/errors/jira-error';
import { entry, listEntry, textEntry } from '../../client/json';
import type { ListRequest } from '../../client/lists/paging';
import { momentOf } from '../values';
import { idIn } from './entities';
import { appEventsFor, untoldToApps } from './jira-events';
import {
  addressWithToken,
  explained,
  goneAfter,
  type ListedWebhook,
  leadsTo,
  makeOnce,
  type Registered,
  type SiteWebhooks,
  type WantedWebhook,
} from './site-webhooks';

/** All webhooks of the app; a page has no more. */
const LIST: ListRequest = { route: 'GET /webhook', style: 'page', records: 'values' };

/** Which node has which webhook: two nodes that want the same have one each, so that each can take its own back. */
const OWNERS = new WeakMap<Client, Map<string, string>>();

/**
 * The webhooks of an app of OAuth 2.0, which need no administrator ("dynamic webhooks"). They all lead to one address, tell no
 * secret, and end after thirty days unless they are prolonged.
 */
export class AppWebhooks implements SiteWebhooks {
  constructor(private readonly client: Client) {}

  async ensure(wanted: WantedWebhook, job: Job): Promise<Registered> {
    // Jira itself answers this without a reason.
    if (wanted.jql.trim() === '') throw new JiraError('JIRA_INPUT', 'webhook.jqlNeeded', {}, NOT_DONE);
    const untold = untoldToApps(wanted.types);
    const events = appEventsFor(wanted.types);
    if (events.length === 0) throw new JiraError('JIRA_UNSUPPORTED', 'webhook.nothingForApps', {}, NOT_DONE);
    try {
      const id = await this.#ensured(wanted, events, job);
      return { id, expiresAt: await this.#prolong(id, job), untold };
    } catch (error) {
      throw await explained(error, wanted, 'webhook.notAnApp', this.client, job);
    }
  }

  async takeBack(wanted: WantedWebhook, job: Job): Promise<void> {
    try {
      const mine = (await this.#list(job)).filter((one) => leadsTo(one, wanted.address) && this.#isOwn(one, wanted));
      for (const { id } of mine) await this.#remove(id, job);
    } catch (error) {
      throw await explained(error, wanted, 'webhook.notAnApp', this.client, job);
    }
  }

  async #ensured(wanted: WantedWebhook, events: readonly string[], job: Job): Promise<string> {
    const url = addressWithToken(wanted);
    const isAs = (one: ListedWebhook) =>
      one.url === url && one.jql === wanted.jql && [...one.events].sort().join() === events.join();
    const find = (all: readonly ListedWebhook[]) => all.find((one) => isAs(one) && this.#isOwnOrFree(one, wanted));
    const listed = await this.#list(job);
    const found = find(listed);
    if (found) return this.#claim(found.id, wanted);
    for (const one of listed) {
      // Jira takes one address from an app: those that lead to a former one would be in the way, and the node's own is of no use any more.
      const isFormer = leadsTo(one, wanted.address) && (one.url !== url || this.#isOwn(one, wanted));
      if (isFormer) await this.#remove(one.id, job);
    }
    const id = await makeOnce(
      () => this.#create(url, { events, jqlFilter: wanted.jql }, job),
      async () => find(await this.#list(job))?.id,
    );
    return this.#claim(id, wanted);
  }

  async #create(url: string, webhook: object, job: Job): Promise<string> {
    const body = await this.client.call({ route: 'POST /webhook', body: { url, webhooks: [webhook] } }, job);
    const [result] = listEntry(body, 'webhookRegistrationResult');
    const id = idIn(entry(result, 'createdWebhookId'));
    if (id !== undefined) return id;
    // Jira answers 200 all the same.
    const errorMessages = listEntry(result, 'errors').map((one) => String(one).slice(0, 300));
    if (errorMessages.length === 0) throw new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.noRecord', {}, UNKNOWN);
    throw new JiraError('JIRA_INVALID', 'webhook.rejected', {}, { ...NOT_DONE, errorMessages });
  }

  async #prolong(id: string, job: Job): Promise<number | undefined> {
    const body = { webhookIds: [Number(id)] };
    return momentOf(entry(await this.client.call({ route: 'PUT /webhook/refresh', body }, job), 'expirationDate'));
  }

  async #remove(id: string, job: Job): Promise<void> {
    await goneAfter(this.client.call({ route: 'DELETE /webhook', body: { webhookIds: [Number(id)] } }, job));
    this.#owners.delete(id);
  }

  async #list(job: Job): Promise<readonly ListedWebhook[]> {
    const found: ListedWebhook[] = [];
    const extent = { all: true, limit: 0, strategy: 'auto' } as const;
    for await (const { records } of this.client.read(LIST, { maxResults: 100 }, extent, job)) {
      found.push(...records.flatMap((one) => readEntry(one) ?? []));
    }
    return found;
  }

  #claim(id: string, { owner }: WantedWebhook): string {
    this.#owners.set(id, owner);
    return id;
  }

  #isOwn({ id }: ListedWebhook, { owner, knownId }: WantedWebhook): boolean {
    const claimedBy = this.#owners.get(id);
    return claimedBy === undefined ? id === knownId : claimedBy === owner;
  }

  #isOwnOrFree(one: ListedWebhook, wanted: WantedWebhook): boolean {
    return !this.#owners.has(one.id) || this.#isOwn(one, wanted);
  }

  get #owners(): Map<string, string> {
    const owners = OWNERS.get(this.client) ?? new Map<string, string>();
    OWNERS.set(this.client, owners);
    return owners;
  }
}

const NOT_DONE = { outcome: 'not-done', retryable: false } as const;
const UNKNOWN = { outcome: 'unknown', retryable: false } as const;

function readEntry(body: unknown): ListedWebhook | undefined {
  const id = idIn(entry(body, 'id'));
  const url = textEntry(body, 'url');
  if (id === undefined || url === undefined) return undefined;
  const events = listEntry(body, 'events').map(String);
  const expiresAt = momentOf(entry(body, 'expirationDate'));
  return { id, url, name: '', events, jql: textEntry(body, 'jqlFilter') ?? '', enabled: true, expiresAt };
}
