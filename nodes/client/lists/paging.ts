import { JiraError } from '../errors/jira-error';
import type { Request } from '../http/request';
import { entry, given, isRecord, type JsonRecord, listEntry, numberEntry, textEntry } from '../json';

/**
 * The ways in which Jira's lists go on:
 * `token` by an opaque token · `cursor` the same under another name · `offset` by counting up to a total ·
 * `page` by counting until `isLast` · `array` by counting until nothing comes · `whole` not at all.
 */
export type PageStyle = 'token' | 'cursor' | 'offset' | 'page' | 'array' | 'whole';

/** A list of Jira as data: the request for it, and how its pages are laid out. */
export interface ListRequest extends Request {
  readonly style: PageStyle;
  /** The entry of a response that holds the records, such as `issues`; without it the response itself is the list. */
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
  /** The entry of that response that holds the records. */
  readonly records: string;
  /** Records of one call, at the most. */
  readonly perCall: number;
  /** Costs more than it saves where calls are paid for record by record. */
  readonly dearWithOAuth: boolean;
}

/** Where a page starts, by count or by Jira's token, and how much it may hold. */
export interface Position {
  readonly startAt?: number | undefined;
  readonly token?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** Something that Jira says beside a list. */
export interface Remark {
  readonly text: string;
  /** Records are left out. */
  readonly cuts: boolean;
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
  readonly remarks?: readonly Remark[] | undefined;
  /** Why its word can't be taken for where the list goes on or ends. */
  readonly doubt?: JiraError | undefined;
}

export const NOTHING: Page = { records: [], next: null, info: {} };

/** The request for the page at `position`: in the body where the list is asked for with a body, else in the query. */
export function pageRequest(list: ListRequest, { startAt, token, maxResults }: Position): Request {
  const { style, records: _records, fallback: _fallback, emptyIsNotFound: _empty, ...request } = list;
  if (style === 'whole') return request;
  const place = given({ startAt, maxResults, [style === 'cursor' ? 'cursor' : 'nextPageToken']: token });
  if (isRecord(request.body)) return { ...request, body: { ...request.body, ...place } };
  return { ...request, query: { ...request.query, ...place } };
}

const INFO = ['startAt', 'maxResults', 'total', 'isLast', 'names', 'schema'];

/**
 * Reads a response as a page. A list goes on after what arrived, never after what was asked for: servers cap pages.
 * @throws JiraError `JIRA_RESPONSE` if the response holds no such list, `JIRA_INCOMPLETE` if it is not the page asked for
 */
export function readPage(list: ListRequest, response: unknown, asked: Position): Page {
  const records = list.records === undefined ? response : entry(response, list.records);
  if (!Array.isArray(records)) throw new JiraError('JIRA_RESPONSE', 'response.notAList', { entry: list.records ?? '' });
  const info = Object.fromEntries(
    INFO.map((name) => [name, entry(response, name)]).filter(([, value]) => value !== undefined),
  );
  const end = ENDS[list.style](response, records.length, asked);
  const remarks = remarksIn(response);
  return {
    records,
    next: end instanceof JiraError ? null : end,
    total: numberEntry(response, 'total'),
    info,
    list,
    ...(remarks.length > 0 && { remarks }),
    ...(end instanceof JiraError && { doubt: end }),
  };
}

/** What follows a page: another one, nothing, or what is wrong with what it says. */
type End = Position | null | JiraError;

const ENDS: Readonly<Record<PageStyle, (response: unknown, received: number, asked: Position) => End>> = {
  token: (response, _received, asked) => endByToken(response, 'nextPageToken', asked),
  cursor: (response, _received, asked) => endByToken(response, 'nextCursor', asked),
  offset(response, received, asked) {
    const said = stated(response, 'total') ?? stated(response, 'isLast');
    if (said === undefined) throw new JiraError('JIRA_RESPONSE', 'response.noTotal');
    return endByCounting(response, received, asked);
  },
  page: endByCounting,
  array: (_response, received, asked) => (received === 0 ? null : following(asked, received)),
  whole: () => null,
};

function endByToken(response: unknown, entryName: string, asked: Position): End {
  const [token, isLast] = [stated(response, entryName) ?? '', stated(response, 'isLast')];
  if (isLast === true || (token === '' && isLast === undefined)) return null;
  if (typeof token !== 'string' || token === '') return new JiraError('JIRA_INCOMPLETE', 'incomplete.noWayOn');
  if (token === asked.token) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.repeatedToken');
  return { token, maxResults: asked.maxResults };
}

function endByCounting(response: unknown, received: number, asked: Position): End {
  const next = following(asked, received);
  const [total, isLast] = [stated(response, 'total'), stated(response, 'isLast')];
  // A server that responds with another page than asked for would go round for ever.
  if ((stated(response, 'startAt') ?? asked.startAt ?? 0) !== (asked.startAt ?? 0))
    throw new JiraError('JIRA_INCOMPLETE', 'incomplete.samePage');
  if (!isTotal(total) || !isFlag(isLast)) return contradiction(response, received);
  if (total === undefined) {
    if (isLast === true) return null;
    if (received > 0) return next;
    return isLast === false ? new JiraError('JIRA_INCOMPLETE', 'incomplete.emptyPages', { count: 1 }) : null;
  }
  if (next.startAt < total) {
    const goesOn = !isLast && (received > 0 || asked.maxResults === 0);
    return goesOn ? next : new JiraError('JIRA_INCOMPLETE', 'incomplete.endsEarly', { total });
  }
  const isTooLong = received > 0 && next.startAt > total;
  return isTooLong || isLast === false ? contradiction(response, received) : null;
}

function following({ startAt = 0, maxResults }: Position, received: number) {
  return { startAt: startAt + received, maxResults };
}

/** What a response says; Jira's `null` says nothing. */
function stated(response: unknown, name: string): unknown {
  return entry(response, name) ?? undefined;
}

const isTotal = (value: unknown): value is number | undefined =>
  value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0);
const isFlag = (value: unknown): value is boolean | undefined => value === undefined || typeof value === 'boolean';

function contradiction(response: unknown, received: number): JiraError {
  const facts = ['startAt', 'total', 'isLast'].map((name) => [name, stated(response, name)] as const);
  const said = facts.filter(([, value]) => value !== undefined).map(([name, value]) => `${name} ${shown(value)}`);
  return new JiraError('JIRA_INCOMPLETE', 'incomplete.contradiction', { received, said: said.join(', ') });
}

/** What Jira's search says beside the issues: `warnings` on Cloud, `warningMessages` on Data Center. */
function remarksIn(response: unknown): Remark[] {
  return ['warnings', 'warningMessages'].flatMap((name) => listEntry(response, name)).map(remark);
}

/** Only its type says whether a remark is about records that are not there; its words are for people. */
function remark(said: unknown): Remark {
  const type = textEntry(said, 'type') ?? '';
  const details = entry(said, 'details');
  const parts = isRecord(details) ? Object.entries(details).map(([name, value]) => `${name}: ${shown(value)}`) : [];
  const message = textEntry(said, 'message') ?? (typeof details === 'string' ? details : parts.join(', '));
  const text = [type, message].filter((part) => part !== '').join(' \u2013 ');
  return { text: text || shown(said), cuts: /LIMIT_EXCEEDED|TRUNCATED|PARTIAL/.test(type) };
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200);
}
