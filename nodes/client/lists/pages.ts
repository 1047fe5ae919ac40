import { JiraError } from '../errors/jira-error';
import type { ListRequest, Page, Position } from './paging';
import { Prefetcher } from './prefetcher';
import type { Ask, Located, Reading } from './reading';

/** Empty pages that carry a token are Jira's right; as many in a row are a fault. */
const EMPTY_PAGES = 50;

/** Page after page. Where the pages to come can be told by counting, they are asked for ahead; their order stays. */
export async function* readPages(
  list: ListRequest,
  start: Position,
  reading: Reading,
  ask: Ask,
): AsyncGenerator<Located> {
  const tokens = new Set<string>();
  const ahead = new Prefetcher((position) => ask(list, position), list.style, reading);
  let emptyPages = 0;
  let total: number | undefined;
  for (let at: Position | null = start; at !== null; ) {
    const asked = await ahead.take(at);
    const page: Page = stopsShort(asked, at) ? await ahead.take(at) : asked;
    const shrunk = (total ?? 0) - (page.total ?? total ?? 0);
    // Something before this page is gone, and what followed has moved up past its start.
    if (shrunk > 0 && at.startAt !== undefined) yield await movedUp(list, at.startAt, shrunk, ask);
    total = page.total;
    emptyPages = page.records.length === 0 ? emptyPages + 1 : 0;
    const token = page.next?.nextPageToken;
    if (token !== undefined && tokens.has(token)) throw new JiraError('JIRA_INCOMPLETE', 'incomplete.repeatedToken');
    if (token !== undefined) tokens.add(token);
    if (emptyPages > EMPTY_PAGES)
      throw new JiraError('JIRA_INCOMPLETE', 'incomplete.emptyPages', { count: emptyPages });
    ahead.plan(page, at);
    yield located(page, at);
    at = page.next && ahead.toNextPlanned(page.next);
  }
}

/** A list that stops short of its own total may come from a stale index: it is asked once more, and then believed. */
function stopsShort({ records, next, total }: Page, { startAt = 0 }: Position): boolean {
  return next === null && total !== undefined && startAt + records.length < total;
}

async function movedUp(list: ListRequest, startAt: number, count: number, ask: Ask): Promise<Located> {
  const at = { startAt: Math.max(0, startAt - count), maxResults: Math.min(count, startAt) };
  const page = await ask(list, at);
  return located({ ...page, next: { startAt } }, at);
}

function located(page: Page, at: Position): Located {
  const { startAt, nextPageToken, maxResults, skip = 0 } = at;
  const counted = startAt !== undefined || page.next?.startAt !== undefined;
  const resumeAt = (index: number): Position =>
    counted ? { startAt: (startAt ?? 0) + index, maxResults } : { nextPageToken, maxResults, skip: index };
  return { page: { ...page, missing: [] }, skip, resumeAt };
}
