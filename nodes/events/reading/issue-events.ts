import { entry } from '../../client/json';
import type { FieldNames } from '../../jira/history-fields';
import type { Person } from '../event';
import { eventIds } from '../event-ids';
import { idOf, momentOf, personOf } from '../values';
import { eventsOfComments } from './comments';
import { eventsOfHistories, type Found, foundEvent } from './histories';
import type { IssueDetails } from './issue-details';

/** Everything that an issue tells of itself, in the order in which it happened. */
export function eventsOfIssue(issue: IssueDetails, names: FieldNames): Found[] {
  const { histories, attachments, comments, created, creator } = issue;
  const changes = eventsOfHistories(issue, histories, names, attachments);
  const creation =
    created === undefined
      ? []
      : [foundEvent(issue, 'issue.created', eventIds.issueCreated(issue.id), created, creator)];
  return inOrder([
    ...creation,
    ...attachedAtCreation(issue, changes),
    ...changes,
    ...eventsOfComments(issue, comments),
  ]);
}

/** What was attached when the issue was made is in no history, unless it was taken away again. */
function attachedAtCreation(issue: IssueDetails, changes: readonly Found[]): Found[] {
  const known = new Set(changes.map(({ record }) => record.event.id));
  const added = (id: string | undefined, at: number | undefined, by: Person | undefined, attachment: unknown) => {
    if (id === undefined || at === undefined || known.has(eventIds.added('attachment', id))) return [];
    return [foundEvent(issue, 'attachment.added', eventIds.added('attachment', id), at, by, [], { attachment })];
  };
  const still = issue.attachments.flatMap((attachment) => {
    const author = personOf(entry(attachment, 'author'));
    return added(idOf(attachment, 'id'), momentOf(entry(attachment, 'created')), author, attachment);
  });
  const gone = changes.flatMap(({ record: { event } }) => {
    const { type, attachment } = event;
    return type === 'attachment.deleted' ? added(idOf(attachment, 'id'), issue.created, issue.creator, attachment) : [];
  });
  return [...still, ...gone];
}

/** Events by time. Those of one moment stay as they are: an issue is made before it is changed, and its history has an order. */
export function inOrder(events: readonly Found[]): Found[] {
  return [...events].sort((one, other) => one.at - other.at);
}
