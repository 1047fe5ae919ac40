import type { LimitHeaders } from './limit-headers';
import type { LimitScope } from './scopes';
import { type Refusal, TokenBucket } from './token-bucket';

/** A 429 within this time after another one has the same reason: it was no lone one. */
const SUSPICIOUS_MS = 60_000;
/** Fewer calls than this in the second before a first 429 say nothing of the limit. */
const TELLING_CALLS = 5;
/** So many refusals within a second, and others not long before, are a low limit; fewer are somebody else's doing. */
const TELLING_REFUSALS = 3;
const SECOND_MS = 1_000;
/** Calls to an unknown site that are spread out, and how many of them may start at once. */
const FIRST_CALLS = 40;
const FIRST_AT_ONCE = 8;

/** The last 429s within a scope. Those of calls that had left before the first of them are one with it. */
interface Refusals {
  /** When the first of them came. */
  readonly at: number;
  /** There had been one not long before, and it was waited for as asked. */
  readonly another: boolean;
  /** When those of the last second came. */
  readonly lately: readonly number[];
}

/** The buckets of a site's limits, each for the calls within its scope. All times are those of `Clock.now`. */
export class TokenBuckets {
  readonly #buckets = new Map<LimitScope, TokenBucket>();
  readonly #refusals = new Map<LimitScope, Refusals>();
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

  /**
   * After few calls, 429s that come one by one may be somebody else's doing, however often. Several at once, after others that were
   * waited for as asked, are a low limit.
   */
  refused(scope: LimitScope, refusal: Refusal): void {
    const { another, lately } = this.#refusalsWith(scope, refusal);
    const known = this.#buckets.get(scope);
    if (known) known.refused(refusal);
    else if (refusal.passedInASecond >= TELLING_CALLS || (another && lately.length >= TELLING_REFUSALS)) {
      this.#buckets.set(scope, TokenBucket.learned(refusal, another));
    }
  }

  forgetEnded(now: number): void {
    for (const [scope, bucket] of this.#buckets) if (bucket.isOver(now)) this.#buckets.delete(scope);
    for (const [scope, { at }] of this.#refusals) if (now - at > SUSPICIOUS_MS) this.#refusals.delete(scope);
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

  #refusalsWith(scope: LimitScope, { startedAt, at }: Refusal): Refusals {
    const before = this.#refusals.get(scope);
    const lately = [...(before?.lately.filter((one) => one > at - SECOND_MS) ?? []), at];
    const refusals =
      before !== undefined && startedAt <= before.at
        ? { ...before, lately }
        : { at, another: before !== undefined && at - before.at <= SUSPICIOUS_MS, lately };
    this.#refusals.set(scope, refusals);
    return refusals;
  }
}
