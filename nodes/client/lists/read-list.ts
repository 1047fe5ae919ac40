import { JiraError } from '../errors/jira-error';
import { readByIds } from './by-ids';
import { Deduplicator } from './deduplicator';
import { readPages } from './pages';
import type { ListRequest, Page, Position } from './paging';
import type { Ask, Fetch, Located, Part, Reading } from './reading';

/** Records on a page when everything is read: the largest page that every list of Jira serves. */
const LARGEST_USEFUL_PAGE = 100;
/** Pages that bring nothing new: a list that changes may have a few, a list without a total that has one goes round. */
const STALE_PAGES = 20;

/**
 * Reads a list from `start` on, each record once and in order, until Jira says that it ends, the limit is reached, or one page
 * is read. A part's `next` goes on exactly after its last record; only the last one of a complete list has none.
 * @throws JiraError `JIRA_INCOMPLETE` where the list stops without having ended, after what came has been handed on
 */
export async function* readList(
  list: ListRequest,
  start: Position,
  reading: Reading,
  ask: Ask,
  fetch: Fetch,
): AsyncGenerator<Part> {
  if (list.style === 'whole') return yield { ...slice(await ask(list, {}), start, reading), missing: [] };
  const { limit } = reading;
  const tally = new Tally(start);
  for await (const { page, skip, resumeAt } of pagesOf(list, start, reading, ask, fetch, tally.seen)) {
    const room = limit > 0 ? limit - tally.delivered : Number.POSITIVE_INFINITY;
    const fresh = tally.freshOf(page, skip);
    if (fresh.length > room) {
      return yield { ...page, records: fresh.slice(0, room), next: resumeAt(page.records.indexOf(fresh[room])) };
    }
    tally.delivered += fresh.length;
    const shortness = tally.shortnessAt(page);
    yield { ...page, records: fresh, next: shortness ? resumeAt(page.records.length) : page.next };
    if (shortness) throw shortness;
    if (!reading.all || fresh.length === room) return;
  }
}

/** What has come of a list so far, and whether that can be all. */
class Tally {
  readonly seen = new Deduplicator();
  /** Records handed on. */
  delivered = 0;
  #leastTotal = Number.POSITIVE_INFINITY;
  #stalePages = 0;

  constructor(private readonly start: Position) {}

  /**
   * The records of a page that have not been handed on before.
   * @throws JiraError `JIRA_INCOMPLETE` for pages that bring nothing new and show no end
   */
  freshOf({ records, list }: Page, skip: number): readonly unknown[] {
    const fresh = records.slice(skip).filter((record) => this.seen.isNew(record));
    this.#stalePages = fresh.length === 0 && records.length > 0 ? this.#stalePages + 1 : 0;
    if (this.#stalePages > (list?.style === 'array' ? 0 : STALE_PAGES)) {
      throw new JiraError('JIRA_INCOMPLETE', 'incomplete.samePage');
    }
    return fresh;
  }

  /**
   * What is wrong if the list ends with this page: fewer records came than every one of its totals said, or this server is known
   * to cut lists just here.
   */
  shortnessAt({ next, total, list }: Page): JiraError | undefined {
    this.#leastTotal = Math.min(this.#leastTotal, total ?? Number.POSITIVE_INFINITY);
    if (next !== null) return undefined;
    const count = (this.start.startAt ?? 0) + this.delivered;
    if (list?.cutAt?.includes(count)) return new JiraError('JIRA_INCOMPLETE', 'incomplete.cut', { count });
    if (!Number.isFinite(this.#leastTotal) || count >= this.#leastTotal) return undefined;
    return new JiraError('JIRA_INCOMPLETE', 'incomplete.endsEarly', { total: this.#leastTotal });
  }
}

async function* pagesOf(
  list: ListRequest,
  start: Position,
  reading: Reading,
  ask: Ask,
  fetch: Fetch,
  seen: Deduplicator,
): AsyncGenerator<Located> {
  const position = { ...start, maxResults: pageSize(list, start, reading) };
  if (start.byIds && list.byIds) return yield* readByIds(list, position, reading, ask, fetch, seen);
  const pages = readPages(list, position, reading, ask);
  const first = await pages.next();
  if (first.done) return;
  yield first.value;
  if (first.value.page.next !== null && paysToReadIds(list, start, reading)) {
    yield* readByIds(list, {}, reading, ask, fetch, seen);
  } else {
    yield* pages;
  }
}

function pageSize(list: ListRequest, { maxResults }: Position, { all, limit }: Reading): number | undefined {
  const size =
    (all ? maxResults || undefined : maxResults) ?? (all ? (list.largestPage ?? LARGEST_USEFUL_PAGE) : undefined);
  if (limit === 0) return size;
  return Math.min(limit, size ?? limit);
}

/**
 * Whether to change to reading by ids once the first page has shown that there are more: from the start of a list that is read
 * whole, with pages of no size asked for.
 */
function paysToReadIds(
  { byIds }: ListRequest,
  start: Position,
  { all, limit, strategy, paysPerRecord }: Reading,
): boolean {
  if (!byIds || !all || strategy === 'sequential') return false;
  if (start.nextPageToken !== undefined || start.skip || start.maxResults !== undefined || limit > 0) return false;
  return strategy === 'parallel' || !(paysPerRecord && byIds.dearWithOAuth);
}

/** A part of a list that Jira gives whole, as if it came in pages. */
function slice({ records, info }: Page, { startAt = 0, maxResults }: Position, { all, limit }: Reading): Page {
  // Where every page is wanted, their size says nothing of how many records are.
  const pageful = all ? undefined : maxResults;
  const most = Math.min(pageful ?? Number.POSITIVE_INFINITY, limit > 0 ? limit : Number.POSITIVE_INFINITY);
  const end = Math.min(records.length, startAt + most);
  const next = end < records.length ? { startAt: end, maxResults } : null;
  return { records: records.slice(startAt, end), next, total: records.length, info };
}
