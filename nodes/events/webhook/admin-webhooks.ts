import { createHmac } from 'node:crypto';
import type { Client, Job } from '../../client/client';
import { JiraError } from '../../client/errors/jira-error';
import type { Request, Route } from '../../client/http/request';
import { entry, listEntry, textEntry } from '../../client/json';
import { idIn } from './entities';
import { jiraEventsFor } from './jira-events';
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

/** One of the interfaces that Jira has had for the webhooks of administrators. Atlassian's OpenAPI documents know none of them. */
export interface AdminApi {
  readonly list: Route;
  readonly create: Route;
  readonly update: Route;
  readonly remove: Route;
  /** Whether Jira signs what it sends with the secret. */
  readonly signs: boolean;
  /** How many entries a page of the list has; without it the list comes whole. */
  readonly pageSize?: number;
  /** What is said of a webhook beside its name, address, events and filter. */
  details(wanted: WantedWebhook): object;
}

const CLASSIC = {
  list: 'GET /rest/webhooks/1.0/webhook',
  create: 'POST /rest/webhooks/1.0/webhook',
  update: 'PUT /rest/webhooks/1.0/webhook/{id}',
  remove: 'DELETE /rest/webhooks/1.0/webhook/{id}',
} as const;

export const CLOUD_API: AdminApi = {
  ...CLASSIC,
  signs: true,
  details: ({ secret }) => ({ excludeBody: false, ...(secret !== '' && { secret }) }),
};

/** Of Data Center up to 9, which is not known to sign. */
export const SERVER_API: AdminApi = { ...CLASSIC, signs: false, details: () => ({ excludeBody: false }) };

/** Of Data Center from 10 on. A `secret` beside the name is ignored there without a word: it belongs into the configuration. */
export const DATA_CENTER_API: AdminApi = {
  list: 'GET /rest/jira-webhook/1.0/webhooks',
  create: 'POST /rest/jira-webhook/1.0/webhooks',
  update: 'PUT /rest/jira-webhook/1.0/webhooks/{id}',
  remove: 'DELETE /rest/jira-webhook/1.0/webhooks/{id}',
  signs: true,
  pageSize: 100,
  details: ({ secret, address }) => ({
    active: true,
    scopeType: 'global',
    configuration: { EXCLUDE_BODY: 'false', ...(secret !== '' && { SECRET: secret }) },
    sslVerificationRequired: address.startsWith('https:'),
  }),
};

/** Pages of a list that are read at most: more than any Jira has. */
const MOST_PAGES = 100;
const LONGEST_NAME = 100;

/** The webhooks that an administrator sees in Jira's settings. They last until they are deleted. */
export class AdminWebhooks implements SiteWebhooks {
  #known: AdminApi | undefined;

  /** @param apis the interfaces to try, in order: one that isn't there answers 404 */
  constructor(
    private readonly client: Client,
    private readonly apis: readonly AdminApi[],
  ) {}

  async ensure(wanted: WantedWebhook, job: Job): Promise<Registered> {
    try {
      return { id: (await this.#ensured(wanted, job)).id, expiresAt: undefined, untold: [] };
    } catch (error) {
      throw await explained(error, wanted, 'webhook.notAdministrator', this.client, job);
    }
  }

  async takeBack(wanted: WantedWebhook, job: Job): Promise<void> {
    try {
      const { api, ours } = await this.#ours(wanted, job);
      for (const one of ours) await this.#remove(api, one, job);
    } catch (error) {
      throw await explained(error, wanted, 'webhook.notAdministrator', this.client, job);
    }
  }

  async #ensured(wanted: WantedWebhook, job: Job): Promise<ListedWebhook> {
    const { api, ours } = await this.#ours(wanted, job);
    const body = bodyOf(wanted, api);
    const [first, ...more] = [...ours].sort((one, other) => Number(isAs(other, body)) - Number(isAs(one, body)));
    for (const one of more) await this.#remove(api, one, job);
    if (first) return isAs(first, body) ? first : this.#change(api, first, body, job);
    return makeOnce(
      async () => readEntry(await this.client.call({ route: api.create, body }, job)) ?? this.#found(wanted, job),
      async () => (await this.#ours(wanted, job)).ours[0],
    );
  }

  /** Whoever switched it off had a reason. */
  async #change(api: AdminApi, { id, enabled }: ListedWebhook, body: WebhookBody, job: Job): Promise<ListedWebhook> {
    if (!enabled) throw new JiraError('JIRA_CONFIG', 'webhook.switchedOff', {}, { outcome: 'not-done' });
    await this.client.call({ route: api.update, params: { id }, body }, job);
    return { id, url: body.url, name: body.name, events: body.events, jql: '', enabled, expiresAt: undefined };
  }

  /** What was made, where the answer says nothing of it. */
  async #found(wanted: WantedWebhook, job: Job): Promise<ListedWebhook> {
    const [found] = (await this.#ours(wanted, job)).ours;
    if (found) return found;
    throw new JiraError('JIRA_RESPONSE', 'webhook.notListed', {}, { outcome: 'unknown' });
  }

  async #remove(api: AdminApi, { id }: ListedWebhook, job: Job): Promise<void> {
    await goneAfter(this.client.call({ route: api.remove, params: { id } }, job));
  }

