import { entry, listEntry, numberEntry } from '../../client/json';
import { eventIds } from '../event-ids';
import { chunks, idOf, momentOf, personOf } from '../values';
import type { JiraAccess } from './access';
import { type Found, foundEvent } from './histories';

const FEEDS = { updated: 'GET /worklog/updated', deleted: 'GET /worklog/deleted' } as const;

/** A page of one of Jira's feeds of worklogs. */
export interface FeedPage {
  readonly entries: readonly { readonly worklogId: string; readonly at: number }[];
  /** Where to go on: up to here everything has been told. Milliseconds since 1970 by Jira's clock. */
  readonly until: number;
}

/**
 * The worklogs that were made, changed or deleted since a moment, oldest first. The feed holds back the last minute, so that nothing
 * can come in before what it has told.
 * @throws JiraError
 */
export async function* worklogFeed(
  access: JiraAccess,
  feed: 'updated' | 'deleted',
  since: number,
): AsyncGenerator<FeedPage> {
  for (let from = since; ; ) {
    const response = await access.call({ route: FEEDS[feed], query: { since: from } });
    const entries = listEntry(response, 'values').flatMap((value) => {
      const worklogId = idOf(value, 'worklogId');
      const at = momentOf(entry(value, 'updatedTime'));
      return worklogId === undefined || at === undefined ? [] : [{ worklogId, at }];
    });
    const until = Math.max(from, numberEntry(response, 'until') ?? from);
    yield { entries, until };
    // A page that doesn't lead on would be asked for again and again.
    if (entry(response, 'lastPage') !== false || until === from) return;
    from = until;
  }
}

/** As many worklogs are given at once. */
const WORKLOGS_AT_ONCE = 1_000;

/** Worklogs by their ids; those that are gone, or that this account may not see, are left out. */
export async function worklogsByIds(access: JiraAccess, ids: readonly string[]): Promise<readonly unknown[]> {
  const worklogs: unknown[] = [];
  for (const part of chunks(ids, WORKLOGS_AT_ONCE)) {
    const body = { ids: part.map(Number) };
    const response = await access.call({ route: 'POST /worklog/list', reads: true, body });
    worklogs.push(...(Array.isArray(response) ? response : []));
  }
  return worklogs;
}

/** The events that a worklog tells: that it was made, and its last change. The issue's key is not in it. */
export function eventsOfWorklog(worklog: unknown): Found[] {
  const id = idOf(worklog, 'id');
  const issueId = idOf(worklog, 'issueId');
  const created = momentOf(entry(worklog, 'created'));
  if (id === undefined || issueId === undefined || created === undefined) return [];
  const updated = momentOf(entry(worklog, 'updated')) ?? created;
  const author = personOf(entry(worklog, 'author'));
  const editor = personOf(entry(worklog, 'updateAuthor')) ?? author;
  const issue = { id: issueId };
  const added = foundEvent(issue, 'worklog.added', eventIds.added('worklog', id), created, author, [], { worklog });
  if (updated === created) return [added];
  const updatedId = eventIds.updated('worklog', id, updated);
  return [added, foundEvent(issue, 'worklog.updated', updatedId, updated, editor, [], { worklog })];
}
