import { textEntry } from '../json';

/** The records handed on so far: a list that changes while it is read shows some of them twice. */
export class Deduplicator {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Whether the record has not been here before. One without an id can't be told from others. */
  isNew(record: unknown): boolean {
    const id = ['id', 'accountId', 'fieldId', 'key', 'name']
      .map((entry) => textEntry(record, entry))
      .find((text) => text);
    if (id === undefined) return true;
    const before = this.#ids.size;
    return this.#ids.add(id).size > before;
  }
}
