import type { Clock } from './clock';

/** How long a site's facts (its fields, its people) are believed, in milliseconds. */
const LIFETIME_MS = 5 * 60_000;

/** What a site has been asked already. Asked twice at once, it asks Jira once; a failure is not remembered. */
export class TtlCache {
  readonly #facts = new Map<string, { readonly fact: Promise<unknown>; readonly until: number }>();

  constructor(private readonly clock: Clock) {}

  /** How many facts are held. */
  get size(): number {
    return this.#facts.size;
  }

  /** The fact by its key, from `load` if it is new or too old. One key always holds one type of fact. */
  recall<Fact>(key: CacheKey<Fact>, load: () => Promise<Fact>): Promise<Fact> {
    const known = this.#facts.get(key.name);
    if (known && this.clock.now() < known.until) return known.fact as Promise<Fact>;
    const fact = load();
    this.#dropOld();
    this.#facts.delete(key.name);
    this.#facts.set(key.name, { fact, until: this.clock.now() + LIFETIME_MS });
    fact.catch(() => this.#forget(key.name, fact));
    return fact;
  }

  /** Whether the fact is known and not too old. */
  knows(key: CacheKey<unknown>): boolean {
    const known = this.#facts.get(key.name);
    return known !== undefined && this.clock.now() < known.until;
  }

  /** Makes the next `recall` ask again. */
  forget(key: CacheKey<unknown>): void {
    this.#facts.delete(key.name);
  }

  /** All facts live equally long, and a map keeps the order of insertion: the old ones come first. */
  #dropOld(): void {
    for (const [name, { until }] of this.#facts) {
      if (this.clock.now() < until) return;
      this.#facts.delete(name);
    }
  }

  #forget(name: string, fact: Promise<unknown>): void {
    if (this.#facts.get(name)?.fact === fact) this.#facts.delete(name);
  }
}

/** The name of a fact, and to the compiler its type. */
export interface CacheKey<Fact> {
  readonly name: string;
  readonly factType?: Fact;
}
