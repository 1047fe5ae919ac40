import { type ErrorFacts, JiraError } from './errors';
import type { TransportFailure } from './transport';

/**
 * The error that a call without an answer is. A call that changes something and has left is in doubt; nobody but the user
 * can look whether it happened.
 * @param changes whether the call would have changed something in Jira
 */
export function errorOfFailure(failure: TransportFailure, changes: boolean, siteUrl: string): JiraError {
  const values = { site: siteUrl, detail: failure.systemCode };
  const doubt: ErrorFacts = { outcome: 'unknown', retryable: false };
  if (changes && failure.sent)
    return new JiraError('JIRA_OUTCOME_UNKNOWN', `outcome.${failure.problem}`, values, doubt);
  const facts: ErrorFacts = { outcome: 'not-done', retryable: failure.problem !== 'tls' };
  switch (failure.problem) {
    case 'cancelled':
      return new JiraError('JIRA_CANCELLED', 'cancelled', values, facts);
    case 'timeout':
      return new JiraError('JIRA_TIMEOUT', 'network.timeout', values, facts);
    case 'too-large':
      return new JiraError('JIRA_RESPONSE', 'response.tooLarge', values, { outcome: 'done', retryable: false });
    default:
      return new JiraError('JIRA_NETWORK', `network.${failure.problem}`, values, facts);
  }
}
