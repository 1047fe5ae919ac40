import type { Clock } from '../client/clock';
import { entry, isRecord, type JsonRecord, numberEntry, parseJson, textEntry } from '../client/json';
import type { Store, StoreChange, StoreKey } from '../store/store';

/** How long a key is remembered, in milliseconds. */
export const REMEMBERED_MS = 30 * 24 * 60 * 60_000;
/** How often old keys are looked for, in milliseconds, and how many are forgotten at a time at the most. */
const PRUNE_EVERY_MS = 10 * 60_000;
const PRUNED_AT_A_TIME = 1_000;
const DAY_MS = 24 * 60 * 60_000;

const ENTRIES = 'once';
/** The same keys by the day on which they were written, so that old ones are found without reading the others. */
const BY_DAY = 'once-by-day';

/** What names a write: site, operation and key, none of them empty. */
export type WriteName = readonly [siteKey: string, operation: string, key: string];

/** What is known of a write. `at` is the machine's time when that was written, in milliseconds since 1970. */
export type LedgerEntry =
  /** It may have left; whether it has happened is to be found out by the clue. */
  | { readonly state: 'sending'; readonly at: number; readonly clue: JsonRecord }
  /** It has happened, and this was the body of the response. */
  | { readonly state: 'done'; readonly at: number; readonly result: unknown };

/** Which writes have been made, by their keys: it outlasts a restart, and forgets what is older than 30 days. */
export class OnceLedger {
  #prunedAt: number | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** @throws StoreError */
  async read(name: WriteName): Promise<LedgerEntry | undefined> {
    const text = await this.store.get([ENTRIES, ...name]);
    return text === undefined ? undefined : readEntry(parseJson(text));
  }

  /** @throws StoreError */
  async write(name: WriteName, entry: LedgerEntry): Promise<void> {
    await this.store.write([
      { type: 'put', key: [ENTRIES, ...name], value: JSON.stringify(entry) },
      { type: 'put', key: [BY_DAY, dayOf(entry.at), ...name], value: '' },
    ]);
    this.#pruneSometimes();
  }

  /** @throws StoreError */
  forget(name: WriteName): Promise<void> {
    return this.store.write([{ type: 'delete', key: [ENTRIES, ...name] }]);
  }

  /**
   * Forgets some of what is older than 30 days. Returns how much that was.
   * @throws StoreError
   */
  async prune(): Promise<number> {
    const changes: StoreChange[] = [];
    const oldest = dayOf(this.clock.wallNow() - REMEMBERED_MS);
    for await (const [key] of this.store.entries({ prefix: [BY_DAY], limit: PRUNED_AT_A_TIME })) {
      const [, day = '', ...name] = key;
      if (day >= oldest) break;
      changes.push({ type: 'delete', key }, ...(await this.#isOld(name, oldest)));
    }
    if (changes.length > 0) await this.store.write(changes);
    return changes.length;
  }

  /** A key that was used again later stays. */
  async #isOld(name: readonly string[], oldest: string): Promise<StoreChange[]> {
    const key: StoreKey = [ENTRIES, ...name];
    const text = await this.store.get(key);
    const known = text === undefined ? undefined : readEntry(parseJson(text));
    return known && dayOf(known.at) >= oldest ? [] : [{ type: 'delete', key }];
  }

  #pruneSometimes(): void {
    const now = this.clock.now();
    if (this.#prunedAt !== undefined && now - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    // A store that fails says so itself, and the next write will see it.
    this.prune().catch(() => {});
  }
}

function readEntry(value: unknown): LedgerEntry | undefined {
  const at = numberEntry(value, 'at') ?? 0;
  if (textEntry(value, 'state') === 'done') return { state: 'done', at, result: entry(value, 'result') };
  const clue = entry(value, 'clue');
  return { state: 'sending', at, clue: isRecord(clue) ? clue : {} };
}

/** Days since 1970, in the order of texts. A clock that is far off must not break the order. */
function dayOf(at: number): string {
  return String(Math.max(0, Math.floor(at / DAY_MS))).padStart(8, '0');
}
