/** Webhooks of administrators. They are not in Atlassian's documents; their place and shape depend on the deployment and its version. */

import { requireUser } from '../access';
import { type Call, openBody } from '../call';
import { timestamp } from '../clock';
import { isObject, type JsonObject, stringAt } from '../json';
import { created, noContent, ok, type RouteResponse, refuse, refuseByFramework } from '../responses';
import type { Route } from '../routing';
import { readJql } from '../search';
import { checkUrl } from '../webhooks/addresses';
import type { AdminWebhook } from '../webhooks/registry';

const old = ':site/rest/webhooks/1.0/webhook';
const paging = { start: 'integer', limit: 'integer' } as const;
const young = ':site/rest/jira-webhook/1.0/webhooks';

export const adminWebhookRoutes: readonly Route[] = [old, young].flatMap((root): readonly Route[] => [
  { method: 'GET', path: root, query: paging, run: (call) => list(administrating(call, root)) },
  { method: 'POST', path: root, run: (call) => register(administrating(call, root)) },
  { method: 'GET', path: `${root}/{id}`, run: (call) => get(administrating(call, root)) },
  { method: 'PUT', path: `${root}/{id}`, run: (call) => change(administrating(call, root)) },
  { method: 'DELETE', path: `${root}/{id}`, run: (call) => remove(administrating(call, root)) },
]);

/** Data Center moved its webhooks with version 10; at the other place there is nothing. @throws Refusal 403, 404 */
function administrating(call: Call, root: string): Call {
  if (isYoung(call) !== (root === young)) {
    throw refuseByFramework(call.store.deployment, 404, `No endpoint ${call.path}.`, call.path);
  }
  if (call.user?.administrator) return call;
  throw refuse(403, ['You do not have permission to administer webhooks.']);
}

function isYoung({ store }: Call): boolean {
  return store.deployment === 'datacenter' && Number.parseInt(store.settings.version, 10) >= 10;
}

/** Data Center gives a part of them since version 10: a bare list, which doesn't say how many there are. */
function list(call: Call): RouteResponse {
  const all = [...call.store.webhooks.admin.values()];
  const start = Math.max(0, call.query.integer('start', 0));
  const shown = isYoung(call) ? all.slice(start, start + call.query.integer('limit', 100)) : all;
  return ok(shown.map((hook) => serialize(call, hook)));
}

function webhookOfPath(call: Call): AdminWebhook {
  const hook = call.store.webhooks.admin.get(Number(call.params.id));
  if (hook) return hook;
  throw refuse(404, [`No webhook with id ${call.params.id} exists.`]);
}

function get(call: Call): RouteResponse {
  return ok(serialize(call, webhookOfPath(call)));
}

function register(call: Call): RouteResponse {
  const { webhooks } = call.store;
  const hook = read(call, openBody(call), webhooks.nextId(), call.store.now());
  webhooks.admin.set(hook.id, hook);
  return created(serialize(call, hook));
}

function change(call: Call): RouteResponse {
  const before = webhookOfPath(call);
  const hook = read(call, openBody(call), before.id, before.created);
  // A secret that was given once stays until there is another one.
  const changed = { ...hook, secret: hook.secret ?? before.secret };
  call.store.webhooks.admin.set(hook.id, changed);
  return ok(serialize(call, changed));
}

function remove(call: Call): RouteResponse {
  call.store.webhooks.admin.delete(webhookOfPath(call).id);
  return noContent;
}

/** Whatever else the body has is passed over without a word: a `secret` on Data Center, for one. @throws Refusal 400 */
function read(call: Call, body: JsonObject, id: number, createdAt: Date): AdminWebhook {
  const { store } = call;
  const events = Array.isArray(body.events) ? body.events.filter((name) => typeof name === 'string') : [];
  const url = stringAt(body, 'url') ?? '';
  const name = stringAt(body, 'name') ?? '';
  if (name.trim() === '') throw refuse(400, ['The name of a webhook must not be empty.']);
  checkUrl(store, url);
  const jql = readFilter(body);
  return {
    id,
    name,
    url,
    events,
    jql,
    active: (isYoung(call) ? body.active : body.enabled) !== false,
    ownerId: requireUser(call).id,
    created: createdAt,
    updated: store.now(),
    ...(isYoung(call) ? readConfiguration(body) : readFlags(call, body)),
  };
}

function readFilter(body: JsonObject): string {
  const filters = isObject(body.filters) ? body.filters : {};
  const jql = stringAt(filters, 'issue-related-events-section') ?? '';
  if (jql.trim() !== '') readJql(jql);
  return jql;
}

type Parts = Pick<AdminWebhook, 'secret' | 'excludeBody' | 'sslVerificationRequired'>;

function readConfiguration(body: JsonObject): Parts {
  const configuration = isObject(body.configuration) ? body.configuration : {};
  return {
    secret: stringAt(configuration, 'SECRET') || undefined,
    excludeBody: String(configuration.EXCLUDE_BODY) === 'true',
    sslVerificationRequired: body.sslVerificationRequired !== false,
  };
}

/** Nobody knows of secrets before Data Center 10. */
function readFlags(call: Call, body: JsonObject): Parts {
  const secret = call.store.deployment === 'cloud' ? stringAt(body, 'secret') || undefined : undefined;
  return { secret, excludeBody: body.excludeBody === true, sslVerificationRequired: true };
}

function serialize(call: Call, hook: AdminWebhook): Record<string, unknown> {
  return isYoung(call) ? serializeYoung(call, hook) : serializeOld(call, hook);
}

/** How deliveries have gone is told to those who ask. */
function serializeYoung({ store, query }: Call, hook: AdminWebhook): Record<string, unknown> {
  const { id, name, url, active, events, jql, excludeBody, sslVerificationRequired } = hook;
  const { successes, failures, errors } = store.webhooks.statistics(id);
  return {
    id,
    name,
    url,
    active,
    events,
    filters: { 'issue-related-events-section': jql },
    configuration: { EXCLUDE_BODY: String(excludeBody) },
    scopeType: 'global',
    sslVerificationRequired,
    createdDate: hook.created.getTime(),
    updatedDate: hook.updated.getTime(),
    ...(query.flag('statistics')
      ? { statistics: { counts: { successes, failures, errors, window: { start: 0, duration: 86_400_000 } } } }
      : {}),
  };
}

/** The id stands at the end of the address alone. */
function serializeOld({ store, base }: Call, hook: AdminWebhook): Record<string, unknown> {
  const { id, name, url, active, events, jql, excludeBody, secret, ownerId, updated } = hook;
  const owner = store.user(ownerId);
  const cloud = store.deployment === 'cloud';
  return {
    name,
    url,
    excludeBody,
    filters: { 'issue-related-events-section': jql },
    events,
    enabled: active,
    self: `${base}/rest/webhooks/1.0/webhook/${id}`,
    lastUpdatedUser: cloud ? owner.id : owner.name,
    lastUpdatedDisplayName: owner.displayName,
    lastUpdated: cloud ? updated.getTime() : timestamp(updated, store.timeZone),
    ...(cloud ? { isSigned: secret !== undefined } : {}),
  };
}
