import type { StoreKey, StoreRange } from './store';

/** Ends each part. Less than any character of a part, so that keys are ordered part by part. */
const END = '\u0000';
const ESCAPE = '\u0001';
/** The next one after END: behind all keys that begin with the same parts. */
const BEHIND = '\u0001';

/** Keys of an engine that are read: from `gte` or behind `gt`, up to `lt` exclusively. */
export interface Bounds {
  readonly gte?: string;
  readonly gt?: string;
  readonly lt: string;
}

/** A key as one text, in the same order by its bytes. */
export function keyText(key: StoreKey): string {
  return key.map((part) => escaped(part) + END).join('');
}

/** The key that `keyText` made a text of. */
export function keyOf(text: string): StoreKey {
  const [first = '', ...others] = text.split(END).slice(0, -1).map(unescaped);
  return [first, ...others];
}

/** Where the entries of a range lie, its limit apart. */
export function boundsOf({ prefix, after }: StoreRange): Bounds {
  const start = keyText(prefix);
  const lt = start.slice(0, -1) + BEHIND;
  const behind = after && keyText(after);
  // Compared as the engine compares them: JavaScript has another order of characters.
  if (behind === undefined || Buffer.compare(Buffer.from(behind), Buffer.from(start)) < 0) return { gte: start, lt };
  return { gt: behind, lt };
}

function escaped(part: string): string {
  return part.replaceAll(ESCAPE, `${ESCAPE}\u0002`).replaceAll(END, `${ESCAPE}\u0001`);
}

function unescaped(part: string): string {
  return part.replaceAll(`${ESCAPE}\u0001`, END).replaceAll(`${ESCAPE}\u0002`, ESCAPE);
}
