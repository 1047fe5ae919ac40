import { JiraError } from './errors';
import { entry, given, isRecord, type JsonRecord, numberEntry, textEntry } from './json';
import type { Request } from './request';

/** The ways in which Jira's lists go on: by an opaque token, or by counting records. */
export type PageStyle = 'token' | 'offset';

/** A list of Jira as data: the request for it, and how its pages are laid out. */
export interface ListRequest extends Request {
  readonly style: PageStyle;
  /** The entry of an answer that holds the records, such as `issues`. */
  readonly records: string;
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

/** The request for the page at `position`: in the body where the list is asked for with a body, else in the query. */
export function pageRequest(list: ListRequest, position: Position): Request {
  const { style: _style, records: _records, ...request } = list;
  const place = given(position);
  if (isRecord(request.body)) return { ...request, body: { ...request.body, ...place } };
  return { ...request, query: { ...request.query, ...place } };
}

const INFO = ['startAt', 'maxResults', 'total', 'isLast', 'names', 'schema'];

/**
 * Reads an answer as a page. A list goes on after what arrived, never after what was asked for: servers cap pages.
 * @throws JiraError `JIRA_RESPONSE` if the answer holds no such list, `JIRA_INCOMPLETE` if it stops short of its own total
 */
export function readPage(list: ListRequest, answer: unknown, asked: Position): Page {
  const records = entry(answer, list.records);
  if (!Array.isArray(records)) throw new JiraError('JIRA_RESPONSE', 'response.notAList', { entry: list.records });
  const info = Object.fromEntries(
    INFO.map((name) => [name, entry(answer, name)]).filter(([, value]) => value !== undefined),
  );
  const total = numberEntry(answer, 'total');
  const next = list.style === 'token' ? afterToken(answer, asked) : afterOffset(answer, records.length, asked);
  return { records, next, total, info };
}

function afterToken(answer: unknown, asked: Position): Position | null {
  const token = textEntry(answer, 'nextPageToken');
  if (!token || entry(answer, 'isLast') === true) return null;
  if (token === asked.nextPageToken) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.repeatedToken');
  return { nextPageToken: token, maxResults: asked.maxResults };
}

function afterOffset(answer: unknown, received: number, asked: Position): Position | null {
  const startAt = (numberEntry(answer, 'startAt') ?? asked.startAt ?? 0) + received;
  const total = numberEntry(answer, 'total');
  if (total === undefined) throw new JiraError('JIRA_RESPONSE', 'response.noTotal');
  if (startAt >= total) return null;
  if (received === 0 && asked.maxResults !== 0)
    throw new JiraError('JIRA_INCOMPLETE', 'incomplete.endsEarly', { total });
  return { startAt, maxResults: asked.maxResults };
}
