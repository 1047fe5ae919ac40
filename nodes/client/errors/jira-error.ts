import type { Method } from '../http/method';
import type { ElementError } from './element-errors';
import { faultName } from './thrown';

/** The stable codes that a flow may branch on (`msg.error.code`). */
export type JiraErrorCode =
  | 'JIRA_CONFIG'
  | 'JIRA_INPUT'
  | 'JIRA_AUTH'
  | 'JIRA_SCOPE'
  | 'JIRA_FORBIDDEN'
  | 'JIRA_NOT_FOUND'
  | 'JIRA_INVALID'
  | 'JIRA_CONFLICT'
  | 'JIRA_TOO_LARGE'
  | 'JIRA_RATE_LIMIT'
  | 'JIRA_QUEUE_FULL'
  | 'JIRA_UNAVAILABLE'
  | 'JIRA_NETWORK'
  | 'JIRA_TIMEOUT'
  | 'JIRA_OUTCOME_UNKNOWN'
  | 'JIRA_RESPONSE'
  | 'JIRA_INCOMPLETE'
  | 'JIRA_INTERNAL'
  | 'JIRA_KEPT_FULL'
  | 'JIRA_KEPT_EXPIRED'
  | 'JIRA_UNSUPPORTED'
  | 'JIRA_AMBIGUOUS'
  | 'JIRA_CANCELLED';

/** Whether the call took effect, as far as anyone can know. */
export type CallOutcome = 'not-done' | 'unknown' | 'done';

/** What is put into the words of a message. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** What is known of the call that failed; free of secrets, and goes to the flow as `cause`. */
export interface ErrorFacts {
  readonly method?: Method;
  /** Path below the site, as sent. */
  readonly path?: string;
  readonly statusCode?: number | undefined;
  readonly errorMessages?: readonly string[];
  /** Jira's messages by field id. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly outcome?: CallOutcome;
  readonly retryable?: boolean;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
  /** Of a call that takes several elements: those that Jira refused. */
  readonly elements?: readonly ElementError[] | undefined;
  /** Of a list: how many records had come. */
  readonly received?: number | undefined;
}

/**
 * The one error of this package. It holds no sentence: `reason` names one in the catalogs (`error.<reason>`, with
 * `values` in its gaps), so that every word a user reads stays in `locales/`.
 */
export class JiraError extends Error {
  override readonly name = 'JiraError';

  constructor(
    readonly code: JiraErrorCode,
    readonly reason: string,
    readonly values: MessageValues = {},
    readonly facts: ErrorFacts = {},
    /** What led to it. Stays inside: its stack goes to the log, and nothing of it onto a message. */
    override readonly cause?: unknown,
  ) {
    super(`${code} (${reason})`);
  }

  /** The same error once something else is known of whether its call took effect. */
  withOutcome(outcome: CallOutcome): JiraError {
    if (outcome === this.facts.outcome) return this;
    const facts = { ...this.facts, outcome, retryable: outcome === 'not-done' && this.facts.retryable === true };
    return new JiraError(this.code, this.reason, this.values, facts, this.cause);
  }

  /** The same error with more of its call known; what is known already stays. */
  knowing(facts: ErrorFacts): JiraError {
    return new JiraError(this.code, this.reason, this.values, { ...facts, ...this.facts }, this.cause);
  }
}

/** Anything thrown as a `JiraError`: what is none is a fault of this package, and says so. */
export function asJiraError(thrown: unknown): JiraError {
  if (isJiraError(thrown)) return thrown;
  return new JiraError('JIRA_INTERNAL', 'internal', { detail: faultName(thrown).slice(0, 300) }, {}, thrown);
}

function isJiraError(thrown: unknown): thrown is JiraError {
  try {
    return thrown instanceof JiraError;
  } catch {
    return false;
  }
}
