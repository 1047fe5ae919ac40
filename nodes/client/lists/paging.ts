import { JiraError } from '../errors/jira-error';
import type { Request } from '../http/request';
import { entry, given, isRecord, type JsonRecord, numberEntry, textEntry } from '../json';

/**
 * The ways in which Jira's lists go on:
 * `token` by an opaque token · `cursor` the same under another name · `offset` by counting up to a total ·
 * `page` by counting until `isLast` · `array` by counting until nothing comes · `whole` not at all.
 */
export type PageStyle = 'token' | 'cursor' | 'offset' | 'page' | 'array' | 'whole';

/** A list of Jira as data: the request for it, and how its pages are laid out. */
export interface ListRequest extends Request {
  readonly style: PageStyle;
  /** The entry of an answer that holds the records, such as `issues`; without it the answer itself is the list. */
  readonly records?: string | undefined;
  /** Asked instead where the server does not have this list. */
  readonly fallback?: ListRequest;
  /** Jira answers 404 where the list is empty. */
  readonly emptyIsNotFound?: boolean;
  /** Numbers of records at which Jira is known to cut the list short with an empty page, without a word. */
  readonly cutAt?: readonly number[];
  /** A faster way through a long list: its ids first, many at a time, then the records side by side. */
  readonly byIds?: ByIds;
  /** Records on a page when everything is read, where 100 are not the most. */
  readonly largestPage?: number;
  /** Asks about how many records there are, where the list itself doesn't tell: `{count}`. */
  readonly count?: Request;
}

/** How a list is read by its ids. */
export interface ByIds {
  /** The same list, of ids alone. */
  readonly list: ListRequest;
  /** Ids on a page of that list, at the most. */
  readonly idsPerPage: number;
  /** Reads some of the records; their order, and whether all come, is not promised. */
  readonly fetch: (ids: readonly string[]) => Request;
  /** The entry of that answer that holds the records. */
  readonly records: string;
  /** Records of one call, at the most. */
  readonly perCall: number;
  /** Costs more than it saves where calls are paid for record by record. */
  readonly dearWithOAuth: boolean;
}

/** Where a page starts and how much it may hold. */
export interface Position {
  readonly startAt?: number | undefined;
  readonly nextPageToken?: string | undefined;
  readonly maxResults?: number | undefined;
  /** Records at the start of the page that have been delivered already. */
  readonly skip?: number | undefined;
  /** The token is one of the list of ids. */
  readonly byIds?: true | undefined;
}

/** One page, whatever style it came in. */
export interface Page {
  readonly records: readonly unknown[];
  /** Where the list goes on; `null` once Jira has said that it ends here. */
  readonly next: Position | null;
  readonly total?: number | undefined;
  /** The page's own figures and maps, as Jira gave them. */
  readonly info: JsonRecord;
  /** The list that it belongs to: the fallback, where the server doesn't have the one asked for. */
  readonly list?: ListRequest;
}

export const NOTHING: Page = { records: [], next: null, info: {} };

/** The request for the page at `position`: in the body where the list is asked for with a body, else in the query. */
export function pageRequest(list: ListRequest, position: Position): Request {
  const { style, records: _records, fallback: _fallback, emptyIsNotFound: _empty, ...request } = list;
  const { nextPageToken, ...rest } = position;
  if (style === 'whole') return request;
  const place = given(style === 'cursor' ? { ...rest, cursor: nextPageToken } : position);
  if (isRecord(request.body)) return { ...request, body: { ...request.body, ...place } };
  return { ...request, query: { ...request.query, ...place } };
}

const INFO = ['startAt', 'maxResults', 'total', 'isLast', 'names', 'schema'];

/**
 * Reads an answer as a page. A list goes on after what arrived, never after what was asked for: servers cap pages.
 * @throws JiraError `JIRA_RESPONSE` if the answer holds no such list, `JIRA_INCOMPLETE` if it is not the page asked for, or leads
 * nowhere without being the last one
 */
export function readPage(list: ListRequest, response: unknown, asked: Position): Page {
  const records = list.records === undefined ? response : entry(response, list.records);
  if (!Array.isArray(records)) throw new JiraError('JIRA_RESPONSE', 'response.notAList', { entry: list.records ?? '' });
  const info = Object.fromEntries(
    INFO.map((name) => [name, entry(response, name)]).filter(([, value]) => value !== undefined),
  );
  const next = NEXT[list.style](response, records.length, asked);
  return { records, next, total: numberEntry(response, 'total'), info, list };
}

type FindNext = (response: unknown, received: number, asked: Position) => Position | null;

const NEXT: Readonly<Record<PageStyle, FindNext>> = {
  token: (response, _received, asked) => afterToken(response, 'nextPageToken', asked),
  cursor: (response, _received, asked) => afterToken(response, 'nextCursor', asked),
  offset(response, received, asked) {
    const total = numberEntry(response, 'total');
    if (total !== undefined) return afterCounting(response, received, asked, total);
    const isLast = entry(response, 'isLast');
    if (typeof isLast !== 'boolean') throw new JiraError('JIRA_RESPONSE', 'response.noTotal');
    return isLast ? null : afterCounting(response, received, asked, Number.POSITIVE_INFINITY);
  },
  page(response, received, asked) {
    return afterCounting(response, received, asked, numberEntry(response, 'total') ?? Number.POSITIVE_INFINITY);
  },
  array: (response, received, asked) =>
    received === 0 ? null : afterCounting(response, received, asked, Number.POSITIVE_INFINITY),
  whole: () => null,
};

function afterToken(response: unknown, entryName: string, asked: Position): Position | null {
  const token = textEntry(response, entryName);
  if (!token || entry(response, 'isLast') === true) return null;
  if (token === asked.nextPageToken) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.repeatedToken');
  return { nextPageToken: token, maxResults: asked.maxResults };
}

function afterCounting(response: unknown, received: number, asked: Position, total: number): Position | null {
  const startAt = reached(response, received, asked);
  const isLast = entry(response, 'isLast');
  if (startAt >= total || isLast === true) return null;
  if (received > 0 || asked.maxResults === 0) return { startAt, maxResults: asked.maxResults };
  if (isLast === false && !Number.isFinite(total))
    throw new JiraError('JIRA_INCOMPLETE', 'incomplete.emptyPages', { count: 1 });
  return null;
}

/** The place in the list that a page goes up to. A server that answers another page than asked for would go round for ever. */
function reached(response: unknown, received: number, { startAt = 0 }: Position): number {
  if ((numberEntry(response, 'startAt') ?? startAt) !== startAt)
    throw new JiraError('JIRA_INCOMPLETE', 'incomplete.samePage');
  return startAt + received;
}
