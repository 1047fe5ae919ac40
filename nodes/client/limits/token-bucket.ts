/** Waiting for a token alone never makes calls rarer than this; where Jira wants more, it says so with a 429. */
const SLOWEST_PER_SECOND = 0.2;
/** A second up to the first 429 let more through than a second allows for long: a bucket was full before. */
const FIRST_PART = 0.75;
/** Seconds' worth of a learned bucket that may start at once. Many limits count by the clock's seconds, and no call may fall into a wrong one. */
const BURST_SECONDS = 0.4;
/** What is left of a rate after another 429, at most and at least. */
const GENTLE_PART = 0.9;
const HARD_PART = 0.5;
/**
 * After this time without a 429 a rate has doubled, after twice that it is 16 times as high: it stays near a limit that is
 * there, and leaves one that is no more.
 */
const DOUBLED_AFTER_MS = 8_000;
/**
 * A learned bucket that has met no 429 for so long after its pause holds nothing back any more: a lone one may have been
 * somebody else's doing, and ten seconds after it a site is back at the rate that it had.
 */
const LIFTED_AFTER_MS = 8_000;
const LIFTED_AFTER_ANOTHER_MS = 20_000;
/** A bucket that headers described and that no header has described for so long says nothing any more. */
const TOLD_FOR_MS = 300_000;

/** A 429, as far as it tells about the rate that Jira allows. All times are those of `Clock.now`. */
export interface Refusal {
  /** When the call left. */
  readonly startedAt: number;
  /** When its response came. */
  readonly at: number;
  /** Calls that got through in the second before. */
  readonly passedInASecond: number;
  /** When the pause that it asks for ends. */
  readonly resumesAt: number;
}

/**
 * The picture of a limit at Jira's side: a bucket that fills steadily with tokens, one for each call. It is told by headers,
 * or learned from 429s: what got through in the second before one is about what a second allows. Each further 429 makes it
 * smaller, time without one makes it grow faster and faster until it is gone.
 */
export class TokenBucket {
  /** Tokens per second before any growth. */
  #perSecond: number;
  readonly #toldSize: number | undefined;
  /** Seconds' worth of tokens that a learned bucket holds. */
  #burstSeconds = BURST_SECONDS;
  #tokens: number;
  #filledAt: number;
  /** Since when a learned bucket grows. */
  #growsFrom = Number.POSITIVE_INFINITY;
  #refusedAt: number | undefined;
  #endsAt: number;

  private constructor(
    now: number,
    picture: {
      readonly perSecond: number;
      readonly size?: number;
      readonly tokens: number;
      readonly lastsMs: number;
    },
  ) {
    this.#perSecond = Math.max(picture.perSecond, SLOWEST_PER_SECOND);
    this.#toldSize = picture.size;
    this.#tokens = picture.tokens;
    this.#filledAt = now;
    this.#endsAt = now + picture.lastsMs;
  }

  /**
   * As headers describe it.
   * @param lastsMs how long the description holds
   */
  static told(now: number, perSecond: number, size: number, left: number, lastsMs = TOLD_FOR_MS): TokenBucket {
    return new TokenBucket(now, {
      perSecond,
      size: Math.max(size, 1),
      tokens: Math.min(left, size),
      lastsMs: Math.min(lastsMs, TOLD_FOR_MS),
    });
  }

  /**
   * As a 429 lets one guess.
   * @param another whether there was one not long before
   */
  static learned(refusal: Refusal, another: boolean): TokenBucket {
    const perSecond = Math.max(1, refusal.passedInASecond) * FIRST_PART;
    const bucket = new TokenBucket(refusal.at, { perSecond, tokens: 0, lastsMs: 0 });
    bucket.#startAfter(refusal, another);
    return bucket;
  }

  /** Milliseconds from `now` until a call may start; 0: at once. */
  waitMs(now: number): number {
    if (this.isOver(now)) return 0;
    this.#fill(now);
    // A hair's breadth less than a whole token is one: times are whole milliseconds.
    if (this.#tokens > 1 - 1e-6) return 0;
    return Math.min(Math.ceil(((1 - this.#tokens) / this.#rate(now)) * 1_000), this.#endsAt - now);
  }

  /** Nothing has been heard of the limit for so long that it holds nothing back any more. */
  isOver(now: number): boolean {
    return now >= this.#endsAt;
  }

  /** A call starts. */
  take(now: number): void {
    this.#fill(now);
    this.#tokens--;
  }

  /** A call got a 429. One that left before the bucket was last seen empty tells nothing new. */
  refused(refusal: Refusal): void {
    if (this.#refusedAt !== undefined && refusal.startedAt <= this.#refusedAt) return;
    const rate = this.#rate(refusal.at);
    const [most, least] = [rate * GENTLE_PART, rate * HARD_PART];
    this.#perSecond = Math.max(SLOWEST_PER_SECOND, least, Math.min(most, refusal.passedInASecond));
    this.#burstSeconds /= 2;
    this.#startAfter(refusal, true);
  }

  #startAfter({ at, resumesAt }: Refusal, another: boolean): void {
    this.#tokens = 0;
    this.#filledAt = this.#refusedAt = at;
    this.#growsFrom = resumesAt;
    this.#endsAt = resumesAt + (another ? LIFTED_AFTER_ANOTHER_MS : LIFTED_AFTER_MS);
  }

  #rate(now: number): number {
    return this.#perSecond * 2 ** ((Math.max(0, now - this.#growsFrom) / DOUBLED_AFTER_MS) ** 2);
  }

  #fill(now: number): void {
    if (now <= this.#filledAt) return;
    const rate = this.#rate(now);
    const size = this.#toldSize ?? Math.max(1, rate * this.#burstSeconds);
    this.#tokens = Math.min(size, this.#tokens + ((now - this.#filledAt) / 1_000) * rate);
    this.#filledAt = now;
  }
}
