import type { Clock } from './clock';
import { JiraError } from './errors';
import { onAbort } from './signals';

/** What a call counts against: the widths in which Jira limits calls. */
export interface CallScope {
  /** Method and path pattern, such as `GET issue/*`: Jira's burst limits are per endpoint and method. */
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

export interface BudgetOptions {
  /** Calls in flight at once. */
  readonly concurrency: number;
  /** Calls that may wait; one more fails with `JIRA_QUEUE_FULL`. */
  readonly maxQueue: number;
}

/** Jira's quotas begin anew every hour. A longer pause would be nonsense, and would last until a restart. */
const LONGEST_PAUSE_MS = 3_600_000;

/** The figures of a budget at one moment, for the status line and the admin endpoint. */
export interface BudgetFigures {
  readonly inFlight: number;
  readonly waiting: number;
  readonly pauses: readonly { readonly scope: PauseScope; readonly untilMs: number }[];
}

/**
 * The one queue of a site. It holds calls back for concurrency and for pauses, and serves the nodes in turn, so that a
 * list of ten thousand does not starve a single create.
 */
export class Budget {
  #inFlight = 0;
  #waiting = 0;
  readonly #queues = new Map<string, Waiting[]>();
  readonly #pauses = new Map<PauseScope, number>();
  #wakeUp: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(
    private readonly options: BudgetOptions,
    private readonly clock: Clock,
  ) {}

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
        resolve(this.#occupy());
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
      if (this.#waiting > this.options.maxQueue) fail(queueFull(this.options.maxQueue));
      else if (this.#queues.get(source)?.includes(waiting)) this.#hold(waiting);
    });
  }

  /** Holds back every call within `scope` for at least `ms` milliseconds from now. */
  pause(scope: PauseScope, ms: number): void {
    const until = this.clock.now() + Math.min(ms, LONGEST_PAUSE_MS);
    this.#pauses.set(scope, Math.max(until, this.#pauses.get(scope) ?? 0));
    for (const waiting of [...this.#queues.values()].flat()) this.#hold(waiting);
    this.#serve();
  }

  figures(): BudgetFigures {
    const now = this.clock.now();
    const pauses = [...this.#pauses].filter(([, until]) => until > now);
    return {
      inFlight: this.#inFlight,
      waiting: this.#waiting,
      pauses: pauses.map(([scope, untilMs]) => ({ scope, untilMs })),
    };
  }

  #occupy(): () => void {
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
    this.#wakeUpAtNextPause();
  }

  /** Tells a waiting call how long the pauses will hold it back, if it doesn't know yet. */
  #hold(waiting: Waiting): void {
    const until = Math.max(...waiting.scopes.map((scope) => this.#pauses.get(scope) ?? 0));
    if (until <= waiting.heldUntil) return;
    waiting.heldUntil = until;
    try {
      waiting.onHold(until - this.clock.now());
    } catch (reason) {
      waiting.fail(reason);
    }
  }

  #serve(): void {
    this.#endPauses();
    while (this.#inFlight < this.options.concurrency) {
      const next = this.#takeNext();
      if (!next) break;
      this.#inFlight++;
      next.start();
    }
    this.#wakeUpAtNextPause();
  }

  /** The first call that no pause holds back, of the source that has waited longest for a turn. */
  #takeNext(): Waiting | undefined {
    for (const [source, queue] of this.#queues) {
      const index = queue.findIndex(({ scopes }) => !scopes.some((scope) => this.#pauses.has(scope)));
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

  #endPauses(): void {
    const now = this.clock.now();
    for (const [scope, until] of this.#pauses) if (until <= now) this.#pauses.delete(scope);
  }

  #wakeUpAtNextPause(): void {
    const next = this.#waiting === 0 ? Number.POSITIVE_INFINITY : Math.min(...this.#pauses.values());
    if (next === this.#wakeUp?.at) return;
    this.#wakeUp?.cancel();
    this.#wakeUp = undefined;
    if (next === Number.POSITIVE_INFINITY) return;
    const wakeUp = () => {
      this.#wakeUp = undefined;
      this.#serve();
    };
    this.#wakeUp = { at: next, cancel: this.clock.after(next - this.clock.now(), wakeUp) };
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
