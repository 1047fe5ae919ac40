import { JiraError } from '../errors/jira-error';
import { readByIds } from './by-ids';
import type { Cursor } from './cursor';
import { Deduplicator, identityOf } from './deduplicator';
import { LARGEST_USEFUL_PAGE, readPages } from './pages';
import type { ListRequest, Page } from './paging';
import type { Ask, Fetch, Located, Part, Reading } from './reading';

/** Pages that bring nothing new: a list that changes may have a few, one that has no end in sight goes round. */
const STALE_PAGES = 20;
/** What a server without an operation, or one that lets nobody near it, responds. */
const NOT_OFFERED: readonly (number | undefined)[] = [403, 404, 405, 410, 501];

/**
 * Reads a list from `start` on, each record once and in order, until Jira says that it ends, the limit is reached, or one page
 * is read. How it goes:
 *
 * - `paging` turns a position into a request and a response into a page, which says where the next one begins: by Jira's token, or
 *   by counting what has come. A page that contradicts itself is asked for once more and then ends the reading.
 * - `pages` goes from page to page. Counted pages overlap by one record, so that a list that shrinks shows no gap; a `Prefetcher`
 *   asks for them side by side. The `Deduplicator` drops what has been handed on before.
 * - `by-ids` reads a long list by its ids instead, where Jira has a call for many records at once.
 * - A `Cursor` goes on exactly after a part's last record; in `msg.jira.next` it is an opaque text. Only the last part of a
 *   complete list has none.
 * @throws JiraError `JIRA_INCOMPLETE` where the list stops without having ended, after what came has been handed on
 */
export async function* readList(
  list: ListRequest,
  start: Cursor,
  reading: Reading,
  ask: Ask,
  fetch: Fetch,
): AsyncGenerator<Part> {
  const tally = new Tally();
  if (list.style === 'whole') {
    const part = slice(await ask(list, {}), start, reading);
    const shortness = tally.shortnessAt(part);
    yield part;
    if (shortness) throw shortness;
    return;
  }
  const { limit } = reading;
  for await (const located of pagesOf(list, start, reading, ask, fetch, tally.seen)) {
    const { page, resumeAt } = located;
    const room = limit > 0 ? limit - tally.delivered : Number.POSITIVE_INFINITY;
    const fresh = tally.freshOf(located);
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
  /** Records before the first one handed on. */
  #before: number | undefined;
  #leastTotal = Number.POSITIVE_INFINITY;
  #stalePages = 0;
  #isCut = false;

  /**
   * The records of a page that have not been handed on before.
   * @throws JiraError `JIRA_INCOMPLETE` for pages that bring nothing new and show no end
   */
  freshOf({ page: { records, list }, skip, startAt = 0 }: Located): readonly unknown[] {
    this.#before ??= startAt;
    const fresh = records.slice(skip).filter((record) => this.seen.isNew(record));
    this.#stalePages = fresh.length === 0 && records.length > 0 ? this.#stalePages + 1 : 0;
    if (this.#stalePages > STALE_PAGES)
      throw this.#cutBy(list) ?? new JiraError('JIRA_INCOMPLETE', 'incomplete.samePage');
    return fresh;
  }

  /**
   * What is wrong if the list ends with this page: it contradicts itself, Jira has said that records are left out, fewer came than
   * every one of its totals said, or this server is known to cut lists just here.
   */
  shortnessAt({ next, total, list, doubt, remarks = [] }: Pick<Part, 'next' | 'total' | 'list' | 'doubt' | 'remarks'>) {
    this.#isCut ||= remarks.some(({ cuts }) => cuts);
    this.#leastTotal = Math.min(this.#leastTotal, total ?? Number.POSITIVE_INFINITY);
    if (doubt) return doubt;
    if (next !== null) return undefined;
    if (this.#isCut) return new JiraError('JIRA_INCOMPLETE', 'incomplete.cutByJira');
    return this.#cutBy(list) ?? this.#endsEarly();
  }

  get #count(): number {
    return (this.#before ?? 0) + this.delivered;
  }

  #cutBy(list: ListRequest | undefined): JiraError | undefined {
    if (!list?.cutAt?.includes(this.#count)) return undefined;
    return new JiraError('JIRA_INCOMPLETE', 'incomplete.cut', { count: this.#count });
  }

  #endsEarly(): JiraError | undefined {
    if (this.#before === undefined || !Number.isFinite(this.#leastTotal) || this.#count >= this.#leastTotal)
      return undefined;
    return new JiraError('JIRA_INCOMPLETE', 'incomplete.endsEarly', { total: this.#leastTotal });
  }
}

async function* pagesOf(
  list: ListRequest,
  start: Cursor,
  reading: Reading,
  ask: Ask,
  fetch: Fetch,
  seen: Deduplicator,
): AsyncGenerator<Located> {
  const cursor = { ...start, maxResults: pageSize(list, start, reading) };
  if (start.byIds && list.byIds) return yield* readByIds(list, cursor, reading, ask, fetch, seen);
  const pages = readPages(list, cursor, reading, ask, seen);
  const first = await pages.next();
  if (first.done) return;
  yield first.value;
  if (first.value.page.next !== null && paysToReadIds(list, start, reading)) {
    let isOffered = false;
    try {
      for await (const part of readByIds(list, {}, reading, ask, fetch, seen)) {
        // What the first page has brought is not asked for again.
        isOffered ||= part.page.records.length + part.page.missing.length > 0;
        yield part;
      }
      return;
    } catch (error) {
      if (isOffered || !(error instanceof JiraError) || !NOT_OFFERED.includes(error.facts.statusCode)) throw error;
    }
  }
  yield* pages;
}

function pageSize(list: ListRequest, { maxResults }: Cursor, { all, limit }: Reading): number | undefined {
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
  start: Cursor,
  { all, limit, strategy, paysPerRecord }: Reading,
): boolean {
  if (!byIds || !all || strategy === 'sequential') return false;
  if (start.token !== undefined || start.skip || start.maxResults !== undefined || limit > 0) return false;
  return strategy === 'parallel' || !(paysPerRecord && byIds.dearWithOAuth);
}

/**
 * A part of a list that Jira gives whole, as if it came in pages.
 * @throws JiraError `JIRA_INCOMPLETE` where the record is gone that it goes on after
 */
function slice(whole: Page, { startAt = 0, maxResults, after }: Cursor, { all, limit }: Reading): Part {
  const { records } = whole;
  const start = after === undefined ? startAt : records.findIndex((record) => identityOf(record) === after) + 1;
  if (start === 0 && after !== undefined) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.changed');
  // Where every page is wanted, their size says nothing of how many records are.
  const pageful = all ? undefined : maxResults;
  const most = Math.min(pageful ?? Number.POSITIVE_INFINITY, limit > 0 ? limit : Number.POSITIVE_INFINITY);
  const end = Math.min(records.length, start + most);
  const next = end < records.length ? { startAt: end, maxResults, after: identityOf(records[end - 1]) } : null;
  return { ...whole, records: records.slice(start, end), next, total: records.length, missing: [] };
}
