import { type Bounds, boundsOf, keyOf } from './keys';
import type { StoreEntry, StoreRange } from './store';

/** How many entries are in memory at a time. */
const PAGE = 100;

/** Reads entries by the text of their keys, in order. */
export type ReadPage = (bounds: Bounds, limit: number) => Promise<readonly (readonly [string, string])[]>;

/** The entries of a range, page by page: nothing is held open between them, as long as the reader takes. */
export async function* inPages(range: StoreRange, read: ReadPage): AsyncGenerator<StoreEntry> {
  let left = range.limit ?? Number.POSITIVE_INFINITY;
  let bounds = boundsOf(range);
  while (left > 0) {
    const wanted = Math.min(left, PAGE);
    const page = await read(bounds, wanted);
    for (const [text, value] of page) yield [keyOf(text), value];
    const last = page.at(-1);
    if (!last || page.length < wanted) return;
    left -= page.length;
    bounds = { gt: last[0], lt: bounds.lt };
  }
}
