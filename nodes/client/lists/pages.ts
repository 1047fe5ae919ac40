import { JiraError } from '../errors/jira-error';
import { type Cursor, goesByToken } from './cursor';
import { type Deduplicator, identityOf } from './deduplicator';
import type { ListRequest, Page, Position } from './paging';
import { Prefetcher } from './prefetcher';
import type { Ask, Located, Reading } from './reading';

/** Records on a page when everything is read: the largest page that every list of Jira serves. */
export const LARGEST_USEFUL_PAGE = 100;
/** Empty pages that carry a token are Jira's right; as many in a row are a fault. */
const EMPTY_PAGES = 50;
/** A list that has lost every record handed on may begin anew as often. */
const RESTARTS = 20;

/**
 * Page after page. Where the pages to come can be told by counting, they are asked for ahead; their order stays. A counted page
 * begins with the last record of the one before: one that holds no record handed on before has left a gap, and the reading steps back.
 */
export async function* readPages(
  list: ListRequest,
  start: Cursor,
  reading: Reading,
  ask: Ask,
  seen: Deduplicator,
): AsyncGenerator<Located> {
  const askAt = (position: Position) => ask(list, position);
  const ahead = new Prefetcher(askAt, list.style, reading);
  const track = new Track(start);
  if (start.after !== undefined) seen.add(start.after);
  let joins = start.after !== undefined;
  for (let at: Cursor | null = start; at !== null; ) {
    const position = overlapping(list, at);
    const asked = await ahead.take(position);
    const page: Page = asked.doubt ? await askAt(position) : asked;
    const known = page.records.findIndex((record) => seen.has(identityOf(record)));
    if (joins && known < 0 && track.mayStepBack(position)) {
      ahead.forget();
      at = { startAt: track.before(position), maxResults: start.maxResults };
      continue;
    }
    track.check(page);
    const next: Cursor | null = page.next && following(page, page.next, at, start);
    if (next?.after !== undefined) ahead.plan(page, position, overlapping(list, next).maxResults);
    // What stands before a record handed on has been handed on, too, or is new since.
    yield located(page, position, start, joins ? known + 1 : (at.skip ?? 0), at.after);
    joins = next?.after !== undefined;
    at = next && ahead.toNextPlanned(next);
  }
}

/** Counted pages begin a record early, and are as much longer where Jira serves longer ones. */
function overlapping(list: ListRequest, { startAt, token, maxResults, after }: Cursor): Position {
  if (after === undefined || !startAt) return { startAt, token, maxResults };
  const isLargest = maxResults === undefined || maxResults >= (list.largestPage ?? LARGEST_USEFUL_PAGE);
  return { startAt: startAt - 1, maxResults: isLargest ? maxResults : maxResults + 1 };
}

function following({ records }: Page, { startAt, token }: Position, at: Cursor, { maxResults }: Cursor): Cursor {
  if (startAt === undefined) return { token, maxResults };
  // A server with one record a page would send the same one for ever.
  const isOverlapAlone = at.after !== undefined && records.length <= 1;
  return { startAt, maxResults, after: isOverlapAlone ? undefined : identityOf(records.at(-1)) };
}

function located(page: Page, at: Position, { maxResults }: Cursor, skip: number, after: string | undefined): Located {
  const { startAt = 0, token } = at;
  const counted = !goesByToken(page.list?.style ?? 'offset');
  const resumeAt = (index: number): Cursor =>
    counted
      ? { startAt: startAt + index, maxResults, after: index > 0 ? identityOf(page.records[index - 1]) : after }
      : { token, maxResults, skip: index };
  const next = page.next && (counted ? resumeAt(page.records.length) : { ...page.next, maxResults });
  return { page: { ...page, next, missing: [] }, skip, startAt: startAt + skip, resumeAt };
}

/** How the reading of pages has gone so far, and whether it gets anywhere. */
class Track {
  readonly #tokens = new Set<string>();
  #emptyPages = 0;
  #largestPage = 1;
  #restarts = 0;

  constructor(private readonly start: Cursor) {}

  /** @throws JiraError `JIRA_INCOMPLETE` for tokens that repeat, and for empty pages without end */
  check({ records, next }: Page): void {
    this.#largestPage = Math.max(this.#largestPage, records.length);
    this.#emptyPages = records.length === 0 ? this.#emptyPages + 1 : 0;
    if (this.#emptyPages > EMPTY_PAGES)
      throw new JiraError('JIRA_INCOMPLETE', 'incomplete.emptyPages', { count: this.#emptyPages });
    const token = next?.token;
    if (token === undefined) return;
    if (this.#tokens.has(token)) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.repeatedToken');
    this.#tokens.add(token);
  }

  /**
   * Whether there is anything before a page that joins on to none of the others.
   * @throws JiraError `JIRA_INCOMPLETE` where what came before this reading can't be told from what didn't
   */
  mayStepBack({ startAt = 0 }: Position): boolean {
    if (startAt > this.#begin) return true;
    this.#restarts++;
    if (this.start.after === undefined && this.#restarts <= RESTARTS) return false;
    throw new JiraError('JIRA_INCOMPLETE', 'incomplete.changed');
  }

  before({ startAt = 0 }: Position): number {
    return Math.max(this.#begin, startAt - this.#largestPage);
  }

  get #begin(): number {
    return this.start.after === undefined ? (this.start.startAt ?? 0) : 0;
  }
}
