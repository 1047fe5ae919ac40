import type { Clock } from '../clock';
import { JiraError } from '../errors/jira-error';
import { onAbort } from '../http/signals';
import { FairQueue, type Slot } from './fair-queue';
import { readLimitHeaders } from './limit-headers';
import { type Pause, Pauses } from './pauses';
import { type CallScope, type LimitScope, limitScope, limitScopesOf } from './scopes';
import { TokenBuckets } from './token-buckets';
import { type HourlyUsage, Usage, type UsageMinute } from './usage';

/** Told the milliseconds that pauses will hold a call back, and again if they grow. If it throws, the call fails with that. */
export type OnHold = (ms: number) => void;

export interface RateLimiterOptions {
  /** Calls in flight at once. */
  readonly concurrency: number;
  /** Calls that may wait; one more fails with `JIRA_QUEUE_FULL`. */
  readonly maxQueue: number;
  /**
   * The rate of the first calls to a site of which nothing is known yet; any if left out. A limit that responds with a 429
   * alone is then met by few calls at once.
   */
  readonly firstPerSecond?: number | undefined;
}

/**
 * The `firstPerSecond` of a site: about two thirds of what Jira Cloud publishes as the steady rate of an endpoint. A lower limit is
 * met by few calls at once, and eight calls in flight at 100 ms each are hardly slowed.
 */
export const FIRST_PER_SECOND = 64;

/** The figures of a rate limiter at one moment, for the admin endpoint. */
export interface RateLimiterStatus {
  readonly inFlight: number;
  readonly waiting: number;
  readonly pauses: readonly Pause[];
  readonly lastHour: HourlyUsage;
}

/** What Jira responded, as far as limits go. */
export interface LimitedResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly scopes: readonly LimitScope[];
  readonly start: () => void;
  readonly fail: (reason: unknown) => void;
  readonly onHold: OnHold;
  /** The end of the pauses that `onHold` was told of. */
  heldUntil: number;
}

/**
 * The one queue of a site. It holds calls back for concurrency, for pauses and for the rate that Jira allows, and serves the
 * nodes in turn.
 */
