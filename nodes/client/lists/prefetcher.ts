import type { Page, PageStyle, Position } from './paging';
import type { Reading } from './reading';

/** Pages asked for before their turn. What comes out of turn is only kept; the pages themselves say where the list goes on. */
export class Prefetcher {
  readonly #pages = new Map<number, Promise<Page>>();
  #stride = 0;
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

  /** Asks for pages after this one, as large as it turned out to be: servers cap pages below what was asked. */
  plan({ records, next, total }: Page, at: Position): void {
    const { all, limit, strategy, width } = this.reading;
    if (!all || strategy === 'sequential' || (this.style !== 'offset' && this.style !== 'page')) return;
    if (next?.startAt === undefined || total === undefined || records.length === 0) return;
    this.#stride ||= records.length;
    this.#planned = Math.max(this.#planned, next.startAt);
    const begin = at.startAt ?? 0;
    const end = Math.min(total, limit > 0 ? begin + limit : total);
    while (this.#planned < end && this.#pages.size < width) {
      const page = this.ask({ startAt: this.#planned, maxResults: this.#stride });
      // Whoever takes it hears of its failure; a page that is not needed any more may fail unheard.
      page.catch(() => {});
      this.#pages.set(this.#planned, page);
      this.#planned += this.#stride;
    }
  }

  /** After a page that was shorter than the others: only the gap before the next one that is on its way. */
  toNextPlanned(next: Position): Position {
    if (next.startAt === undefined || this.#pages.has(next.startAt)) return next;
    const { startAt } = next;
    const following = Math.min(...[...this.#pages.keys()].filter((planned) => planned > startAt));
    return Number.isFinite(following)
      ? { ...next, maxResults: following - startAt }
      : { ...next, maxResults: this.#stride || next.maxResults };
  }
}
