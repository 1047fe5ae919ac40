/** Webhooks of apps, on Cloud. */

import { type Call, closedBody, strings } from '../call';
import { isObject, stringAt } from '../json';
import { serializePage } from '../paging';
import { ok, Refusal, type RouteResponse, refuse, refuseBody } from '../responses';
import type { Route } from '../routing';
import { urlProblem } from '../webhooks/addresses';
import { jqlProblem } from '../webhooks/app-filter';
import type { DynamicWebhook } from '../webhooks/registry';

export const dynamicWebhookRoutes: readonly Route[] = [
  { method: 'GET', path: '/webhook', on: 'cloud', query: { startAt: 'integer', maxResults: 'integer' }, run: list },
  { method: 'POST', path: '/webhook', on: 'cloud', run: register },
  { method: 'DELETE', path: '/webhook', on: 'cloud', bodyOptional: true, run: remove },
  { method: 'PUT', path: '/webhook/refresh', on: 'cloud', run: refresh },
  { method: 'GET', path: '/webhook/failed', on: 'cloud', run: failed },
];

const lifeMs = 30 * 24 * 3_600_000;
const mostPerPerson = 5;

const events: ReadonlySet<string> = new Set([
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
  'issue_property_set',
  'issue_property_deleted',
  'sprint_created',
  'sprint_updated',
  'sprint_closed',
  'sprint_deleted',
  'sprint_started',
  'jira:version_released',
  'jira:version_unreleased',
  'jira:version_created',
  'jira:version_moved',
  'jira:version_updated',
  'jira:version_merged',
  'jira:version_deleted',
]);

interface Owner {
  readonly clientId: string;
  readonly ownerId: string;
}

/** Whoever isn't an app let in by OAuth 2.0 is refused without a word. */
function appOf({ clientId, user }: Call): Owner {
  if (clientId !== undefined && user) return { clientId, ownerId: user.id };
  throw new Refusal({ status: 403 });
}

function own(call: Call): readonly DynamicWebhook[] {
  const { clientId, ownerId } = appOf(call);
  const now = call.store.now();
  return [...call.store.webhooks.dynamic.values()].filter(
    (hook) => hook.clientId === clientId && hook.ownerId === ownerId && hook.expires > now,
  );
}

function list(call: Call): RouteResponse {
  return ok(
    serializePage(call, own(call), 100, 100, (hook) => ({
      id: hook.id,
      url: hook.url,
      events: hook.events,
      jqlFilter: hook.jql,
      ...(hook.fieldIds ? { fieldIdsFilter: hook.fieldIds } : {}),
      ...(hook.propertyKeys ? { issuePropertyKeysFilter: hook.propertyKeys } : {}),
      expirationDate: hook.expires.getTime(),
    })),
  );
}

/** A 200 even where nothing could be registered: each has its own result. */
function register(call: Call): RouteResponse {
  const owner = appOf(call);
  const body = closedBody(call, { url: 'string', webhooks: 'any' });
  const url = stringAt(body, 'url') ?? '';
  if (!Array.isArray(body.webhooks)) throw refuse(400, ['The webhooks must be given as a list.']);
  if (!body.webhooks.every(isReadable)) throw refuseBody(call.store.deployment, 'Can not deserialize the webhooks');
  const webhookRegistrationResult = body.webhooks.map((raw: unknown) => {
    const errors = problems(call, url, raw);
    return errors.length > 0 ? { errors } : { createdWebhookId: keep(call, owner, url, raw) };
  });
  return ok({ webhookRegistrationResult });
}

/** What Atlassian's document demands of each; anything else makes the whole body unreadable. */
function isReadable(raw: unknown): boolean {
  if (!isObject(raw) || typeof raw.jqlFilter !== 'string' || !Array.isArray(raw.events)) return false;
  return raw.events.every((name) => events.has(String(name)));
}

function problems(call: Call, url: string, raw: unknown): readonly string[] {
  const given = isObject(raw) ? raw : {};
  const names = strings(given.events) ?? [];
  const jql = stringAt(given, 'jqlFilter') ?? '';
  const others = own(call);
  return [
    urlProblem(call.store, url),
    names.length === 0 ? 'At least one event must be given.' : undefined,
    jql.trim() === '' ? 'The jqlFilter must not be empty.' : jqlProblem(jql),
    others.some((hook) => hook.url !== url) ? 'Only a single URL per app is allowed to be registered.' : undefined,
    others.length >= mostPerPerson ? `No more than ${mostPerPerson} webhooks can be registered.` : undefined,
  ].flatMap((problem) => problem ?? []);
}

function keep(call: Call, owner: Owner, url: string, raw: unknown): number {
  const { store } = call;
  const given = isObject(raw) ? raw : {};
  const id = store.webhooks.nextDynamicId();
  store.webhooks.dynamic.set(id, {
    ...owner,
    id,
    url,
    events: strings(given.events) ?? [],
    jql: stringAt(given, 'jqlFilter') ?? '',
    fieldIds: strings(given.fieldIdsFilter),
    propertyKeys: strings(given.issuePropertyKeysFilter),
    expires: expiry(call),
  });
  return id;
}

function expiry({ store }: Call): Date {
  return new Date(store.now().getTime() + lifeMs);
}

/** Of other apps, and unknown ones, are passed over. */
function named(call: Call): readonly DynamicWebhook[] {
  const found = own(call);
  const { webhookIds } = closedBody(call, { webhookIds: 'integers' });
  if (!Array.isArray(webhookIds) || webhookIds.length === 0) throw refuse(400, ['The webhookIds must be given.']);
  return found.filter(({ id }) => webhookIds.includes(id));
}

function remove(call: Call): RouteResponse {
  for (const { id } of named(call)) call.store.webhooks.dynamic.delete(id);
  return { status: 202 };
}

function refresh(call: Call): RouteResponse {
  const expires = expiry(call);
  for (const hook of named(call)) call.store.webhooks.dynamic.set(hook.id, { ...hook, expires });
  return ok({ expirationDate: expires.getTime() });
}

/** For Connect apps alone. */
function failed(): RouteResponse {
  throw new Refusal({ status: 403 });
}
