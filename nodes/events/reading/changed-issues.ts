import { entry } from '../../client/json';
import type { ListRequest } from '../../client/lists/paging';
import type { Person } from '../event';
import { idOf, momentOf, personOf } from '../values';
import type { JiraAccess } from './access';

/** An issue as a search shows it: enough to see whether it must be read. */
export interface ChangedIssue {
  readonly id: string;
  readonly key: string;
  /** Milliseconds since 1970 by Jira's clock. */
  readonly updated: number;
  readonly created: number | undefined;
  readonly creator: Person | undefined;
}

/** What a search must show of an issue. */
export const BASIC_FIELDS: readonly string[] = ['updated', 'created', 'creator'];
/** Asked for; Jira gives as many as it likes. */
const PAGE = 1_000;

/**
 * The issues that changed at `from` or later, the one that changed longest ago first, page by page. There is no upper bound: an issue
 * that changes while the list is read moves to its end, and one that changes all the time would be in no list that ends in the past.
 * @param from milliseconds since 1970 by Jira's clock, which JQL understands in any time zone
 * @param restriction JQL, or nothing for the issues of the whole site
 * @throws JiraError
 */
export async function* changedIssues(
  access: JiraAccess,
  from: number,
  restriction: string,
): AsyncGenerator<readonly ChangedIssue[]> {
  const only = restriction === '' ? '' : ` AND (${restriction})`;
  const list = await searchList(access, `updated >= ${from}${only} ORDER BY updated ASC`, BASIC_FIELDS);
  for await (const records of access.pages(list, PAGE)) yield records.flatMap(readChangedIssue);
}

/** A search of either deployment as a list. */
export async function searchList(
  access: JiraAccess,
  jql: string,
  fields: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<ListRequest> {
  const cloud = (await access.deployment()) === 'cloud';
  const request = { reads: true, records: 'issues', body: { jql, fields, ...more } };
  return cloud
    ? { ...request, route: 'POST /search/jql', style: 'token' }
    : { ...request, route: 'POST /search', style: 'offset' };
}

/** An issue of a search, unless it lacks what every issue has. */
export function readChangedIssue(record: unknown): ChangedIssue[] {
  const fields = entry(record, 'fields');
  const [id, key] = [idOf(record, 'id'), idOf(record, 'key')];
  const updated = momentOf(entry(fields, 'updated'));
  if (id === undefined || key === undefined || updated === undefined) return [];
  return [
    { id, key, updated, created: momentOf(entry(fields, 'created')), creator: personOf(entry(fields, 'creator')) },
  ];
}
