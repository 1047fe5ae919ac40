/** From a request to Jira's response: forgery check, route, credential, parameters, body, operation; in this order, as in Jira. */

import { type Caller, checkXsrf, identify, identifyAtGateway } from './auth';
import { type Call, Query } from './call';
import { parseJson } from './http';
import type { Incoming } from './incoming';
import { respondToSignIn } from './oauth/responses';
import { coversOnDataCenter, scopeOf } from './oauth/scopes';
import { Refusal, type RouteResponse, refuseAnonymous, refuseBody, refuseByFramework, refuseScope } from './responses';
import type { Match, Route } from './routing';

export interface JiraResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

let responded = 0;

/** Carries the request out, and says what Jira says to it. */
export function respond(incoming: Incoming): JiraResponse {
  let caller: Caller = { user: undefined };
  const asCaller = (known: Caller): void => {
    caller = known;
  };
  const response = carryOut(incoming, asCaller);
  return {
    status: response.status,
    body: response.body,
    headers: { ...standingHeaders(incoming, caller), ...response.headers },
  };
}

function carryOut(incoming: Incoming, asCaller: (caller: Caller) => void): RouteResponse {
  try {
    const signIn = respondToSignIn(incoming);
    if (signIn) return signIn;
    checkXsrf(incoming.method, incoming.headers, incoming.siteUrl);
    const match = findRoute(incoming);
    const tolerant = !(match instanceof Refusal) && match.route.toleratesUnknownBearer === true;
    const caller = callerOf(incoming, tolerant);
    asCaller(caller);
    if (match instanceof Refusal) throw match;
    if (!caller.user && !match.route.anonymous) throw refuseAnonymous();
    return match.route.run(callOf(incoming, match, caller));
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    // A mistake of the demo itself, not something Jira does: it must not pass unseen.
    console.error(error);
    return { status: 500, body: { errorMessages: ['Internal server error'], errors: {} } };
  }
}

function callerOf(incoming: Incoming, tolerant: boolean): Caller {
  const { store } = incoming.site;
  const { authorization } = incoming.headers;
  const path = operationPath(incoming);
  const grant = incoming.grants.grantOf(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  const clientId = grant?.clientId;
  if (incoming.entryPoint === 'gateway') {
    return { ...identifyAtGateway(store, authorization, scopeOf(incoming.method, path)), clientId };
  }
  const caller = identify(store, authorization, incoming.siteUrl, tolerant);
  if (grant && !coversOnDataCenter(grant.scopes, incoming.method, path)) throw refuseScope();
  return { ...caller, clientId };
}

/** The credential is looked at even where there is no such path, so a missing route is kept until that is done. */
function findRoute(incoming: Incoming): Match | Refusal {
  try {
    return incoming.site.router.find(incoming.method, operationPath(incoming), incoming.path);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/**
 * The path below the REST API, with a mark before it where it lies elsewhere. Cloud has versions 2 and 3, Data Center version 2 alone;
 * `latest` is version 2 on both.
 */
function operationPath({ deployment, path }: Incoming): string {
  const [, version, below = ''] = /^\/rest\/api\/(2|3|latest)(\/.*)$/.exec(path) ?? [];
  if (version === undefined) return `:site${path}`;
  return deployment === 'cloud' || version !== '3' ? below : `:version${below}`;
}

function callOf(incoming: Incoming, { route, params }: Match, caller: Caller): Call {
  const { deployment, siteUrl, path, site } = incoming;
  const version = /^\/rest\/api\/(2|latest)\//.test(path) || deployment === 'datacenter' ? 2 : 3;
  return {
    store: site.store,
    base: siteUrl,
    api: `${siteUrl}/rest/api/${version}`,
    user: caller.user,
    clientId: caller.clientId,
    richText: version === 3 ? 'adf' : 'wiki',
    path,
    params,
    query: new Query(new URLSearchParams(incoming.query), route.query ?? {}, deployment, path),
    body: readsBody(incoming, route) ? readBody(incoming) : undefined,
  };
}

/** A DELETE has a body only where the operation knows of one. */
function readsBody({ method, raw }: Incoming, { bodyOptional = false }: Route): boolean {
  if (bodyOptional && raw.length === 0) return false;
  return method === 'POST' || method === 'PUT' || (method === 'DELETE' && bodyOptional);
}

function readBody({ raw, deployment, headers, path }: Incoming): unknown {
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const detail = type === '' ? 'Content-Type is missing.' : `Content-Type '${type}' is not supported.`;
    throw refuseByFramework(deployment, 415, detail, path);
  }
  const parsed = parseJson(raw);
  if (parsed !== undefined) return parsed;
  if (deployment === 'datacenter') throw refuseBody(deployment, 'Unexpected character: the body is not valid JSON');
  const text = 'There was an error parsing JSON. Check that your request body is valid.';
  throw new Refusal({ status: 400, body: { errorMessages: [text] } });
}

/** Headers that every response has, whatever it says. */
function standingHeaders({ deployment, site }: Incoming, { user, loginReason }: Caller): Record<string, string> {
  responded += 1;
  const reason = loginReason ? { 'X-Seraph-LoginReason': loginReason } : {};
  const date = { Date: site.store.now().toUTCString() };
  const common = { ...date, 'X-AREQUESTID': `${responded % 1440}x${responded}x1`, ...reason };
  if (deployment === 'cloud') {
    const trace = responded.toString(16).padStart(32, '0');
    return { ...common, 'atl-traceid': trace, ...(user ? { 'X-AAccountId': user.id } : {}) };
  }
  const limited = site.store.settings.rateLimitHeaders && user ? fullBucket : {};
  return { ...common, 'X-AUSERNAME': user?.name ?? 'anonymous', ...limited };
}

/** Data Center sends `Retry-After: 0` while there are tokens left. */
const fullBucket = {
  'X-RateLimit-Limit': '100',
  'X-RateLimit-Remaining': '99',
  'X-RateLimit-Interval-Seconds': '1',
  'X-RateLimit-FillRate': '10',
  'Retry-After': '0',
};
