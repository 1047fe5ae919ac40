import type { Clock } from '../client/clock';

/** The shortest and the longest pause, in milliseconds. */
export interface Pace {
  readonly first: number;
  readonly longest: number;
}

/** While Jira can't be reached: one small call every quarter of a minute asks little of anybody. */
export const USUAL_PACE: Pace = { first: 1_000, longest: 15_000 };
/** While it fails at one message, as it may for days. */
export const ALONE_PACE: Pace = { first: 1_000, longest: 60_000 };
/** While it refuses the credentials: each attempt may count as a failed login, and only a person can help. */
export const SLOW_PACE: Pace = { first: 30_000, longest: 300_000 };

const JITTER = 0.3;

/** How long to wait before something is tried again: longer from time to time, and never shorter than was asked for. */
export class BackOff {
  #failures = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** Whether the last attempt failed. */
  get isOn(): boolean {
    return this.#failures > 0;
  }

  /** Milliseconds until the next attempt; 0 if it may be made. */
  get leftMs(): number {
    return Math.max(0, this.#until - this.clock.now());
  }

  failed({ first, longest }: Pace, atLeastMs = 0): void {
    const pause = Math.min(first * 2 ** this.#failures, longest);
    this.#failures = Math.min(this.#failures + 1, 30);
    this.#until = this.clock.now() + Math.ceil(Math.max(pause, atLeastMs) * (1 + JITTER * this.clock.random()));
  }

  succeeded(): void {
    this.#failures = 0;
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** The next attempt may be made at once; if it fails, the pause goes on growing. */
  hurry(): void {
    this.#until = Number.NEGATIVE_INFINITY;
  }
}
