import { numberEntry } from '../client/json';
import type { Jira } from './jira';

/**
 * How many issues a JQL finds, and in `msg.jira.exact` whether that is the exact number: Cloud's count lags behind by seconds, Data
 * Center's is the total of a search for no issue.
 */
export async function countedIssues(jira: Jira, jql: string): Promise<number | undefined> {
  const exact = jira.deployment === 'datacenter';
  const response = await jira.send({ body: exact ? { jql, maxResults: 0, fields: ['id'] } : { jql } });
  jira.notes.exact = exact;
  return numberEntry(response, exact ? 'total' : 'count');
}
