import { NOT_TLS, type TransportFailure } from '../http/transport';
import { type ErrorFacts, JiraError } from './jira-error';

/**
 * The error that a call without a response is. A call that changes something and has left is in doubt; nobody but the user
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
    case 'tls':
      return new JiraError('JIRA_NETWORK', `network.${certificateProblem(failure.systemCode)}`, values, facts);
    default:
      return new JiraError('JIRA_NETWORK', `network.${failure.problem}`, values, facts);
  }
}

/** What is wrong with a certificate, or that there is none to be wrong, by OpenSSL's and Node's own codes. */
function certificateProblem(code: string): 'tlsExpired' | 'tlsHost' | 'tlsUnknown' | 'tlsPlain' | 'tls' {
  if (code === NOT_TLS) return 'tlsPlain';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'tlsExpired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') return 'tlsHost';
  return /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_UNTRUSTED|INVALID_CA/.test(code) ? 'tlsUnknown' : 'tls';
}

/** A pause longer than the job may wait: Jira isn't asked, for it has said what it would answer. */
export function stillLimited(ms: number): JiraError {
  const facts = { outcome: 'not-done', retryable: true, retryAfter: Math.ceil(ms / 1_000) } as const;
  return new JiraError('JIRA_RATE_LIMIT', 'jira.rateLimit', {}, facts);
}

/** Once an attempt of a write was lost, no later failure to repeat it says that nothing happened. */
export function inDoubt(error: JiraError): JiraError {
  const { code, reason, values, facts } = error;
  const said = facts.statusCode !== undefined && facts.statusCode < 500 && facts.statusCode !== 429;
  const doubt = { ...facts, outcome: 'unknown', retryable: false } as const;
  return said || code === 'JIRA_OUTCOME_UNKNOWN'
    ? new JiraError(code, reason, values, doubt)
    : new JiraError(
        'JIRA_OUTCOME_UNKNOWN',
        code === 'JIRA_CANCELLED' ? 'outcome.cancelled' : 'outcome.reset',
        values,
        doubt,
      );
}
