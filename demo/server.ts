/** HTTP: takes a request, gets its answer, and sends that, or lets the accident happen that was ordered for it. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answer } from './dispatch';
import { type FaultAnswer, type Faults, sendHalf, tearDown } from './faults';
import { encode, flatHeaders, parseJson, readAll, splitTarget } from './http';
import type { Door, Incoming, Site } from './incoming';
import type { Deployment } from './model';

/** One request and its answer, as an observer gets them. */
export interface Exchange {
  readonly deployment: Deployment;
  readonly door: Door;
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
  /** True when the answer was ordered with `fault` and is not Jira's. */
  readonly injected?: true;
}

export interface ServerParts {
  site(deployment: Deployment): Site;
  readonly faults: Faults;
  observe(exchange: Exchange): void;
}

/** Handles one request from first byte to last. */
export async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await receive(parts, request);
  if (!incoming) {
    response
      .writeHead(404, { 'Content-Type': 'text/plain' })
      .end('The sites are at /cloud and /datacenter, the other servers of Cloud at /gateway and /auth.');
    return;
  }
  const { deployment, door, method, path, query } = incoming;
  const fault = parts.faults.take(deployment, method, query === '' ? path : `${path}?${query}`);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    tearDown(response);
    return;
  }
  const injected = typeof fault === 'object';
  const { status, headers, body } = withContentType(injected ? ordered(fault) : answer(incoming));
  const bytes = encode(body);
  parts.observe({
    deployment,
    door,
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

type Place = Pick<Incoming, 'deployment' | 'door' | 'path'>;

/** Cloud consists of three servers; a site behind the gateway is found by its id. */
function placeOf(target: string, parts: ServerParts): Place | undefined {
  const [, server, path = ''] = /^\/(cloud|datacenter|gateway|auth)(\/.*)?$/.exec(target) ?? [];
  if (server === 'cloud' || server === 'datacenter') return { deployment: server, door: 'site', path };
  if (server === 'auth') return { deployment: 'cloud', door: 'auth', path };
  if (server !== 'gateway') return undefined;
  const [, cloudId, below = ''] = /^\/ex\/jira\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (cloudId === undefined) return { deployment: 'cloud', door: 'gateway', path };
  return cloudId === parts.site('cloud').store.cloudId
    ? { deployment: 'cloud', door: 'gateway', path: below }
    : undefined;
}

function ordered({ status, headers = {}, body }: FaultAnswer): Answer {
  return { status, headers, body };
}

function withContentType({ status, headers, body }: Answer): Answer {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (body === undefined || named) return { status, headers, body };
  const type = typeof body === 'string' ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8';
  return { status, headers: { ...headers, 'Content-Type': type }, body };
}

/** A 204 has no length; every other answer says how long it is, an empty one too. */
function send(response: ServerResponse, { status, headers }: Answer, bytes: Buffer): void {
  const length = status === 204 ? {} : { 'Content-Length': String(bytes.length) };
  response.writeHead(status, { ...length, ...headers }).end(bytes);
}
