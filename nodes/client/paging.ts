import { JiraError } from './errors';
import { entry, given, isRecord, type JsonRecord, numberEntry, textEntry } from './json';
import type { Request } from './request';

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
}

/** Where a page starts and how much it may hold. */
export interface Position {
  readonly startAt?: number | undefined;
  readonly nextPageToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** One page, whatever style it came in. */
export interface Page {
  readonly records: readonly unknown[];
  /** Where the list goes on; `null` once Jira has said that it ends here. */
  readonly next: Position | null;
  readonly total?: number | undefined;
  /** The page's own figures and maps, as Jira gave them. */
  readonly info: JsonRecord;
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
 * @throws JiraError `JIRA_RESPONSE` if the answer holds no such list, `JIRA_INCOMPLETE` if it stops short of its own total
 */
export function readPage(list: ListRequest, answer: unknown, asked: Position): Page {
  const records = list.records === undefined ? answer : entry(answer, list.records);
  if (!Array.isArray(records)) throw new JiraError('JIRA_RESPONSE', 'response.notAList', { entry: list.records ?? '' });
  const info = Object.fromEntries(
    INFO.map((name) => [name, entry(answer, name)]).filter(([, value]) => value !== undefined),
  );
  const next = NEXT[list.style](answer, records.length, asked);
  return { records, next, total: numberEntry(answer, 'total'), info };
}

type FindNext = (answer: unknown, received: number, asked: Position) => Position | null;

const NEXT: Readonly<Record<PageStyle, FindNext>> = {
  token: (answer, _received, asked) => afterToken(answer, 'nextPageToken', asked),
  cursor: (answer, _received, asked) => afterToken(answer, 'nextCursor', asked),
  offset(answer, received, asked) {
    const total = numberEntry(answer, 'total');
    if (total === undefined) throw new JiraError('JIRA_RESPONSE', 'response.noTotal');
    return afterCounting(answer, received, asked, total);
  },
  page(answer, received, asked) {
    if (entry(answer, 'isLast') === true) return null;
    return afterCounting(answer, received, asked, numberEntry(answer, 'total') ?? Number.POSITIVE_INFINITY);
  },
  array: (answer, received, asked) =>
    received === 0 ? null : afterCounting(answer, received, asked, Number.POSITIVE_INFINITY),
  whole: () => null,
};

function afterToken(answer: unknown, entryName: string, asked: Position): Position | null {
  const token = textEntry(answer, entryName);
  if (!token || entry(answer, 'isLast') === true) return null;
  if (token === asked.nextPageToken) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.repeatedToken');
  return { nextPageToken: token, maxResults: asked.maxResults };
}

function afterCounting(answer: unknown, received: number, asked: Position, total: number): Position | null {
  const startAt = (numberEntry(answer, 'startAt') ?? asked.startAt ?? 0) + received;
  if (startAt >= total) return null;
  if (received === 0 && asked.maxResults !== 0) {
    throw new JiraError('JIRA_INCOMPLETE', 'incomplete.endsEarly', { total: Number.isFinite(total) ? total : '?' });
  }
  return { startAt, maxResults: asked.maxResults };
}
