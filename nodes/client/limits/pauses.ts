import type { LimitScope } from './scopes';

/** A pause as the figures tell it; `reason` is Jira's own word, where it gave one. */
export interface Pause {
  readonly scope: LimitScope;
  readonly reason?: string | undefined;
  /** Milliseconds that are left of it. */
  readonly leftMs: number;
}

/** Jira's quotas begin anew every hour. A longer pause would be nonsense, and would last until a restart. */
const LONGEST_PAUSE_MS = 3_600_000;

/** Until when the calls within each scope are held back. All times are those of `Clock.now`. */
export class Pauses {
  readonly #pauses = new Map<LimitScope, { readonly until: number; readonly reason?: string | undefined }>();

  /** Adds a pause of `ms` milliseconds from `now`; returns whether calls are held back for longer than before. */
  add(scope: LimitScope, ms: number, now: number, reason?: string): boolean {
    const until = now + Math.min(ms, LONGEST_PAUSE_MS);
    if (!(until > this.until(scope, now))) return false;
    this.#pauses.set(scope, { until, reason });
    return true;
  }

  /** When the calls within a scope may go on: `now`, if nothing holds them back. */
  until(scope: LimitScope, now: number): number {
    return Math.max(now, this.#pauses.get(scope)?.until ?? now);
  }

  forgetEnded(now: number): void {
    for (const [scope, { until }] of this.#pauses) if (until <= now) this.#pauses.delete(scope);
  }

  /** The scopes that are paused, or were when `forgetEnded` was last called. */
  get scopes(): Iterable<LimitScope> {
    return this.#pauses.keys();
  }

  list(now: number): Pause[] {
    return [...this.#pauses].map(([scope, { until, reason }]) => ({ scope, reason, leftMs: until - now }));
  }
}
