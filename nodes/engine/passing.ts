import type { JiraError, JiraErrorCode } from '../client/errors/jira-error';

/** No network, limits, a queue that is full, a sign-in that somebody has to renew: Jira would take the same message later. */
const PASSING: ReadonlySet<JiraErrorCode> = new Set([
  'JIRA_NETWORK',
  'JIRA_TIMEOUT',
  'JIRA_UNAVAILABLE',
  'JIRA_RATE_LIMIT',
  'JIRA_QUEUE_FULL',
  'JIRA_AUTH',
]);

/**
 * Whether a failure passes by itself, so that the same message, with the same once key, may be sent again later without doubling anything.
 * A write in doubt may be where its guard says so: it comes out the same twice, or the next attempt looks first.
 */
export function passes({ code, reason, facts }: JiraError): boolean {
  if (facts.outcome === 'unknown') return facts.retryable === true;
  // A certificate that is refused is refused until somebody changes something.
  if (code === 'JIRA_NETWORK' && reason.startsWith('network.tls')) return false;
  return facts.outcome !== 'done' && PASSING.has(code);
}