  async #ours({ address }: WantedWebhook, job: Job): Promise<{ api: AdminApi; ours: readonly ListedWebhook[] }> {
    const { api, listed } = await this.#list(job);
    return { api, ours: listed.filter((one) => leadsTo(one, address)) };
  }

  async #list(job: Job): Promise<{ api: AdminApi; listed: readonly ListedWebhook[] }> {
    for (const api of this.#known ? [this.#known] : this.apis) {
      try {
        const listed = await this.#read(api, job);
        this.#known = api;
        return { api, listed };
      } catch (error) {
        if (!(error instanceof JiraError) || error.code !== 'JIRA_NOT_FOUND') throw error;
      }
    }
    this.#known = undefined;
    throw new JiraError('JIRA_UNSUPPORTED', 'webhook.noInterface', {}, { outcome: 'not-done' });
  }

  async #read({ list, pageSize }: AdminApi, job: Job): Promise<readonly ListedWebhook[]> {
    const found = new Map<string, ListedWebhook>();
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = pageSize === undefined ? undefined : { start: page * pageSize, limit: pageSize };
      const request: Request = { route: list, query };
      const body = await this.client.call(request, job, (one) => (Array.isArray(one) ? undefined : NO_LIST));
      const entries = Array.isArray(body) ? body.flatMap((one) => readEntry(one) ?? []) : [];
      const before = found.size;
      for (const one of entries) found.set(one.id, one);
      // One that knows no pages gives the same list each time.
      if (pageSize === undefined || entries.length < pageSize || found.size === before) break;
    }
    return [...found.values()];
  }
}

const NO_LIST = { read: 'response.notJson', write: 'outcome.unreadable' };

interface WebhookBody {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly filters: object;
}

function bodyOf(wanted: WantedWebhook, api: AdminApi): WebhookBody {
  const url = api.signs ? wanted.address : addressWithToken(wanted);
  const events = jiraEventsFor(wanted.types);
  const mark = fingerprint(wanted, [url, ...events, wanted.jql]);
  return {
    name: `${wanted.name.slice(0, LONGEST_NAME)} [${mark}]`,
    url,
    events,
    filters: { 'issue-related-events-section': wanted.jql },
    ...api.details(wanted),
  };
}

/** Jira never says which secret a webhook has, and Data Center not which filter: so its name tells whether they are still the same. */
function fingerprint({ secret }: WantedWebhook, parts: readonly string[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}

function isAs(listed: ListedWebhook, { name, url, events }: WebhookBody): boolean {
  const sameEvents = [...listed.events].sort().join() === events.join();
  return listed.enabled && listed.name === name && listed.url === url && sameEvents;
}

/** Cloud shows the id of an entry at the end of its own address alone. */
function readEntry(body: unknown): ListedWebhook | undefined {
  const id = idIn(entry(body, 'id')) ?? /\/(\d{1,19})$/.exec(textEntry(body, 'self') ?? '')?.[1];
  const url = textEntry(body, 'url');
  if (id === undefined || url === undefined) return undefined;
  const enabled = entry(body, 'enabled') !== false && entry(body, 'active') !== false;
  const events = listEntry(body, 'events').map(String);
  return { id, url, name: textEntry(body, 'name') ?? '', events, jql: '', enabled, expiresAt: undefined };
}
