import type { ListRequest } from '../client/lists/paging';
import type { Jira } from './jira';

/** All records of a list that somebody waits for, however many pages it has: nothing is repeated that fails, unless it is `needed`. */
export function everyRecord(
  jira: Jira,
  list: ListRequest,
  maxResults: number,
  needed = false,
): Promise<readonly unknown[]> {
  return gathered(jira, { ...list, optional: !needed }, maxResults, true);
}

/** The records of a list's first page, for searches: whoever doesn't find it there types more. */
export function firstRecords(jira: Jira, list: ListRequest, maxResults: number): Promise<readonly unknown[]> {
  return gathered(jira, { ...list, optional: true }, maxResults, false);
}

async function gathered(jira: Jira, list: ListRequest, maxResults: number, all: boolean): Promise<readonly unknown[]> {
  const records: unknown[] = [];
  const extent = { all, limit: 0, strategy: 'auto' } as const;
  for await (const part of jira.askList(list, { maxResults }, extent))
    for (const record of part.records) records.push(record);
  return records;
}
