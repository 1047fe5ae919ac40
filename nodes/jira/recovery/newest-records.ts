import { numberEntry } from '../../client/json';
import { listIn, timeEntry } from './reads';

/** Records of one call. */
const PER_PAGE = 50;

/**
 * Records of a list that have been made since a moment, the newest page first, although Jira lists them in their order alone.
 * @param page reads a page: `{total, …}`, with the records in the entry `name`
 * @param since milliseconds since 1970 by Jira's clock
 * @throws JiraError
 */
export async function* newestRecords(
  page: (startAt: number, maxResults: number) => Promise<unknown>,
  name: string,
  since: number,
): AsyncGenerator<unknown> {
  const first = await page(0, 1);
  const total = numberEntry(first, 'total') ?? listIn(first, name).length;
  for (let end = total; ; end -= PER_PAGE) {
    const startAt = Math.max(0, end - PER_PAGE);
    // What has come meanwhile is on the last page, too.
    const records = listIn(await page(startAt, end === total ? 2 * PER_PAGE : PER_PAGE), name);
    const isNew = (record: unknown) => (timeEntry(record, 'created') ?? since) >= since;
    yield* records.filter(isNew);
    if (startAt === 0 || !records.some(isNew)) return;
  }
}
