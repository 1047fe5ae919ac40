import { JiraError } from '../../client/errors/jira-error';
import type { JiraAccess } from './access';
import { searchList } from './changed-issues';
import { chunks, idOf } from './values';

/** As many issues can be made sure of at once (`reconcileIssues`). */
const PER_CALL = 50;

/**
 * Which of these issues match a JQL as they are now, by id.
 * @throws JiraError `JIRA_INVALID` if Jira doesn't understand the JQL
 */
export async function matchingIssues(
  access: JiraAccess,
  ids: readonly string[],
  jql: string,
): Promise<ReadonlySet<string>> {
  const matching = new Set<string>();
  for (const part of chunks(ids, PER_CALL)) {
    for (const id of await matchingOf(access, part, jql)) matching.add(id);
  }
  return matching;
}

async function matchingOf(access: JiraAccess, ids: readonly string[], jql: string): Promise<readonly string[]> {
  try {
    const cloud = (await access.deployment()) === 'cloud';
    const fresh = cloud ? { reconcileIssues: ids.map(Number) } : {};
    const list = await searchList(access, `id in (${ids.join(', ')}) AND (${jql})`, ['id'], fresh);
    const found: string[] = [];
    for await (const records of access.pages(list, PER_CALL))
      found.push(...records.flatMap((one) => idOf(one, 'id') ?? []));
    return found;
  } catch (error) {
    if (!(error instanceof JiraError) || error.code !== 'JIRA_INVALID') throw error;
    return matchingOneByOne(access, ids, jql);
  }
}

/** Jira refuses a JQL that names an issue which has been deleted; that issue is no match, and the others are asked about without it. */
async function matchingOneByOne(access: JiraAccess, ids: readonly string[], jql: string): Promise<readonly string[]> {
  if (ids.length === 1) {
    await checkJql(access, jql);
    return [];
  }
  const middle = Math.ceil(ids.length / 2);
  return [
    ...(await matchingOf(access, ids.slice(0, middle), jql)),
    ...(await matchingOf(access, ids.slice(middle), jql)),
  ];
}

/**
 * Makes sure that Jira understands a JQL.
 * @throws JiraError `JIRA_INVALID` if it doesn't
 */
export async function checkJql(access: JiraAccess, jql: string): Promise<void> {
  const {
    body,
    style: _style,
    records: _records,
    ...request
  } = await searchList(access, `(${jql}) AND updated >= 0`, ['id'], {
    maxResults: 1,
  });
  await access.call({ ...request, body });
}
