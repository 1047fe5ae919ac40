import { JiraError, type MessageValues } from '../client/errors/jira-error';
import { handful } from './names';

/** An input that Jira could never accept, found before any change was made. */
export function badInput(reason: string, values: MessageValues = {}): JiraError {
  return new JiraError('JIRA_INPUT', reason, values, { outcome: 'not-done', retryable: false });
}

/** A name that means several things; `candidates` tells them apart. */
export function ambiguous(reason: string, name: string, candidates: readonly string[]): JiraError {
  const values = { name, candidates: handful(candidates) };
  return new JiraError('JIRA_AMBIGUOUS', reason, values, { outcome: 'not-done', retryable: false });
}
