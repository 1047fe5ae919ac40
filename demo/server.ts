/** HTTP: takes a request, gets its answer, and sends that, or lets the accident happen that was ordered for it. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answer, type Incoming, type Site } from './dispatch';
import { type FaultAnswer, type Faults, sendHalf, tearDown } from './faults';
import { encode, flatHeaders, parseJson, readAll, splitTarget } from './http';
import type { Deployment } from './model';

/** One request and its answer, as an observer gets them. */
export interface Exchange {
  readonly deployment: Deployment;
  readonly method: string;
  /** Below the site, e.g. `/rest/api/3/issue/OPS-1`. */
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
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('The sites are at /cloud and /datacenter.');
    return;
  }
  const { deployment, method, path, query } = incoming;
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
  const [, deployment, path = ''] = /^\/(cloud|datacenter)(\/.*)?$/.exec(target) ?? [];
  if (deployment !== 'cloud' && deployment !== 'datacenter') return undefined;
  return {
    site: parts.site(deployment),
    deployment,
    method: request.method ?? 'GET',
    path,
    query,
    siteUrl: `http://${request.headers.host ?? 'localhost'}/${deployment}`,
    headers: flatHeaders(request),
    raw,
  };
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
