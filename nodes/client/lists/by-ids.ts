import { textEntry } from '../json';
import type { Deduplicator } from './deduplicator';
import { readPages } from './pages';
import { type ListRequest, NOTHING, type Position } from './paging';
import type { Ask, Fetch, Located, Reading } from './reading';

/** Ids, many at a time; then their records, some calls side by side, in the order of the ids. */
export async function* readByIds(
  list: ListRequest,
  start: Position,
  reading: Reading,
  ask: Ask,
  fetch: Fetch,
  seen: Deduplicator,
): AsyncGenerator<Located> {
  const { byIds } = list;
  if (!byIds) return;
  const idsAt = { nextPageToken: start.nextPageToken, skip: start.skip, maxResults: byIds.idsPerPage };
  const idPages = readPages(byIds.list, idsAt, { ...reading, strategy: 'sequential' }, ask);
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
  readonly next: Position | null;
  readonly resumeAt: (id: string) => Position;
}

async function* chunksOf(pages: AsyncGenerator<Located>, size: number): AsyncGenerator<Chunk> {
  for await (const { page, skip, resumeAt } of pages) {
    const ids = page.records.map((record) => textEntry(record, 'id') ?? '');
    const among = (index: number): Position => ({ ...resumeAt(index), byIds: true });
    const last: Position | null = page.next && { ...page.next, byIds: true };
    for (let start = skip; start < ids.length; start += size) {
      const end = Math.min(start + size, ids.length);
      const next = end < ids.length ? among(end) : last;
      yield { ids: ids.slice(start, end), next, resumeAt: (id) => among(ids.indexOf(id)) };
    }
    if (skip >= ids.length && last === null) yield { ids: [], next: null, resumeAt: () => among(0) };
  }
}

async function readChunk(list: ListRequest, { ids, next, resumeAt }: Chunk, fetch: Fetch): Promise<Located> {
  const records = ids.length === 0 ? [] : await fetch(list, ids);
  const byId = new Map(records.map((record) => [textEntry(record, 'id') ?? '', record]));
  const found = ids.filter((id) => byId.has(id));
  const page = {
    ...NOTHING,
    records: found.map((id) => byId.get(id)),
    next,
    missing: ids.filter((id) => !byId.has(id)),
  };
  return { page, skip: 0, resumeAt: (index) => resumeAt(found[index] ?? '') };
}
