import { isRecord, parseJson } from '../client/json';
import { type Ledger, type LedgerEntry, readEntry, type WriteName } from '../idempotency/once-ledger';
import type { Turn } from '../outbox/sender';

/** Notes which writes of a kept message have been made with that message itself: its key is of nobody else's, and ends with it. */
export class EntryLedger implements Ledger {
  readonly #writes: Map<string, LedgerEntry>;

  constructor(private readonly turn: Pick<Turn, 'note' | 'takeNote'>) {
    const noted = turn.note === undefined ? {} : parseJson(turn.note);
    this.#writes = new Map(
      Object.entries(isRecord(noted) ? noted : {}).flatMap(([key, write]) => {
        const known = readEntry(write);
        return known ? [[key, known] as const] : [];
      }),
    );
  }

  /** Whether something has left of which nobody knows whether it has happened. */
  get isInDoubt(): boolean {
    return [...this.#writes.values()].some(({ state }) => state === 'sending');
  }

  async read([, , key]: WriteName): Promise<LedgerEntry | undefined> {
    return this.#writes.get(key);
  }

  async write([, , key]: WriteName, write: LedgerEntry): Promise<void> {
    const before = this.#writes.get(key);
    this.#writes.set(key, write);
    try {
      await this.#store();
    } catch (error) {
      if (before) this.#writes.set(key, before);
      else this.#writes.delete(key);
      throw error;
    }
  }

  async forget([, , key]: WriteName): Promise<void> {
    this.#writes.delete(key);
    await this.#store();
  }

  #store(): Promise<void> {
    const { size } = this.#writes;
    return this.turn.takeNote(size === 0 ? undefined : JSON.stringify(Object.fromEntries(this.#writes)));
  }
}
