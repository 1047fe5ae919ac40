import type { Cursor } from './cursor';
import type { Page, PageStyle, Position } from './paging';
import type { Reading } from './reading';

/** Pages asked for before their turn. What comes out of turn is only kept; the pages themselves say where the list goes on. */
export class Prefetcher {
  readonly #pages = new Map<number, Promise<Page>>();
  #size = 0;
  #planned = 0;

  constructor(
    private readonly ask: (position: Position) => Promise<Page>,
    private readonly style: PageStyle,
    private readonly reading: Reading,
  ) {}

  take(at: Position): Promise<Page> {
    const page = this.#pages.get(at.startAt ?? -1);
    this.#pages.delete(at.startAt ?? -1);
    return page ?? this.ask(at);
  }

  /** The list has changed: what was asked for ahead no longer fits. */
  forget(): void {
    this.#pages.clear();
    this.#planned = 0;
  }

  /** Asks for pages after this one, each from the last record of the one before, of `size` or as large as this one turned out to be. */
  plan({ records, next, total }: Page, at: Position, size = records.length): void {
    const { all, limit, strategy, width } = this.reading;
    if (!all || strategy === 'sequential' || (this.style !== 'offset' && this.style !== 'page')) return;
    if (next?.startAt === undefined || total === undefined || records.length < 2) return;
    this.#size ||= records.length < (at.maxResults ?? 0) ? records.length : size;
    this.#planned = Math.max(this.#planned, next.startAt - 1);
    const begin = at.startAt ?? 0;
    const end = Math.min(total, limit > 0 ? begin + limit : total);
    while (this.#planned + 1 < end && this.#pages.size < width) {
      const page = this.ask({ startAt: this.#planned, maxResults: this.#size });
      // Whoever takes it hears of its failure; a page that is not needed any more may fail unheard.
      page.catch(() => {});
      this.#pages.set(this.#planned, page);
      this.#planned += this.#size - 1;
    }
  }

  /** After a page that was shorter than the others: only the gap before the next one that is on its way. */
  toNextPlanned(next: Cursor): Cursor {
    const { startAt, after } = next;
    if (startAt === undefined || after === undefined || this.#pages.has(startAt - 1)) return next;
    const following = Math.min(...[...this.#pages.keys()].filter((planned) => planned >= startAt));
    return Number.isFinite(following) ? { ...next, maxResults: following - startAt + 1 } : next;
  }
}
