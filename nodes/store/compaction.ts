import type { Level } from './level';

/** So many deleted entries cost some milliseconds to whoever reads past them, such as the reader of a queue. */
const DELETED = 10_000;
/** Characters of values, which may all be replaced or deleted by now. */
const WRITTEN = 32_000_000;
/** A larger folder is left alone for longer, as more has to be written anew: at most so many bytes for each deleted entry. */
const BYTES_FOR_DELETED = 2_000;
/** Behind every key. */
const LAST = '\u{10ffff}\u{10ffff}';

/** What the engine is told to do. */
export type LevelChange =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

/**
 * Makes the engine give back the space of what was deleted or replaced. By itself it would do so only once much more is written on top:
 * a queue through which everything passes would grow, and reading its head would take longer and longer.
 */
export class Compaction {
  #from: string | undefined;
  #to = '';
  #deleted = 0;
  #written = 0;
  /** Bytes in the folder when it was last compacted. */
  #size = 0;
  #running = false;

  /** To be called after each write. The work is done in the background. */
  wrote(level: Level, changes: readonly LevelChange[]): void {
    for (const change of changes) {
      // Roughly, as JavaScript has its own order of characters: nothing depends on the range being exact.
      if (this.#from === undefined || change.key < this.#from) this.#from = change.key;
      if (change.key > this.#to) this.#to = change.key;
      if (change.type === 'del') this.#deleted++;
      else this.#written += change.value.length;
    }
    if (!this.#running && this.#isDue()) void this.#run(level);
  }

  #isDue(): boolean {
    const deleted = Math.max(DELETED, this.#size / BYTES_FOR_DELETED);
    return this.#deleted >= deleted || this.#written >= Math.max(WRITTEN, this.#size);
  }

  async #run(level: Level): Promise<void> {
    const [from = '', to] = [this.#from, this.#to];
    [this.#from, this.#to, this.#deleted, this.#written] = [undefined, '', 0, 0];
    this.#running = true;
    try {
      await level.compactRange(from, to);
      this.#size = await level.approximateSize('', LAST);
    } catch {
      // A disk that fails will fail the next write as well, which says so; an engine that was closed needs no more of this.
    } finally {
      this.#running = false;
    }
  }
}
