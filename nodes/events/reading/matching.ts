import { JiraError } from '../../client/errors/jira-error';
import { chunks, idOf } from '../values';
import type { JiraAccess } from './access';
import { type ChangedIssue, searchList } from './changed-issues';

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

/**
 * Which of these issues match a JQL, where they were not found by a search: Data Center's index may not have heard of their last
 * change yet, and then can't tell.
 * @throws JiraError `JIRA_INVALID` if Jira doesn't understand the JQL
 */
export async function matchingReadIssues(
  access: JiraAccess,
  issues: readonly Pick<ChangedIssue, 'id' | 'updated'>[],
  jql: string,
): Promise<{ readonly matching: ReadonlySet<string>; readonly unknown: ReadonlySet<string> }> {
  const matching = await matchingIssues(
    access,
    issues.map(({ id }) => id),
    jql,
  );
  const unknown = new Set<string>();
  const others = (await access.deployment()) === 'cloud' ? [] : issues.filter(({ id }) => !matching.has(id));
  for (const { id, updated } of others) {
    // An index may leave out the milliseconds.
    const since = Math.floor(updated / 1_000) * 1_000;
    if (!(await matchingIssues(access, [id], `updated >= ${since}`)).has(id)) unknown.add(id);
  }
  return { matching, unknown };
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
  } = await searchList(access, `updated >= "-1d" AND (${jql})`, ['id'], {
    maxResults: 1,
  });
  await access.call({ ...request, body });
}
