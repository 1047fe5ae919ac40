/**
 * The responses with which Jira refuses. Their shapes are those a client meets in the field: the usual error collection, the
 * collection without `errors` (the body could not be read), problem+json (the framework refused), and what servlet filters send.
 */

import type { Deployment } from './model';

export interface RouteResponse {
  readonly status: number;
  /** JSON unless it is a `string`; left out for an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by anything that handles a call; becomes the response. */
export class Refusal extends Error {
  constructor(readonly response: RouteResponse) {
    super(`HTTP ${response.status}`);
    this.name = 'Refusal';
  }
}

export type FieldErrors = Readonly<Record<string, string>>;

/** `{"errorMessages":[…],"errors":{…}}` */
export function refuse(status: number, errorMessages: readonly string[], errors: FieldErrors = {}): Refusal {
  return new Refusal({ status, body: { errorMessages, errors } });
}

/** 400 with messages per field. */
export function refuseFields(errors: FieldErrors, errorMessages: readonly string[] = []): Refusal {
  return refuse(400, errorMessages, errors);
}

/** A body that could not be read into what the operation takes: no `errors` part. */
export function refuseBody(deployment: Deployment, dataCenterText: string): Refusal {
  const text =
    deployment === 'cloud'
      ? 'Invalid request payload. Refer to the REST API documentation and try again.'
      : dataCenterText;
  return new Refusal({ status: 400, body: { errorMessages: [text] } });
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
};

/**
 * Refused by the web framework before any Jira code ran. Cloud sends RFC 7807; Data Center's REST module sends `{message,status-code}`.
 * @param detail sentence for a person
 * @param instance path of the request
 */
export function refuseByFramework(
  deployment: Deployment,
  status: number,
  detail: string,
  instance: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const title = titles[status] ?? 'Error';
  if (deployment === 'datacenter') {
    return new Refusal({ status, headers, body: { message: `HTTP ${status} ${title}`, 'status-code': status } });
  }
  return new Refusal({
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: { type: 'about:blank', title, status, detail, instance },
  });
}

/** An address outside the REST API that leads nowhere: a page for people. */
export function refusePage(): Refusal {
  return new Refusal({
    status: 404,
    body: '<html><head><title>Oops, you&#39;ve found a dead link.</title></head><body><h1>Dead link</h1></body></html>',
    headers: { 'Content-Type': 'text/html;charset=UTF-8' },
  });
}

/** A call that needs somebody logged in. */
export function refuseAnonymous(): Refusal {
  return new Refusal({
    status: 401,
    body: { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
    headers: { 'WWW-Authenticate': 'OAuth realm="demo"' },
  });
}

/** An OAuth token of Data Center whose scope does not reach; nobody has recorded the message, the header is the standard's (RFC 6750). */
export function refuseScope(): Refusal {
  return new Refusal({
    status: 403,
    body: { message: 'The access token lacks a scope that this resource needs.', 'status-code': 403 },
    headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="WRITE"' },
  });
}

/** Data Center's login filter responds to a wrong password with a page, not with JSON. */
export function refuseLogin(deployment: Deployment): Refusal {
  const page = '<html><head><title>Unauthorized (401)</title></head><body><h1>Unauthorized (401)</h1>';
  const text = 'Encountered a <code>"401 - Unauthorized"</code> error while loading this page.';
  return new Refusal({
    status: 401,
    body: `${page}<p>${text}</p></body></html>`,
    headers: {
      'Content-Type': 'text/html;charset=UTF-8',
      'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED',
      'WWW-Authenticate': deployment === 'datacenter' ? 'OAuth realm="demo", Basic realm="demo"' : 'OAuth realm="demo"',
    },
  });
}

/** After too many wrong passwords the password is not even looked at until a person has logged in with a browser. */
export function refuseCaptcha(siteUrl: string): Refusal {
  return new Refusal({
    status: 403,
    body: '<html><head><title>Forbidden (403)</title></head><body><h1>Forbidden (403)</h1><p>Basic Authentication Failure - Reason : AUTHENTICATION_DENIED</p></body></html>',
    headers: {
      'Content-Type': 'text/html;charset=UTF-8',
      'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED',
      'X-Authentication-Denied-Reason': `CAPTCHA_CHALLENGE; login-url=${siteUrl}/login.jsp`,
    },
  });
}

export const ok = (body: unknown): RouteResponse => ({ status: 200, body });
export const created = (body: unknown): RouteResponse => ({ status: 201, body });
export const noContent: RouteResponse = { status: 204 };
