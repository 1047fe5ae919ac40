import { type Bounds, keyText } from '../../nodes/store/keys';
import { inPages } from '../../nodes/store/pages';
import type { Store, StoreChange, StoreEntry, StoreKey, StoreRange } from '../../nodes/store/store';

/** A store that keeps nothing: for tests of what needs one. */
export class MemoryStore implements Store {
  readonly #values = new Map<string, string>();
  /** In order. */
  readonly #keys: string[] = [];

  get(key: StoreKey): Promise<string | undefined> {
    return Promise.resolve(this.#values.get(bytes(keyText(key))));
  }

  entries(range: StoreRange): AsyncIterable<StoreEntry> {
    return inPages(range, (bounds, limit) => Promise.resolve(this.#read(bounds, limit)));
  }

  async write(changes: readonly StoreChange[]): Promise<void> {
    // Nobody may rely on a write that is made before the call returns.
    await undefined;
    for (const change of changes) {
      const key = bytes(keyText(change.key));
      if (change.type === 'put') this.#put(key, text(bytes(change.value)));
      else this.#delete(key);
    }
  }

  #put(key: string, value: string): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#place(key), 0, key);
    this.#values.set(key, value);
  }

  #delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#place(key), 1);
  }

  #read({ gte, gt, lt }: Bounds, limit: number): (readonly [string, string])[] {
    const from = gt === undefined ? this.#place(bytes(gte ?? '')) : this.#place(`${bytes(gt)}\u0000`);
    const keys = this.#keys.slice(from, Math.min(from + limit, this.#place(bytes(lt))));
    return keys.map((key) => [text(key), this.#values.get(key) ?? ''] as const);
  }

  /** How many keys are less. */
  #place(key: string): number {
    let [from, to] = [0, this.#keys.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#keys[middle] ?? '') < key) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** UTF-8, a character for each byte: in the order of the bytes, as JavaScript's own isn't. */
const bytes = (value: string): string => Buffer.from(value, 'utf8').toString('latin1');
const text = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');
