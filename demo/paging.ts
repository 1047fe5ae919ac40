/** The two ways Jira numbers pages. */

import type { Call } from './call';

export interface Slice<T> {
  readonly startAt: number;
  readonly maxResults: number;
  readonly items: readonly T[];
}

/** The page that `startAt` and `maxResults` ask for; more than `most` is treated as `most`. */
export function slice<T>(call: Call, all: readonly T[], usual: number, most: number): Slice<T> {
  const startAt = Math.max(0, call.query.integer('startAt', 0));
  const asked = call.query.integer('maxResults', usual);
  const maxResults = Math.min(asked < 0 ? usual : asked, most);
  return { startAt, maxResults, items: all.slice(startAt, startAt + maxResults) };
}

/** `{self, nextPage?, startAt, maxResults, total, isLast, values}` */
export function serializePage<T>(
  call: Call,
  all: readonly T[],
  usual: number,
  most: number,
  serialize: (item: T) => unknown,
): unknown {
  const { startAt, maxResults, items } = slice(call, all, usual, most);
  const end = startAt + items.length;
  const address = (from: number): string => {
    const parameters = new URLSearchParams(call.query.all());
    parameters.set('startAt', String(from));
    parameters.set('maxResults', String(maxResults));
    return `${call.base}${call.path}?${parameters}`;
  };
  return {
    self: address(startAt),
    ...(end < all.length && items.length > 0 ? { nextPage: address(end) } : {}),
    maxResults,
    startAt,
    total: all.length,
    isLast: end >= all.length,
    values: items.map(serialize),
  };
}
