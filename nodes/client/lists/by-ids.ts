import { textEntry } from '../json';
import type { Cursor } from './cursor';
import type { Deduplicator } from './deduplicator';
import { readPages } from './pages';
import { type ListRequest, NOTHING, type Page } from './paging';
import type { Ask, Fetch, Located, Reading } from './reading';

/** Ids, many at a time; then their records, some calls side by side, in the order of the ids. */
export async function* readByIds(
  list: ListRequest,
  start: Cursor,
  reading: Reading,
  ask: Ask,
  fetch: Fetch,
  seen: Deduplicator,
): AsyncGenerator<Located> {
  const { byIds } = list;
  if (!byIds) return;
  const idsAt = { token: start.token, skip: start.skip, maxResults: byIds.idsPerPage };
  const idPages = readPages(byIds.list, idsAt, { ...reading, strategy: 'sequential' }, ask, seen);
  const underWay: Promise<Located>[] = [];
  for await (const { ids, ...chunk } of chunksOf(idPages, byIds.perCall)) {
    const part = readChunk(list, { ...chunk, ids: ids.filter((id) => !seen.has(id)) }, fetch);
    part.catch(() => {});
    underWay.push(part);
    const oldest = underWay.length >= reading.width ? underWay.shift() : undefined;
    if (oldest) yield oldest;
  }
  yield* underWay;
}

/** Some ids of one page of ids. */
interface Chunk {
  readonly ids: readonly string[];
  readonly next: Cursor | null;
  readonly resumeAt: (id: string) => Cursor;
  /** What Jira said of them, with the last ones of their page. */
  readonly said?: Pick<Page, 'remarks' | 'doubt'>;
}

async function* chunksOf(pages: AsyncGenerator<Located>, size: number): AsyncGenerator<Chunk> {
  for await (const { page, skip, resumeAt } of pages) {
    const ids = page.records.map((record) => textEntry(record, 'id') ?? '');
    const among = (index: number): Cursor => ({ ...resumeAt(index), byIds: true });
    const said = { remarks: page.remarks, doubt: page.doubt };
    const last: Cursor | null = page.next && { ...page.next, byIds: true };
    for (let start = skip; start < ids.length; start += size) {
      const end = Math.min(start + size, ids.length);
      const isLast = end === ids.length;
      const next = isLast ? last : among(end);
      yield { ids: ids.slice(start, end), next, resumeAt: (id) => among(ids.indexOf(id)), ...(isLast && { said }) };
    }
    if (skip >= ids.length && last === null) yield { ids: [], next: null, resumeAt: () => among(ids.length), said };
  }
}

async function readChunk(list: ListRequest, { ids, next, resumeAt, said }: Chunk, fetch: Fetch): Promise<Located> {
  const records = ids.length === 0 ? [] : await fetch(list, ids);
  const byId = new Map(records.map((record) => [textEntry(record, 'id') ?? '', record]));
  const found = ids.filter((id) => byId.has(id));
  const page = {
    ...NOTHING,
    ...said,
    records: found.map((id) => byId.get(id)),
    next,
    missing: ids.filter((id) => !byId.has(id)),
  };
  return { page, skip: 0, resumeAt: (index) => resumeAt(found[index] ?? '') };
}
