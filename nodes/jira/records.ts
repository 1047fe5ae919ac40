import type { ListRequest, Position } from '../client/paging';
import type { Jira } from './jira';

/** All records of a list that somebody waits for, however many pages it has: nothing is repeated that fails. */
export async function everyRecord(jira: Jira, list: ListRequest, maxResults: number): Promise<readonly unknown[]> {
  const records: unknown[] = [];
  let position: Position | null = { maxResults };
  while (position) {
    const page = await jira.page({ ...list, optional: true }, position);
    records.push(...page.records);
    position = page.next;
  }
  return records;
}

/** The records of a list's first page, for searches: whoever doesn't find it there types more. */
export async function firstRecords(jira: Jira, list: ListRequest, maxResults: number): Promise<readonly unknown[]> {
  return (await jira.page({ ...list, optional: true }, { maxResults })).records;
}
