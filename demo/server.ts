/** HTTP: takes a request and sends its response, or lets the injected fault happen. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JiraResponse, respond } from './dispatch';
import { type Fault, type FaultInjector, type FaultResponse, sendHalf, tearDown } from './fault-injection';
import { encode, flatHeaders, parseJson, readAll, splitTarget } from './http';
import type { EntryPoint, Incoming, Site } from './incoming';
import type { Line } from './line';
import type { Deployment } from './model';

/** One request and its response, as an observer gets them. */
export interface Exchange {
  readonly deployment: Deployment;
  readonly entryPoint: EntryPoint;
  readonly method: string;
  /** Below the site and any prefix of the gateway, e.g. `/rest/api/3/issue/OPS-1`. */
  readonly path: string;
  /** Raw, without the question mark. */
  readonly query: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON, text, or undefined when empty. */
  readonly responseBody: unknown;
  /** True when the response was injected with `fault` and is not Jira's. */
  readonly injected?: true;
}

export interface ServerParts {
  site(deployment: Deployment): Site;
  readonly faults: FaultInjector;
  readonly line: Pick<Line, 'outage'>;
  observe(exchange: Exchange): void;
}

/** What comes of a request while Jira is away. Something before it speaks for it, in a page and not in Jira's words. */
const OUTAGE_FAULTS: Readonly<Record<string, Fault['response'] | undefined>> = {
  refused: 'reset',
  reset: 'reset',
  503: { status: 503, body: '<html><head><title>503 Service Temporarily Unavailable</title></head></html>' },
};

/** Handles one request from first byte to last. */
export async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await receive(parts, request);
  if (!incoming) {
    response
      .writeHead(404, { 'Content-Type': 'text/plain' })
      .end('The sites are at /cloud and /datacenter, the other servers of Cloud at /gateway and /auth.');
    return;
  }
  const { deployment, entryPoint, method, path, query } = incoming;
  const fault =
    OUTAGE_FAULTS[parts.line.outage ?? 'none'] ??
    parts.faults.take(deployment, method, query === '' ? path : `${path}?${query}`);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    tearDown(response);
    return;
  }
  const injected = typeof fault === 'object';
  const { status, headers, body } = withContentType(injected ? ordered(fault, incoming) : respond(incoming));
  const bytes = encode(body);
  parts.observe({
    deployment,
    entryPoint,
    method,
    path,
    query,
    requestHeaders: incoming.headers,
    requestBody: parseJson(incoming.raw),
    status,
    responseHeaders: headers,
    responseBody: typeof body === 'string' ? body : parseJson(bytes),
    ...(injected ? { injected: true } : {}),
  });
  if (fault === 'after') tearDown(response);
  else if (fault === 'cut') sendHalf(response, status, headers, bytes);
  else send(response, { status, headers, body }, method === 'HEAD' ? Buffer.alloc(0) : bytes);
}

async function receive(parts: ServerParts, request: IncomingMessage): Promise<Incoming | undefined> {
  const raw = await readAll(request);
  const [target, query] = splitTarget(request.url ?? '/');
  const at = placeOf(target, parts);
  if (!at) return undefined;
  const site = parts.site(at.deployment);
  return {
    ...at,
    site,
    grants: site.grants,
    method: request.method ?? 'GET',
    query,
    siteUrl: `http://${request.headers.host ?? 'localhost'}/${at.deployment}`,
    headers: flatHeaders(request),
    raw,
  };
}

type Place = Pick<Incoming, 'deployment' | 'entryPoint' | 'path'>;

/** Cloud consists of three servers; a site behind the gateway is found by its id. */
function placeOf(target: string, parts: ServerParts): Place | undefined {
  const [, server, path = ''] = /^\/(cloud|datacenter|gateway|auth)(\/.*)?$/.exec(target) ?? [];
  if (server === 'cloud' || server === 'datacenter') return { deployment: server, entryPoint: 'site', path };
  if (server === 'auth') return { deployment: 'cloud', entryPoint: 'auth', path };
  if (server !== 'gateway') return undefined;
  const [, cloudId, below = ''] = /^\/ex\/jira\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (cloudId === undefined) return { deployment: 'cloud', entryPoint: 'gateway', path };
  return cloudId === parts.site('cloud').store.cloudId
    ? { deployment: 'cloud', entryPoint: 'gateway', path: below }
    : undefined;
}

/** Whatever stands before the site tells the same time. */
function ordered({ status, headers = {}, body }: FaultResponse, { site }: Incoming): JiraResponse {
  return { status, headers: { Date: site.store.now().toUTCString(), ...headers }, body };
}

function withContentType({ status, headers, body }: JiraResponse): JiraResponse {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (body === undefined || named) return { status, headers, body };
  const type = typeof body === 'string' ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8';
  return { status, headers: { ...headers, 'Content-Type': type }, body };
}

/** A 204 has no length; every other response says how long it is, an empty one too. */
function send(response: ServerResponse, { status, headers }: JiraResponse, bytes: Buffer): void {
  const length = status === 204 ? {} : { 'Content-Length': String(bytes.length) };
  response.writeHead(status, { ...length, ...headers }).end(bytes);
}
