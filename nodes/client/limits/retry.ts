import type { Repeatability } from '../http/request';

/** How one HTTP attempt ended. */
export type Outcome =
  /** Jira, or something before it, responded. `retryAfter` is the header as sent. */
  | { readonly kind: 'response'; readonly status: number; readonly retryAfter?: string | undefined }
  /** The connection was never made: the request has surely not arrived. */
  | { readonly kind: 'not-sent' }
  /** The request left, and no usable response came: it may or may not have been carried out. */
  | { readonly kind: 'lost' }
  /** A failure that no repeat would mend: a certificate refused, a response too large. */
  | { readonly kind: 'hopeless' };

export interface RetryState {
  /** Attempts made so far, this one included. */
  readonly attempt: number;
  /** Extra attempts allowed. */
  readonly maxRetries: number;
  /** Milliseconds that the message may still wait. */
  readonly waitLeft: number;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: number;
  /** At least 0 and below 1. */
  readonly random: number;
}

export type Decision =
  | { readonly repeat: true; readonly afterMs: number }
  /** It could have been repeated after that time, but attempts or waiting time ran out. */
  | { readonly repeat: false; readonly exhausted: true; readonly afterMs: number }
  | { readonly repeat: false; readonly exhausted: false };

const FIRST_WAIT_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
const JITTER = 0.3;

/**
 * Decides whether a call is made again, and after how many milliseconds: section "Repeating a call" of the contract as a
 * pure function. A 429 was not carried out, so anything may be repeated; a POST whose response was lost may have been, so it
 * never is.
 */
export function decideRetry(repeatability: Repeatability, outcome: Outcome, state: RetryState): Decision {
  if (!mayRepeat(repeatability, outcome)) return { repeat: false, exhausted: false };
  const afterMs = waitBefore(outcome, state);
  if (state.attempt > state.maxRetries || afterMs > state.waitLeft) return { repeat: false, exhausted: true, afterMs };
  return { repeat: true, afterMs };
}

function mayRepeat(repeatability: Repeatability, outcome: Outcome): boolean {
  if (outcome.kind === 'hopeless') return false;
  if (outcome.kind === 'not-sent') return true;
  if (outcome.kind === 'response' && outcome.status === 429) return true;
  if (repeatability === 'once') return false;
  return outcome.kind === 'lost' || outcome.status === 502 || outcome.status === 503 || outcome.status === 504;
}

/**
 * Milliseconds to wait. `Retry-After` is a minimum, never undercut, and jitter only adds to it; 0, nonsense and a missing
 * header count as the growing pause, one second at first (`Retry-After: 0` loops have caused real outages).
 */
function waitBefore(outcome: Outcome, { attempt, now, random }: RetryState): number {
  const asked = outcome.kind === 'response' ? (retryAfterMs(outcome.retryAfter, now) ?? 0) : 0;
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
  return Math.ceil((asked > 0 ? Math.max(asked, FIRST_WAIT_MS) : backoff) * (1 + JITTER * random));
}

/** Reads a `Retry-After` header, seconds or an HTTP date, as milliseconds from `now`; `undefined` if it is neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
