import { type Clock, systemClock } from '../clock';
import { RateLimiter, type RateLimiterOptions } from './rate-limiter';

interface Shared {
  readonly rateLimiter: RateLimiter;
  readonly holders: Set<RateLimiterOptions>;
  /** When the last holder let go, by `Clock.now`. */
  leftAt: number;
}

/** What a site was told about its limits outlives a deploy by this much. */
const KEPT_MS = 3_600_000;

/**
 * The rate limiters of this Node-RED. Sites with the same address and principal are limited by Jira as one, so they share
 * one: inside a subflow every instance has a site of its own. The strictest of their limits counts.
 */
export class SharedRateLimiters {
  readonly #shared = new Map<string, Shared>();

  constructor(private readonly clock: Clock = systemClock) {}

  /**
   * The rate limiter of a site, and the function that lets go of it.
   * @param principal whose calls these are, without a secret
   */
  hold(
    siteUrl: string,
    principal: string,
    options: RateLimiterOptions,
  ): { rateLimiter: RateLimiter; release: () => void } {
    this.#forgetUnused();
    const key = JSON.stringify([siteUrl, principal]);
    const shared = this.#shared.get(key) ?? {
      rateLimiter: new RateLimiter(options, this.clock),
      holders: new Set(),
      leftAt: 0,
    };
    this.#shared.set(key, shared);
    shared.holders.add(options);
    shared.rateLimiter.limits = strictest(shared.holders);
    const release = () => {
      shared.holders.delete(options);
      shared.leftAt = this.clock.now();
      if (shared.holders.size > 0) shared.rateLimiter.limits = strictest(shared.holders);
    };
    return { rateLimiter: shared.rateLimiter, release };
  }

  #forgetUnused(): void {
    for (const [key, { holders, leftAt }] of this.#shared) {
      if (holders.size === 0 && this.clock.now() - leftAt >= KEPT_MS) this.#shared.delete(key);
    }
  }
}

function strictest(holders: ReadonlySet<RateLimiterOptions>): RateLimiterOptions {
  const all = [...holders];
  return {
    ...all[0],
    concurrency: Math.min(...all.map(({ concurrency }) => concurrency)),
    maxQueue: Math.min(...all.map(({ maxQueue }) => maxQueue)),
  };
}
