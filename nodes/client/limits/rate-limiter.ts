import type { Clock } from '../clock';
import { JiraError } from '../errors/jira-error';
import { onAbort } from '../http/signals';
import { readLimitHeaders, TELLING_CALLS, TokenBucket } from './token-bucket';
import { type HourlyUsage, Usage } from './usage';

/** What a call counts against: the widths in which Jira limits calls. */
export interface CallScope {
  /** The route, such as `GET /issue/{issueIdOrKey}`: Jira's burst limits are per endpoint and method. */
  readonly endpoint: string;
  /** The issue that a write changes: Jira limits writes to one issue. */
  readonly issue?: string | undefined;
}

/** How wide a pause is: one endpoint, one issue, or the whole site. */
export type PauseScope = `endpoint:${string}` | `issue:${string}` | 'site';

interface Waiting {
  readonly scopes: readonly PauseScope[];
  readonly start: () => void;
  readonly fail: (reason: unknown) => void;
  readonly onHold: OnHold;
  /** The end of the pauses that `onHold` was told of. */
  heldUntil: number;
}

/** Told the milliseconds that pauses will hold a call back, and again if they grow. If it throws, the call fails with that. */
export type OnHold = (ms: number) => void;

export interface RateLimiterOptions {
  /** Calls in flight at once. */
  readonly concurrency: number;
  /** Calls that may wait; one more fails with `JIRA_QUEUE_FULL`. */
  readonly maxQueue: number;
  /**
   * The rate of the first calls to a site of which nothing is known yet; any if left out. A limit that answers with a 429
   * alone is then met by few calls at once.
   */
  readonly firstPerSecond?: number | undefined;
}

/** Jira's quotas begin anew every hour. A longer pause would be nonsense, and would last until a restart. */
const LONGEST_PAUSE_MS = 3_600_000;

/** A 429 within this time after another one has the same reason. */
const SUSPICIOUS_MS = 60_000;

/**
 * The `firstPerSecond` of a site: about two thirds of what Jira Cloud publishes as the steady rate of an endpoint. A lower limit is
 * met by few calls at once, and eight calls in flight at 100 ms each are hardly slowed.
 */
export const FIRST_PER_SECOND = 64;
/** Calls that are paced with `firstPerSecond`, and how many of them may start at once. */
const FIRST_CALLS = 40;
const FIRST_AT_ONCE = 8;

/** A pause as the figures tell it; `reason` is Jira's own word, where it gave one. */
export interface Pause {
  readonly scope: PauseScope;
  readonly reason?: string | undefined;
  readonly untilMs: number;
}

/** The figures of a budget at one moment, for the admin endpoint. */
export interface RateLimiterStatus {
  readonly inFlight: number;
  readonly waiting: number;
  readonly pauses: readonly Pause[];
  readonly lastHour: HourlyUsage;
}

/** What Jira answered, as far as limits go. */
export interface LimitedResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The one queue of a site. It holds calls back for concurrency, for pauses and for the pace that Jira allows, and serves the
 * nodes in turn, so that a list of ten thousand does not starve a single create.
 */