export class RateLimiter {
  #inFlight = 0;
  readonly #queue = new FairQueue<Waiting>();
  readonly #pauses = new Pauses();
  readonly #buckets: TokenBuckets;
  readonly #usage: Usage;
  /** Calls that wait for another attempt, and stand in no queue meanwhile. */
  #repeating = 0;
  #limits: RateLimiterOptions;
  /** Calls that may be in flight while Jira says that a limit is near. */
  #narrowed = Number.POSITIVE_INFINITY;
  #wakeUp: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(
    limits: RateLimiterOptions,
    private readonly clock: Clock,
  ) {
    this.#limits = limits;
    this.#usage = new Usage(clock);
    this.#buckets = new TokenBuckets(clock.now(), limits.firstPerSecond);
  }

  /** Puts other limits in place, for the calls to come. */
  set limits(limits: RateLimiterOptions) {
    this.#limits = limits;
    this.#serve();
  }

  /**
   * Waits until a call may start and returns the function that tells that it has ended.
   * @param source whose turn it is: a node's id
   * @throws JiraError `JIRA_QUEUE_FULL`, what `onHold` throws, or the signal's reason once it is aborted
   */
  async acquire(source: string, scope: CallScope, signal: AbortSignal, onHold: OnHold): Promise<() => void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const scopes = limitScopesOf(scope);
      const start = () => {
        forgetSignal();
        resolve(this.#occupy(scopes));
      };
      const fail = (reason: unknown) => {
        forgetSignal();
        this.#drop(slot);
        reject(reason);
      };
      const waiting: Waiting = { scopes, start, fail, onHold, heldUntil: Number.NEGATIVE_INFINITY };
      const forgetSignal = onAbort(signal, () => fail(signal.reason));
      const slot = this.#queue.add(source, waiting);
      this.#serve();
      if (!slot.link) return;
      if (this.#queue.size > this.#limits.maxQueue) fail(queueFull(this.#limits.maxQueue));
      else this.#tellPauses(waiting, this.clock.now());
    });
  }

  /**
   * Holds back every call within `scope` for at least `ms` milliseconds from now.
   * @param reason Jira's own word for the limit, if it gave one
   */
  pause(scope: LimitScope, ms: number, reason?: string): void {
    const now = this.clock.now();
    if (!this.#pauses.add(scope, ms, now, reason)) return;
    for (const waiting of this.#queue) if (waiting.scopes.includes(scope)) this.#tellPauses(waiting, now);
    this.#serve();
  }

  /**
   * Takes in what a response says of Jira's limits, before its call gives its queue slot back: so no call leaves between a
   * 429 and the pause that it asks for.
   * @param startedAt when the call left, by `Clock.now`
   * @param pauseMs milliseconds that calls are held back after a 429
   */
  observe(scope: CallScope, startedAt: number, { status, headers }: LimitedResponse, pauseMs = 0): void {
    const limited = status === 429;
    this.#usage.responded(scope, limited);
    this.#takeHeaders(headers);
    if (limited) this.#refused(scope, startedAt, headers['ratelimit-reason'], pauseMs);
    this.#buckets.responded(limited);
    this.#serve();
  }

  status(): RateLimiterStatus {
    const now = this.clock.now();
    this.#pauses.forgetEnded(now);
    return {
      inFlight: this.#inFlight,
      waiting: this.#queue.size,
      pauses: this.#pauses.list(now),
      lastHour: this.#usage.lastHour(),
    };
  }

  /** The last hour, minute by minute. */
  minutes(): UsageMinute[] {
    return this.#usage.minutes();
  }

  /** A call begins to wait for another attempt, outside of the queue. Returns the function that tells that it goes on. */
  repeatWaits(): () => void {
    this.#repeating++;
    this.#countWaiting();
    return () => {
      this.#repeating--;
      this.#countWaiting();
    };
  }

  #countWaiting(): void {
    this.#usage.waits(this.#queue.size + this.#repeating);
  }

  #takeHeaders(headers: LimitedResponse['headers']): void {
    const { concurrency } = this.#limits;
    const said = readLimitHeaders(headers);
    this.#narrowed = said.near
      ? Math.max(1, Math.min(said.left ?? concurrency, Math.floor(concurrency / 4)))
      : Number.POSITIVE_INFINITY;
    const emptyForMs = this.#buckets.describe(said, { inFlight: this.#inFlight, concurrency }, this.clock.now());
    if (emptyForMs !== undefined) this.pause('site', emptyForMs, 'quota');
  }

  #refused(call: CallScope, startedAt: number, reason: string | undefined, pauseMs: number): void {
    const scope = limitScope(reason, call);
    const at = this.clock.now();
    this.pause(scope, pauseMs, reason);
    const passedInASecond = this.#usage.passedInASecond(scope);
    this.#buckets.refused(scope, { startedAt, at, passedInASecond, resumesAt: this.#pauses.until(scope, at) });
  }

  #occupy(scopes: readonly LimitScope[]): () => void {
    this.#buckets.take(scopes, this.clock.now());
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#inFlight--;
      this.#serve();
    };
  }

  #drop(slot: Slot<Waiting>): void {
    this.#queue.remove(slot);
    this.#countWaiting();
    if (this.#queue.size === 0) this.#wakeUpAt(Number.POSITIVE_INFINITY);
  }

  /** Tells a waiting call how long the pauses will hold it back, if it doesn't know yet. */
  #tellPauses(waiting: Waiting, now: number): void {
    const until = Math.max(...waiting.scopes.map((scope) => this.#pauses.until(scope, now)));
    if (until <= now || until <= waiting.heldUntil) return;
    waiting.heldUntil = until;
    try {
      waiting.onHold(until - now);
    } catch (reason) {
      waiting.fail(reason);
    }
  }

  /**
   * Starts whoever may go. The round has one moment, at which nobody else could go or somebody is waited for: if time moved
   * on within it, a call could fall due between the two looks, and nobody would ever wake it.
   */
  #serve(): void {
    const now = this.clock.now();
    this.#pauses.forgetEnded(now);
    this.#buckets.forgetEnded(now);
    const isClosed = (scope: LimitScope) => this.#waitMs(scope, now) > 0;
    // Nobody has to be asked while the whole site waits.
    while (this.#inFlight < Math.min(this.#limits.concurrency, this.#narrowed) && !isClosed('site')) {
      const next = this.#queue.take(isClosed);
      if (!next) break;
      this.#inFlight++;
      next.start();
    }
    this.#countWaiting();
    this.#wakeUpAt(this.#nextStart(now));
  }

  /** Milliseconds that the pause and the bucket of a scope hold its calls back. */
  #waitMs(scope: LimitScope, now: number): number {
    return Math.max(this.#pauses.until(scope, now) - now, this.#buckets.waitMs(scope, now));
  }

  /** One timer for all who wait. Whoever waits for concurrency only is served when another call ends. */
  #wakeUpAt(at: number): void {
    if (at === this.#wakeUp?.at) return;
    this.#wakeUp?.cancel();
    this.#wakeUp = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    const wakeUp = () => {
      this.#wakeUp = undefined;
      this.#serve();
    };
    this.#wakeUp = { at, cancel: this.clock.after(at - this.clock.now(), wakeUp) };
  }

  #nextStart(now: number): number {
    if (this.#queue.size === 0) return Number.POSITIVE_INFINITY;
    const scopes = new Set<LimitScope>([...this.#pauses.scopes, ...this.#buckets.scopes, 'site']);
    const waits = [...scopes].map((scope) => this.#waitMs(scope, now)).filter((ms) => ms > 0);
    return now + Math.min(...waits);
  }
}

function queueFull(waiting: number): JiraError {
  return new JiraError('JIRA_QUEUE_FULL', 'queue.full', { waiting }, { outcome: 'not-done', retryable: true });
}
