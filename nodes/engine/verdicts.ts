import { asJiraError, type JiraError } from '../client/errors/jira-error';
import { SLOW_PACE } from '../outbox/back-off';
import type { Verdict } from '../outbox/sender';
import { passes } from './passing';

/**
 * What follows from a failed attempt to send a message that is kept.
 * @param closing whether its node is closed
 */
export function verdictOf(thrown: unknown, closing: boolean): Verdict {
  const error = asJiraError(thrown);
  const { code, facts } = error;
  if (closing && code === 'JIRA_CANCELLED') return { type: 'later', holds: 'nothing', problem: code };
  if (!passes(error) && !isPageInstead(error)) return { type: 'refused', error, reached: isFromJira(error) };
  return {
    type: 'later',
    holds: holdsMessageAlone(error) ? 'message' : 'site',
    problem: code,
    ...(code === 'JIRA_AUTH' && { pace: SLOW_PACE }),
    ...(facts.retryAfter !== undefined && { afterMs: facts.retryAfter * 1_000 }),
  };
}

/** A Jira that is just starting, or a login page in its place, sends everybody elsewhere. */
function isPageInstead({ code, reason, facts }: JiraError): boolean {
  return code === 'JIRA_RESPONSE' && facts.outcome !== 'done' && reason === 'response.redirect';
}

/** Jira works, and fails at this: others need not wait. */
function holdsMessageAlone({ code, facts }: JiraError): boolean {
  return code === 'JIRA_QUEUE_FULL' || facts.statusCode === 500 || isGoodStatus(facts.statusCode);
}

function isFromJira({ facts }: JiraError): boolean {
  return facts.statusCode !== undefined && facts.statusCode < 500;
}

function isGoodStatus(status = 0): boolean {
  return status >= 200 && status < 300;
}
