import { JiraError } from '../errors/jira-error';
import { entry } from '../json';
import type { Method } from './method';

export type { Method };

/** Which of Jira's two families a site belongs to: REST v3 or REST v2. */
export type Deployment = 'cloud' | 'datacenter';

/**
 * An operation as Atlassian's documents name it: method and path template below the API root (`/rest/api/3` or `/rest/api/2`), such as
 * `GET /issue/{issueIdOrKey}/comment/{id}`; or below the site where it says its root itself, as `GET /rest/agile/1.0/board` does.
 */
export type Route = `${Method} /${string}`;

/** Values for the names in a route's braces, not yet encoded. Each stays one segment of the path, whatever it holds. */
export type RouteParams = Readonly<Record<string, string>>;

/**
 * Query parameters by name. `undefined` is left out; a list becomes one comma-separated parameter, and `{repeated: list}` one
 * parameter per item, as some of Jira's lists want it.
 */
export type Query = Readonly<Record<string, unknown>>;

/** One call of Jira's REST API, as data. */
export interface Request {
  readonly route: Route;
  readonly params?: RouteParams | undefined;
  readonly query?: Query | undefined;
  /** Sent as JSON; `undefined` entries are left out. */
  readonly body?: unknown;
  /** A POST that changes nothing (a search), and so may be repeated like a GET. */
  readonly reads?: boolean | undefined;
  /** A POST that comes out the same when it is made again. */
  readonly repeatable?: boolean | undefined;
  /**
   * A PUT or DELETE that adds something each time (a comment inside an update), and so must never be repeated
   * when its response was lost.
   */
  readonly adds?: boolean | undefined;
  /** A look-up that one can do without: not worth waiting for. */
  readonly optional?: boolean | undefined;
}

/** How safely a request can be repeated: the columns of the retry table. */
export type Repeatability = 'read' | 'idempotent' | 'once';

/** The column of the retry table that a request belongs to. */
export function repeatability({
  route,
  reads,
  adds,
  repeatable,
}: Pick<Request, 'route' | 'reads' | 'adds' | 'repeatable'>): Repeatability {
  const method = methodOf(route);
  if (method === 'GET' || reads === true) return 'read';
  return (method === 'POST' && repeatable !== true) || adds === true ? 'once' : 'idempotent';
}

/** The method that a route begins with. */
export function methodOf(route: Route): Method {
  if (route.startsWith('GET ')) return 'GET';
  if (route.startsWith('POST ')) return 'POST';
  return route.startsWith('PUT ') ? 'PUT' : 'DELETE';
}

/** The path template of a route: `/issue/{issueIdOrKey}`. */
export function templateOf(route: Route): `/${string}` {
  return `/${route.slice(route.indexOf('/') + 1)}`;
}

/** Whether a route says itself below which root it is. */
export function hasOwnRoot(route: Route): boolean {
  return templateOf(route).startsWith('/rest/');
}

/**
 * The URL path below the API root, or below the site for a route that has its own. A value stays one segment whatever it holds: slashes, `?` and `#` are encoded, and
 * the two names that an address would resolve away are refused.
 * @throws JiraError `JIRA_INPUT`
 */
export function pathOf({ route, params = {} }: Pick<Request, 'route' | 'params'>): string {
  return templateOf(route).replace(/\{(\w+)\}/g, (_braces, name: string) => {
    const value = entry(params, name);
    if (typeof value !== 'string') throw new TypeError(`${route} was called without its parameter ${name}`);
    return encodeSegment(value.trim());
  });
}

function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..' || !isWellFormed(segment)) {
    throw new JiraError('JIRA_INPUT', 'input.badId', { value: segment }, { outcome: 'not-done' });
  }
  return encodeURIComponent(segment);
}

/** A half of a surrogate pair has no encoding. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * A body as JSON text.
 * @throws JiraError `JIRA_INPUT` for what JSON can't hold: an object that holds itself, a `BigInt`
 */
export function encodeBody(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new JiraError('JIRA_INPUT', 'input.notJson', { detail }, { outcome: 'not-done' });
  }
}

/** The query string with its `?`, or nothing. Lists become comma-separated, as Jira reads them. */
export function encodeQuery(query: Query = {}): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    const repeated = entry(value, 'repeated');
    if (Array.isArray(repeated)) for (const item of repeated) pairs.append(name, scalar(item));
    else pairs.append(name, Array.isArray(value) ? value.join(',') : scalar(value));
  }
  return pairs.size === 0 ? '' : `?${pairs}`;
}

function scalar(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The issue that a write changes, as the request names it: Jira limits writes to one issue. */
export function writtenIssue(request: Request): string | undefined {
  if (repeatability(request) === 'read') return undefined;
  return request.params?.issueIdOrKey?.trim().toUpperCase();
}
