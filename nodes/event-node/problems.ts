import { asJiraError, JiraError } from '../client/errors/jira-error';
import { StoreError } from '../store/store';

/** What keeps a node from hearing anything, as an error that has its words. */
export function asEventError(thrown: unknown): JiraError {
  if (!(thrown instanceof StoreError)) return asJiraError(thrown);
  return new JiraError('JIRA_CONFIG', thrown.reason, thrown.values, {}, thrown);
}
