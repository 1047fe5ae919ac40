import { Compaction, type LevelChange } from './compaction';
import { GroupCommit } from './group-commit';
import { keyText } from './keys';
import { asStoreError, isDamage, type Level, openLevel } from './level';
import { inPages } from './pages';
import type { Store, StoreChange, StoreEntry, StoreError, StoreKey, StoreRange } from './store';

/** Whoever tells people how the store fares. */
export interface StoreObserver {
  /** It works, at first or again. */
  opened(): void;
  failed(error: StoreError): void;
  /** What was in damaged parts of its files is gone; it goes on with the rest. */
  repaired(folder: string): void;
}

/**
 * The store in a folder: LevelDB, whose writes are synced. It is opened when it is first needed. After a fault it is opened anew by
 * the next call, as an engine that could not write refuses all that follows, and a disk gets space again.
 */
export class LevelStore implements Store {
  readonly #writes = new GroupCommit((changes) => this.#commit(changes));
  readonly #compaction = new Compaction();
  #level: Promise<Level> | undefined;
  #closed: Promise<unknown> = Promise.resolve();
  #damaged = false;

  constructor(
    private readonly folder: string,
    private readonly observer: StoreObserver,
  ) {}

  get(key: StoreKey): Promise<string | undefined> {
    return this.#use((level) => level.get(keyText(key)));
  }

  entries(range: StoreRange): AsyncIterable<StoreEntry> {
    return inPages(range, (bounds, limit) => this.#use((level) => level.iterator({ ...bounds, limit }).all()));
  }

  write(changes: readonly StoreChange[]): Promise<void> {
    return this.#writes.write(changes);
  }

  /** Lets another process have the folder. The next call would open it again. */
  async close(): Promise<void> {
    this.#release(this.#level);
    await this.#closed;
  }

  async #commit(changes: readonly StoreChange[]): Promise<void> {
    const batch = changes.map(levelChange);
    await this.#use(async (level) => {
      await level.batch(batch, { sync: true });
      this.#compaction.wrote(level, batch);
    });
  }

  /** Does something with the engine; a second time if files had to be repaired. */
  async #use<T>(task: (level: Level) => Promise<T>): Promise<T> {
    for (let again = true; ; again = false) {
      this.#level ??= this.#open();
      const using = this.#level;
      try {
        return await task(await using);
      } catch (thrown) {
        this.#release(using);
        this.#damaged ||= isDamage(thrown);
        if (again && isDamage(thrown)) continue;
        const error = asStoreError(thrown, this.folder);
        this.observer.failed(error);
        throw error;
      }
    }
  }

  async #open(): Promise<Level> {
    await this.#closed;
    const level = await openLevel(this.folder, this.#damaged, () => this.observer.repaired(this.folder));
    this.#damaged = false;
    this.observer.opened();
    return level;
  }

  /** Closes the engine, unless somebody has done so and the next one is in use already. */
  #release(level: Promise<Level> | undefined): void {
    if (level === undefined || this.#level !== level) return;
    this.#level = undefined;
    this.#closed = level.then((open) => open.close()).catch(() => undefined);
  }
}

function levelChange(change: StoreChange): LevelChange {
  const key = keyText(change.key);
  return change.type === 'put' ? { type: 'put', key, value: change.value } : { type: 'del', key };
}
