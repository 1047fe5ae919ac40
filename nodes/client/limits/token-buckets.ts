import type { LimitHeaders } from './limit-headers';
import type { LimitScope } from './scopes';
import { type Refusal, TokenBucket } from './token-bucket';

/** A 429 within this time after another one has the same reason: it was no lone one. */
const SUSPICIOUS_MS = 60_000;
/** Fewer calls than this in the second before a first 429 say nothing of the limit. */
const TELLING_CALLS = 5;
/** Calls to an unknown site that are spread out, and how many of them may start at once. */
const FIRST_CALLS = 40;
const FIRST_AT_ONCE = 8;

/** The buckets of a site's limits, each for the calls within its scope. All times are those of `Clock.now`. */
export class TokenBuckets {
  readonly #buckets = new Map<LimitScope, TokenBucket>();
  /** When the last 429 came. */
  readonly #refusedAt = new Map<LimitScope, number>();
  /** For a site of which nothing is known yet. */
  #first: { readonly bucket: TokenBucket; left: number } | undefined;

  /** @param firstPerSecond the rate of the first calls; any if left out */
  constructor(now: number, firstPerSecond: number | undefined) {
    if (firstPerSecond === undefined) return;
    this.#first = {
      bucket: TokenBucket.told(now, firstPerSecond, FIRST_AT_ONCE, FIRST_AT_ONCE),
      left: FIRST_CALLS,
    };
  }

  /** Milliseconds from `now` until a call within the scope may start. */
  waitMs(scope: LimitScope, now: number): number {
    return Math.max(0, ...this.#within(scope).map((bucket) => bucket.waitMs(now)));
  }

  /** A call that counts against these limits starts. */
  take(scopes: readonly LimitScope[], now: number): void {
    for (const bucket of scopes.flatMap((scope) => this.#within(scope))) bucket.take(now);
  }

  /**
   * Takes over what a response's headers say of the limits of the site.
   * @param inFlight calls that Jira may not have counted yet
   * @returns the milliseconds until a quota that is used up begins anew, if one is
   */
  describe(
    { bucket, quota }: Pick<LimitHeaders, 'bucket' | 'quota'>,
    { inFlight, concurrency }: { readonly inFlight: number; readonly concurrency: number },
    now: number,
  ): number | undefined {
    if (bucket) {
      this.#buckets.set('site', TokenBucket.told(now, bucket.perSecond, bucket.size, bucket.left - inFlight));
    } else if (quota) {
      const ms = quota.seconds * 1_000;
      this.#buckets.set('site', TokenBucket.told(now, quota.left / quota.seconds, concurrency, 1, ms));
      if (quota.left === 0) return ms;
    }
    return undefined;
  }

  /** A response has come; after some, or the first 429, a site is no longer unknown. */
  responded(limited: boolean): void {
    if (this.#first && (limited || --this.#first.left <= 0)) this.#first = undefined;
  }

  /** After few calls, a single 429 may be somebody else's doing; another one after waiting as asked is a low limit. */
  refused(scope: LimitScope, refusal: Refusal): void {
    const another = this.#isAnother(scope, refusal);
    const known = this.#buckets.get(scope);
    if (known) known.refused(refusal);
    else if (another || refusal.passedInASecond >= TELLING_CALLS) {
      this.#buckets.set(scope, TokenBucket.learned(refusal, another));
    }
  }

  forgetEnded(now: number): void {
    for (const [scope, bucket] of this.#buckets) if (bucket.isOver(now)) this.#buckets.delete(scope);
    for (const [scope, at] of this.#refusedAt) if (now - at > SUSPICIOUS_MS) this.#refusedAt.delete(scope);
  }

  /** The scopes that have a bucket. */
  get scopes(): Iterable<LimitScope> {
    return this.#buckets.keys();
  }

  #within(scope: LimitScope): TokenBucket[] {
    const bucket = this.#buckets.get(scope);
    const first = scope === 'site' ? this.#first?.bucket : undefined;
    return [bucket, first].filter((one) => one !== undefined);
  }

  /** Whether there was a 429 not long before. Those of calls that had left before it are the same one. */
  #isAnother(scope: LimitScope, { startedAt, at }: Refusal): boolean {
    const before = this.#refusedAt.get(scope);
    if (before !== undefined && startedAt <= before) return false;
    this.#refusedAt.set(scope, at);
    return before !== undefined && at - before <= SUSPICIOUS_MS;
  }
}