export class RateLimiter {
  #inFlight = 0;
  #waiting = 0;
  readonly #queues = new Map<string, Waiting[]>();
  readonly #pauses = new Map<PauseScope, Pause>();
  readonly #paces = new Map<PauseScope, TokenBucket>();
  /** When a 429 came that no pace explains. */
  readonly #unexplained = new Map<PauseScope, number>();
  readonly #past: Usage;
  #limits: RateLimiterOptions;
  /** Calls that may be in flight while Jira says that a limit is near. */
  #narrowed = Number.POSITIVE_INFINITY;
  #unknown: { readonly pace: TokenBucket; left: number } | undefined;
  #wakeUp: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(
    limits: RateLimiterOptions,
    private readonly clock: Clock,
  ) {
    this.#limits = limits;
    this.#past = new Usage(clock);
    const { firstPerSecond } = limits;
    if (firstPerSecond !== undefined) {
      this.#unknown = {
        pace: TokenBucket.told(clock, firstPerSecond, FIRST_AT_ONCE, FIRST_AT_ONCE),
        left: FIRST_CALLS,
      };
    }
  }

  /** Puts other limits in place, for the calls to come. */
  set limits(limits: RateLimiterOptions) {
    this.#limits = limits;
    this.#serve();
  }

  /**
   * Waits for a place and answers the function that gives it back.
   * @param source whose turn it is: a node's id
   * @throws JiraError `JIRA_QUEUE_FULL`, what `onHold` throws, or the signal's reason once it is aborted
   */
  async acquire(source: string, scope: CallScope, signal: AbortSignal, onHold: OnHold): Promise<() => void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const start = () => {
        forgetSignal();
        resolve(this.#occupy(scope));
      };
      const fail = (reason: unknown) => {
        forgetSignal();
        this.#drop(source, waiting);
        reject(reason);
      };
      const waiting: Waiting = { scopes: scopesOf(scope), start, fail, onHold, heldUntil: 0 };
      const forgetSignal = onAbort(signal, () => fail(signal.reason));
      this.#enqueue(source, waiting);
      this.#serve();
      if (this.#waiting > this.#limits.maxQueue) fail(queueFull(this.#limits.maxQueue));
      else if (this.#queues.get(source)?.includes(waiting)) this.#hold(waiting);
    });
  }

  /**
   * Holds back every call within `scope` for at least `ms` milliseconds from now.
   * @param reason Jira's own word for the limit, if it gave one
   */
  pause(scope: PauseScope, ms: number, reason?: string): void {
    const untilMs = this.clock.now() + Math.min(ms, LONGEST_PAUSE_MS);
    if (untilMs > (this.#pauses.get(scope)?.untilMs ?? 0)) this.#pauses.set(scope, { scope, untilMs, reason });
    for (const waiting of [...this.#queues.values()].flat()) this.#hold(waiting);
    this.#serve();
  }

  /**
   * Takes in what an answer says of Jira's limits, so that calls are spread before a limit is reached.
   * @param startedAt when the call left, in milliseconds since 1970
   */
  observe(scope: CallScope, startedAt: number, { status, headers }: LimitedResponse): void {
    const limited = status === 429;
    this.#past.answered(scope, limited);
    this.#hearHeaders(headers);
    if (limited) this.#learn(pauseScope(headers['ratelimit-reason'], scope), startedAt);
    if (this.#unknown && (limited || --this.#unknown.left <= 0)) this.#unknown = undefined;
    this.#serve();
  }

  status(): RateLimiterStatus {
    this.#endPauses(this.clock.now());
    return {
      inFlight: this.#inFlight,
      waiting: this.#waiting,
      pauses: [...this.#pauses.values()],
      lastHour: this.#past.lastHour(),
    };
  }

  #hearHeaders(headers: LimitedResponse['headers']): void {
    const { bucket, quota, near, left } = readLimitHeaders(headers);
    if (bucket) {
      // What is in flight may not have been counted yet.
      const free = bucket.left - this.#inFlight;
      this.#paces.set('site', TokenBucket.told(this.clock, bucket.perSecond, bucket.size, free));
    } else if (quota) {
      this.#paces.set('site', TokenBucket.told(this.clock, quota.left / quota.seconds, this.#limits.concurrency, 1));
      if (quota.left === 0) this.pause('site', quota.seconds * 1_000, 'quota');
    }
    const { concurrency } = this.#limits;
    if (near) this.#narrowed = Math.max(1, Math.min(left ?? concurrency, Math.floor(concurrency / 4)));
    else this.#narrowed = Number.POSITIVE_INFINITY;
  }

  #learn(scope: PauseScope, startedAt: number): void {
    const passed = this.#past.passedInASecond(scope);
    const known = this.#paces.get(scope);
    if (known) known.refused(startedAt, passed);
    else if (passed >= TELLING_CALLS || this.#isRefusedAgain(scope, startedAt)) {
      this.#paces.set(scope, TokenBucket.learned(this.clock, Math.max(1, passed)));
    }
  }

  /** After few calls, a single 429 may be somebody else's doing; another one after waiting as asked is a low limit. */
  #isRefusedAgain(scope: PauseScope, startedAt: number): boolean {
    const now = this.clock.now();
    const before = this.#unexplained.get(scope) ?? Number.NEGATIVE_INFINITY;
    if (now - before > SUSPICIOUS_MS) this.#unexplained.set(scope, now);
    return now - before <= SUSPICIOUS_MS && startedAt > before;
  }

  #occupy(scope: CallScope): () => void {
    for (const pace of this.#pacesOf(scopesOf(scope))) pace.take();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#inFlight--;
      this.#serve();
    };
  }

  #enqueue(source: string, waiting: Waiting): void {
    this.#waiting++;
    const queue = this.#queues.get(source);
    if (queue) queue.push(waiting);
    else this.#queues.set(source, [waiting]);
  }

  #drop(source: string, waiting: Waiting): void {
    const queue = this.#queues.get(source);
    const index = queue?.indexOf(waiting) ?? -1;
    if (!queue || index < 0) return;
    queue.splice(index, 1);
    if (queue.length === 0) this.#queues.delete(source);
    this.#waiting--;
    if (this.#waiting === 0) this.#wakeUpAt(Number.POSITIVE_INFINITY);
  }

  /** Tells a waiting call how long the pauses will hold it back, if it doesn't know yet. */
  #hold(waiting: Waiting): void {
    const until = Math.max(...waiting.scopes.map((scope) => this.#pauses.get(scope)?.untilMs ?? 0));
    if (until <= waiting.heldUntil) return;
    waiting.heldUntil = until;
    try {
      waiting.onHold(until - this.clock.now());
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
    this.#endPauses(now);
    while (this.#inFlight < Math.min(this.#limits.concurrency, this.#narrowed)) {
      const next = this.#takeNext(now);
      if (!next) break;
      this.#inFlight++;
      next.start();
    }
    this.#wakeUpAt(this.#nextStart(now));
  }

  /** The first call that nothing holds back, of the source that has waited longest for a turn. */
  #takeNext(now: number): Waiting | undefined {
    // Nobody has to be asked while the whole site waits.
    if (this.#waitOf(['site'], now) > 0) return undefined;
    for (const [source, queue] of this.#queues) {
      const index = queue.findIndex(({ scopes }) => this.#waitOf(scopes, now) === 0);
      const waiting = queue[index];
      if (!waiting) continue;
      queue.splice(index, 1);
      this.#waiting--;
      // A map keeps the order of insertion: whoever was served goes to the end.
      this.#queues.delete(source);
      if (queue.length > 0) this.#queues.set(source, queue);
      return waiting;
    }
    return undefined;
  }

  /** Milliseconds that pauses and paces hold a call of these scopes back. */
  #waitOf(scopes: readonly PauseScope[], now: number): number {
    const pauses = scopes.map((scope) => (this.#pauses.get(scope)?.untilMs ?? now) - now);
    return Math.max(0, ...pauses, ...this.#pacesOf(scopes).map((pace) => pace.waitMs(now)));
  }

  #pacesOf(scopes: readonly PauseScope[]): TokenBucket[] {
    const paces = scopes.flatMap((scope) => this.#paces.get(scope) ?? []);
    return this.#unknown ? [this.#unknown.pace, ...paces] : paces;
  }

  #endPauses(now: number): void {
    for (const [scope, { untilMs }] of this.#pauses) if (untilMs <= now) this.#pauses.delete(scope);
    for (const [scope, pace] of this.#paces) if (pace.outdated) this.#paces.delete(scope);
    for (const [scope, at] of this.#unexplained) if (now - at > SUSPICIOUS_MS) this.#unexplained.delete(scope);
  }

  /** One timer for all who wait. Whoever waits for a place only is served when one is given back. */
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
    if (this.#waiting === 0) return Number.POSITIVE_INFINITY;
    const waits = [...new Set([...this.#pauses.keys(), ...this.#paces.keys(), 'site' as const])];
    const times = waits.map((scope) => this.#waitOf([scope], now)).filter((ms) => ms > 0);
    return now + Math.min(...times);
  }
}

function queueFull(waiting: number): JiraError {
  return new JiraError('JIRA_QUEUE_FULL', 'queue.full', { waiting }, { outcome: 'not-done', retryable: true });
}

function scopesOf({ endpoint, issue }: CallScope): PauseScope[] {
  const scopes: PauseScope[] = ['site', `endpoint:${endpoint}`];
  if (issue !== undefined) scopes.push(`issue:${issue}`);
  return scopes;
}

/**
 * How wide Jira means a 429, by its `RateLimit-Reason`: a burst limit is one endpoint and method, the limit on writes is
 * one issue, and a quota, or no reason at all, is everything.
 */
export function pauseScope(reason: string | undefined, scope: CallScope): PauseScope {
  if (reason === 'jira-burst-based') return `endpoint:${scope.endpoint}`;
  if (reason === 'jira-per-issue-on-write' && scope.issue !== undefined) return `issue:${scope.issue}`;
  return 'site';
}
