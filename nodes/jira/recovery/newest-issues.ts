import { entry, listEntry, textEntry } from '../../client/json';
import type { CacheKey } from '../../client/ttl-cache';
import { jqlString } from '../jql-text';
import { timeEntry } from './reads';
import type { Lookup, Reading } from './recovery';

/** How many issues one search shows. */
const LISTED = 50;

/** An issue as searches know it, which may be late. */
export interface ListedIssue {
  /** That of its key: 12 of `OPS-12`. */
  readonly number: number;
  /** Milliseconds since 1970 by Jira's clock. */
  readonly updated: number | undefined;
}

/** The issues of a project with the highest numbers, as searches know them. @throws JiraError */
export async function newestListed(jira: Lookup, projectKey: string): Promise<readonly ListedIssue[]> {
  const response = await jira.ask(search(jira, projectKey));
  return listEntry(response, 'issues').flatMap((issue) => {
    const number = issueNumber(textEntry(issue, 'key'), projectKey);
    return number === undefined ? [] : [{ number, updated: timeEntry(entry(issue, 'fields'), 'updated') }];
  });
}

/**
 * A number that an issue of the project had some minutes ago at the latest: all that come have higher ones. 0 if searches know none.
 * Asked every few minutes.
 * @throws JiraError
 */
export function numberReached(jira: Lookup, projectKey: string): Promise<number> {
  const key: CacheKey<number> = { name: `number-reached:${projectKey}` };
  return jira.recall(key, async () =>
    Math.max(0, ...(await newestListed(jira, projectKey)).map(({ number }) => number)),
  );
}

function search({ deployment }: Lookup, projectKey: string): Reading {
  const jql = `project = ${jqlString(projectKey)} ORDER BY key DESC`;
  const body = { jql, fields: ['updated'], maxResults: LISTED };
  return deployment === 'cloud'
    ? { route: 'POST /search/jql', reads: true, body }
    : { route: 'POST /search', reads: true, body };
}

/** The number in a key of this project. */
function issueNumber(key: string | undefined, projectKey: string): number | undefined {
  if (key === undefined || !key.startsWith(`${projectKey}-`)) return undefined;
  const number = Number(key.slice(projectKey.length + 1));
  return Number.isSafeInteger(number) ? number : undefined;
}
