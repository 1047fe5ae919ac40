import { entry, listEntry, numberEntry } from '../../client/json';
import { eventIds } from '../event-ids';
import { idOf, momentOf, personOf } from '../values';
import type { JiraAccess } from './access';
import { unlessGone } from './gone';
import { type Found, foundEvent, type IssueRef } from './histories';
import type { Wanted } from './wanted';

/** Jira gives no more at a time. */
const PAGE = 100;

/**
 * The comments of an issue among which are all that were made since the wanted time and, if changes of comments are wanted, all others.
 * @param embedded the field `comment` of the issue, which may hold some of them only
 * @throws JiraError
 */
export async function commentsOf(
  access: JiraAccess,
  issueId: string,
  embedded: unknown,
  wanted: Wanted,
): Promise<readonly unknown[]> {
  const shown = listEntry(embedded, 'comments');
  const total = numberEntry(embedded, 'total');
  if (total !== undefined && shown.length >= total) return shown;
  const list = {
    route: 'GET /issue/{issueIdOrKey}/comment',
    params: { issueIdOrKey: issueId },
    query: { orderBy: '-created' },
    style: 'offset',
    records: 'comments',
  } as const;
  const comments: unknown[] = [];
  const reading = async () => {
    for await (const page of access.pages(list, PAGE)) {
      comments.push(...page);
      // Any old comment may have been changed, but none that is older than an old one is new.
      const oldest = momentOf(entry(page.at(-1), 'created'));
      if (!wanted.types.has('comment.updated') && oldest !== undefined && oldest < wanted.since) return;
    }
  };
  await unlessGone(reading());
  return comments;
}

/** The events that the comments of an issue tell: that each was made, and its last change. */
export function eventsOfComments(issue: IssueRef, comments: readonly unknown[]): Found[] {
  return comments.flatMap((comment) => {
    const id = idOf(comment, 'id');
    const created = momentOf(entry(comment, 'created'));
    if (id === undefined || created === undefined) return [];
    const updated = momentOf(entry(comment, 'updated')) ?? created;
    const author = personOf(entry(comment, 'author'));
    const editor = personOf(entry(comment, 'updateAuthor')) ?? author;
    const added = foundEvent(issue, 'comment.added', eventIds.added('comment', id), created, author, [], { comment });
    if (updated === created) return [added];
    const updatedId = eventIds.updated('comment', id, updated);
    return [added, foundEvent(issue, 'comment.updated', updatedId, updated, editor, [], { comment })];
  });
}
