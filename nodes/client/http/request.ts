import { JiraError } from '../errors/jira-error';
import { entry } from '../json';
import type { Method } from './method';

/** Which of Jira's two families a site belongs to: REST v3 or REST v2. */
export type Deployment = 'cloud' | 'datacenter';

/**
 * Query parameters by name. `undefined` is left out; a list becomes one comma-separated parameter, and `{repeated: list}` one
 * parameter per item, as some of Jira's lists want it.
 */
export type Query = Readonly<Record<string, unknown>>;

/** One call of Jira's REST API, as data. */
export interface Request {
  readonly method: Method;
  /**
   * Segments below the API root (`/rest/api/3` or `/rest/api/2`), not yet encoded: `['issue', 'OPS-1']`.
   * One entry always stays one segment, whatever it holds.
   */
  readonly path: readonly string[];
  readonly query?: Query | undefined;
  /** Sent as JSON; `undefined` entries are left out. */
  readonly body?: unknown;
  /** A POST that changes nothing (a search), and so may be repeated like a GET. */
  readonly reads?: boolean;
  /**
   * A PUT or DELETE that adds something each time (a comment inside an update), and so must never be repeated
   * when its answer was lost.
   */
  readonly adds?: boolean;
  /** A look-up that one can do without: not worth waiting for. */
  readonly optional?: boolean;
}

/** How safely a request can be repeated: the columns of the retry table. */
export type Repeatability = 'read' | 'idempotent' | 'once';

/** The column of the retry table that a request belongs to. */
export function repeatability(request: Pick<Request, 'method' | 'reads' | 'adds'>): Repeatability {
  if (request.method === 'GET' || request.reads === true) return 'read';
  if (request.method === 'POST' || request.adds === true) return 'once';
  return 'idempotent';
}

/**
 * The URL path below the API root. One entry stays one segment whatever it holds: slashes, `?` and `#` are encoded, and
 * the two names that an address would resolve away are refused.
 * @throws JiraError `JIRA_INPUT`
 */
export function encodePath(path: readonly string[]): string {
  return path.map((segment) => `/${encodeSegment(segment.trim())}`).join('');
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

/**
 * The endpoint that a request belongs to, ids left out: `GET issue/*`. Jira's own path words are letters that begin small;
 * ids and keys hold digits, signs or capitals.
 */
export function endpointOf({ method, path }: Pick<Request, 'method' | 'path'>): string {
  return `${method} ${path.map((segment) => (isWord(segment) ? segment : '*')).join('/')}`;
}

/** The issue that a write changes, as the request names it. */
export function writtenIssue(request: Request): string | undefined {
  const [resource, issue] = request.path;
  if (repeatability(request) === 'read' || resource !== 'issue' || issue === undefined || isWord(issue))
    return undefined;
  return issue.toUpperCase();
}

function isWord(segment: string): boolean {
  return /^[a-z][A-Za-z]*$/.test(segment);
}
