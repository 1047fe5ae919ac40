import { JiraError } from '../client/errors/jira-error';
import { numberEntry } from '../client/json';
import type { Jira } from './jira';

/**
 * How many issues a JQL finds, and in `msg.jira.exact` whether that is the exact number: Cloud's count lags behind by seconds, Data
 * Center's is the total of a search for no issue.
 * @throws JiraError `JIRA_RESPONSE` for a count that is no whole number
 */
export async function countedIssues(jira: Jira, jql: string): Promise<number> {
  const exact = jira.deployment === 'datacenter';
  const response = await jira.send({ body: exact ? { jql, maxResults: 0, fields: ['id'] } : { jql } });
  jira.notes.exact = exact;
  const count = numberEntry(response, exact ? 'total' : 'count') ?? -1;
  if (!Number.isSafeInteger(count) || count < 0) throw new JiraError('JIRA_RESPONSE', 'response.noRecord');
  return count;
}
