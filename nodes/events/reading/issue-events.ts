import { entry } from '../../client/json';
import type { EventRecord, Person } from '../event';
import { EVENT_TYPES } from '../event';
import { eventIds } from '../event-ids';
import { eventsOfComments } from './comments';
import type { FieldNames } from './field-names';
import { eventsOfHistories, type Found, foundEvent } from './histories';
import type { IssueDetails } from './issue-details';
import { idOf, momentOf, personOf } from './values';

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
    ...changes,
    ...eventsOfComments(issue, comments),
    ...attachedAtCreation(issue, changes),
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
    return type === 'attachment.deleted'
      ? added(idOf(attachment, 'id'), issue.created, issue.creator, attachment)
      : [];
  });
  return [...still, ...gone];
}

const TYPES = Object.keys(EVENT_TYPES);

/** Events by time; of one moment, an entry of a history after those before it, and in the order of their types. */
export function inOrder(events: readonly Found[]): Found[] {
  return [...events].sort(
    (one, other) =>
      one.at - other.at ||
      historyNumber(one.record) - historyNumber(other.record) ||
      TYPES.indexOf(one.record.event.type) - TYPES.indexOf(other.record.event.type),
  );
}

/** Ids of histories ascend. What is in none comes first: an issue is made before it is changed. */
function historyNumber({ event }: EventRecord): number {
  const number = Number(/^history:(\d+)/.exec(event.id)?.[1]);
  return Number.isNaN(number) ? 0 : number;
}
