import type { StoreObserver } from '../../nodes/store/level-store';
import type { StoreChange } from '../../nodes/store/store';

export const BATCH_SIZE = 12;

/** What the process that is killed writes together: entries of a number, and that they are there. */
export function batch(number: number): StoreChange[] {
  const entries = Array.from(
    { length: BATCH_SIZE },
    (_, index): StoreChange => ({ type: 'put', key: ['batch', String(number), String(index)], value: 'x'.repeat(200) }),
  );
  return [...entries, { type: 'put', key: ['whole', String(number)], value: '' }];
}

/** Somebody whom nothing interests. */
export const inFolder: StoreObserver = {
  opened: () => undefined,
  failed: () => undefined,
  repaired: () => undefined,
};
