import type { Clock } from '../../client/clock';
import { JiraError, type JiraErrorCode } from '../../client/errors/jira-error';

/** How long a result is given again without asking, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** The most results that are cached: searches make a new one for every letter. */
const MOST_RESULTS = 300;
/** Jira can't be asked now. Whatever else it says (that the account may not, that the thing is gone) is news. */
const DOWN: ReadonlySet<JiraErrorCode> = new Set<JiraErrorCode>([
  'JIRA_NETWORK',
  'JIRA_TIMEOUT',
  'JIRA_UNAVAILABLE',
  'JIRA_RATE_LIMIT',
  'JIRA_QUEUE_FULL',
  'JIRA_RESPONSE',
]);

/** A result, how old it is, and why there is no newer one. */
export interface CachedResult<Fact> {
  readonly fact: Fact;
  readonly ageMs: number;
  readonly problem?: JiraError;
}

/** Results of one site that stay useful when Jira is down. A form must open without it. */
export class LookupCache<Fact> {
  readonly #results = new Map<string, { readonly fact: Fact; readonly at: number }>();
  readonly #loading = new Map<string, Promise<Fact>>();

  constructor(private readonly clock: Clock) {}

  /**
   * The result by its key: the cached one while it is fresh, unless `refresh` asks for a new one; and one of any age
   * where Jira can't be asked.
   * @throws JiraError
   */
  async recall(key: string, load: () => Promise<Fact>, refresh: boolean): Promise<CachedResult<Fact>> {
    const known = this.#results.get(key);
    const ageMs = known ? this.clock.now() - known.at : 0;
    if (known && !refresh && ageMs < FRESH_MS) return { fact: known.fact, ageMs };
    try {
      return { fact: await this.#load(key, load), ageMs: 0 };
    } catch (error) {
      if (known && error instanceof JiraError && DOWN.has(error.code)) {
        return { fact: known.fact, ageMs, problem: error };
      }
      throw error;
    }
  }

  /** Asked twice at once, Jira is asked once. */
  #load(key: string, load: () => Promise<Fact>): Promise<Fact> {
    const loading = this.#loading.get(key) ?? this.#loaded(key, load);
    this.#loading.set(key, loading);
    return loading;
  }

  async #loaded(key: string, load: () => Promise<Fact>): Promise<Fact> {
    try {
      const fact = await load();
      this.#keep(key, fact);
      return fact;
    } finally {
      this.#loading.delete(key);
    }
  }

  #keep(key: string, fact: Fact): void {
    this.#results.delete(key);
    this.#results.set(key, { fact, at: this.clock.now() });
    const [oldest] = this.#results.keys();
    if (this.#results.size > MOST_RESULTS && oldest !== undefined) this.#results.delete(oldest);
  }
}
