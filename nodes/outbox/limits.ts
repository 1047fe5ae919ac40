import type { KeepLimits } from '../client/connection';
import { type CallOutcome, JiraError } from '../client/errors/jira-error';

export const DAY_MS = 86_400_000;

/** Too much waits already. */
export function keptFull({ keepMost }: KeepLimits, outcome: CallOutcome): JiraError {
  return new JiraError('JIRA_KEPT_FULL', 'kept.full', { most: keepMost }, { outcome, retryable: true });
}

/** It has waited too long. */
export function keptExpired({ keepFor }: KeepLimits, outcome: CallOutcome): JiraError {
  return new JiraError('JIRA_KEPT_EXPIRED', 'kept.expired', { days: keepFor }, { outcome });
}
