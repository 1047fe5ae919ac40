import { textEntry } from '../json';

/** What tells a record from the others of its list; `undefined` where nothing does. */
export function identityOf(record: unknown): string | undefined {
  return ['id', 'accountId', 'fieldId', 'key', 'name'].map((entry) => textEntry(record, entry)).find((text) => text);
}

/** The records handed on so far: a list that changes while it is read shows some of them twice. */
export class Deduplicator {
  readonly #identities = new Set<string>();

  has(identity: string | undefined): boolean {
    return identity !== undefined && this.#identities.has(identity);
  }

  add(identity: string): void {
    this.#identities.add(identity);
  }

  /** Whether the record has not been here before. One without an identity can't be told from others. */
  isNew(record: unknown): boolean {
    const identity = identityOf(record);
    if (identity === undefined) return true;
    const before = this.#identities.size;
    return this.#identities.add(identity).size > before;
  }
}
