import { JiraError } from '../client/errors/jira-error';
import { StoreError } from '../store/store';

/**
 * What the store gives, or why a write that needs it is not made.
 * @throws JiraError `JIRA_UNAVAILABLE`, with the store's own reason
 */
export async function storeProblem<T>(stored: Promise<T>): Promise<T> {
  try {
    return await stored;
  } catch (thrown) {
    if (!(thrown instanceof StoreError)) throw thrown;
    const facts = { outcome: 'not-done', retryable: true } as const;
    throw new JiraError('JIRA_UNAVAILABLE', thrown.reason, thrown.values, facts, thrown);
  }
}
