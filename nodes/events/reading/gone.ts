import { JiraError } from '../../client/errors/jira-error';

/** What an issue that may be gone responds with. A text that is no issue's id or key is no issue, either. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const gone = error instanceof JiraError && ['JIRA_NOT_FOUND', 'JIRA_INPUT'].includes(error.code);
    if (!gone) throw error;
    return undefined;
  }
}
