import type { Clock } from '../clock';

/** What an answer's headers say of a limit that has not been reached yet. */
export interface LimitHeaders {
  /** A bucket as Data Center describes it: so many calls at once, and so many more per second. */
  readonly bucket?: { readonly size: number; readonly left: number; readonly perSecond: number } | undefined;
  /** A quota as Cloud describes it: calls left until it begins anew. */
  readonly quota?: { readonly left: number; readonly seconds: number } | undefined;
  /** Less than a fifth of a quota is left. */
  readonly near: boolean;
  /** Calls that the current limit still allows. */
  readonly left?: number | undefined;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Reads Jira's limit headers, by their lower-case names. The `Beta-` forms are left alone: they tell of limits that are not
 * enforced yet.
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
export function readLimitHeaders(headers: Headers): LimitHeaders {
  const left = number(headers['x-ratelimit-remaining']);
  return {
    bucket: bucketOf(headers, left),
    quota: tightestQuota(headers.ratelimit ?? ''),
    near: headers['x-ratelimit-nearlimit']?.toLowerCase() === 'true',
    left,
  };
}

function bucketOf(headers: Headers, left: number | undefined): LimitHeaders['bucket'] {
  const size = number(headers['x-ratelimit-limit']);
  const fill = number(headers['x-ratelimit-fillrate']);
  const seconds = number(headers['x-ratelimit-interval-seconds']);
  if (size === undefined || left === undefined || !fill || !seconds) return undefined;
  return { size, left, perSecond: fill / seconds };
}

/** `"global-app-quota";r=11000;t=600, …`: any number of entries, and `r` only near the limit. */
function tightestQuota(header: string): LimitHeaders['quota'] {
  const quotas = header.split(',').flatMap((entry) => {
    const left = number(/;\s*r=(\d+)/.exec(entry)?.[1]);
    const seconds = number(/;\s*t=(\d+)/.exec(entry)?.[1]);
    return left === undefined || !seconds ? [] : [{ left, seconds }];
  });
  return quotas.sort((one, other) => one.left / one.seconds - other.left / other.seconds)[0];
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** Pacing alone never makes calls rarer than this; where Jira wants more, it says so with a 429. */
const SLOWEST_PER_SECOND = 0.2;
/** A second up to the first 429 let more through than a second allows for long: a bucket was full before. */
const FIRST_PART = 0.75;
/** Seconds of a learned pace that may start at once. Many limits count by the clock's seconds, and no call may fall into a wrong one. */
const BURST_SECONDS = 0.4;
/** What is left of a pace after another 429, at most and at least. */
const GENTLE_PART = 0.9;
const HARD_PART = 0.5;
/** A learned pace that meets no 429 grows a little, since limits change; after the last time it is forgotten. */
const GROWS_AFTER_MS = 2_000;
const GROWTH = 1.05;
const FORGOTTEN_AFTER_MS = 300_000;
/** Fewer calls than this in the second before a first 429 say nothing of the limit. */
export const TELLING_CALLS = 5;

/**
 * The picture of a limit at Jira's side: a bucket of calls that fills steadily. It is told by headers, or learned from 429s:
 * what got through in the second before one is about what a second allows. Each further 429 makes it smaller, time without
 * one makes it grow.
 */
export class TokenBucket {
  #perSecond: number;
  #size: number;
  #calls: number;
  #seenAt: number;
  #emptyAt: number | undefined;
  #grownAt: number;
  #heardAt: number;

  private constructor(
    private readonly clock: Clock,
    picture: { readonly perSecond: number; readonly size: number; readonly calls: number },
  ) {
    this.#perSecond = Math.max(picture.perSecond, SLOWEST_PER_SECOND);
    this.#size = Math.max(picture.size, 1);
    this.#calls = picture.calls;
    this.#seenAt = this.#grownAt = this.#heardAt = clock.now();
  }

  /** As headers describe it. */
  static told(clock: Clock, perSecond: number, size: number, left: number): TokenBucket {
    return new TokenBucket(clock, { perSecond, size, calls: Math.min(left, size) });
  }

  /** After a first 429. `passedInASecond`: calls that got through in the second before. */
  static learned(clock: Clock, passedInASecond: number): TokenBucket {
    const perSecond = passedInASecond * FIRST_PART;
    const pace = new TokenBucket(clock, { perSecond, size: perSecond * BURST_SECONDS, calls: 0 });
    pace.#emptyAt = clock.now();
    return pace;
  }

  /** Milliseconds from `now` until a call may start; 0: at once. */
  waitMs(now: number): number {
    this.#fill(now);
    // A hair's breadth less than a whole call is one: times are whole milliseconds.
    return this.#calls > 1 - 1e-6 ? 0 : Math.ceil(((1 - this.#calls) / this.#perSecond) * 1_000);
  }

  /** Nothing has been heard of the limit for so long that it says nothing any more. */
  get outdated(): boolean {
    return this.clock.now() - this.#heardAt > FORGOTTEN_AFTER_MS;
  }

  /** A call starts. */
  take(): void {
    this.#fill(this.clock.now());
    this.#calls--;
  }

  /**
   * A call got a 429.
   * @param startedAt when it left: those that left before the bucket was last seen empty tell nothing new
   * @param passedInASecond calls that got through in the second before
   */
  refused(startedAt: number, passedInASecond: number): void {
    const now = this.clock.now();
    if (this.#emptyAt !== undefined && startedAt <= this.#emptyAt) return;
    const [most, least] = [this.#perSecond * GENTLE_PART, this.#perSecond * HARD_PART];
    this.#perSecond = Math.max(SLOWEST_PER_SECOND, least, Math.min(most, passedInASecond));
    this.#size = Math.max(1, this.#size / 2);
    this.#calls = 0;
    this.#seenAt = this.#emptyAt = this.#grownAt = this.#heardAt = now;
  }

  #fill(now: number): void {
    if (now <= this.#seenAt) return;
    if (this.#emptyAt !== undefined && now - this.#grownAt >= GROWS_AFTER_MS) {
      this.#perSecond *= GROWTH;
      this.#grownAt = now;
    }
    this.#calls = Math.min(this.#size, this.#calls + ((now - this.#seenAt) / 1_000) * this.#perSecond);
    this.#seenAt = now;
  }
}
