import { entry, listEntry, textEntry } from '../../client/json';
import type { FieldNames } from '../../jira/history-fields';
import type { EventRecord, EventType, FieldChange, JiraEvent, Person } from '../event';
import { eventIds } from '../event-ids';
import { idOf, isoOf, momentOf, personOf } from '../values';
import { plainText } from './field-names';

/** An event that was found, and when it happened: milliseconds since 1970 by Jira's clock. */
export interface Found {
  readonly at: number;
  readonly record: EventRecord;
}

/** The issue that events are about. */
export interface IssueRef {
  readonly id: string;
  readonly key: string;
}

/** A worklog that a history names: its feed knows of it by its id alone. */
export interface NamedWorklog {
  readonly worklogId: string;
  readonly by: Person | undefined;
}

/** One change within an entry of a history. */
interface Item extends FieldChange {
  /** What the history itself calls the field. */
  readonly label: string;
}

/**
 * The events that an issue's history tells. An entry of it is one `issue.updated`, and one event more for each thing in it that has a
 * type of its own. What happened first comes first, in whatever order Jira gives it.
 * @param attachments those the issue has now, to show them whole
 */
export function eventsOfHistories(
  issue: IssueRef,
  histories: readonly unknown[],
  names: FieldNames,
  attachments: readonly unknown[] = [],
): Found[] {
  const entries = histories.flatMap((history) => {
    const id = idOf(history, 'id');
    const at = momentOf(entry(history, 'created'));
    return id === undefined || at === undefined ? [] : [{ history, id, at }];
  });
  // Ids of histories ascend; they tell what came first within a moment.
  entries.sort((one, other) => one.at - other.at || Number(one.id) - Number(other.id));
  return entries.flatMap(({ history, id, at }) => {
    const items = listEntry(history, 'items').flatMap((item) => readItem(item, names));
    const found = (type: EventType, eventId: string, changes: readonly Item[], more: Partial<JiraEvent> = {}): Found =>
      foundEvent(issue, type, eventId, at, personOf(entry(history, 'author')), changes.map(withoutLabel), more);
    const whole = found('issue.updated', eventIds.history(id), items);
    return [whole, ...items.flatMap((item, index) => ownEvents(item, index, items, id, attachments, found))];
  });
}

type Finding = (type: EventType, id: string, changes: readonly Item[], more?: Partial<JiraEvent>) => Found;

/** The events of its own that an item gives. */
function ownEvents(
  item: Item,
  index: number,
  items: readonly Item[],
  historyId: string,
  attachments: readonly unknown[],
  found: Finding,
): Found[] {
  const isFirst = items.findIndex(({ label }) => label === item.label) === index;
  switch (item.label) {
    case 'status':
      return isFirst ? [found('issue.transitioned', eventIds.history(historyId, 'transitioned'), items)] : [];
    case 'assignee':
      return isFirst ? [found('issue.assigned', eventIds.history(historyId, 'assigned'), items)] : [];
    case 'attachment':
      return [
        ...ofAttachment('attachment.added', item.to, item.toText),
        ...ofAttachment('attachment.deleted', item.from, item.fromText),
      ];
    case 'link':
      return [...ofLink('link.added', item.to, item.toText), ...ofLink('link.deleted', item.from, item.fromText)];
    default:
      return [];
  }

  function ofAttachment(type: 'attachment.added' | 'attachment.deleted', id: string | null, filename: string | null) {
    if (id === null) return [];
    const eventId = type === 'attachment.added' ? eventIds.added('attachment', id) : eventIds.deleted('attachment', id);
    const attachment = attachments.find((one) => idOf(one, 'id') === id) ?? { id, filename };
    return [found(type, eventId, [item], { attachment })];
  }

  function ofLink(type: 'link.added' | 'link.deleted', issueKey: string | null, text: string | null) {
    if (issueKey === null) return [];
    // Two links to one issue may be made at once; which of them comes first is the same in every reading.
    const before = items.slice(0, index).filter(({ label, from, to }) => label === 'link' && (from ?? to) === issueKey);
    const what = [type, issueKey, ...(before.length > 0 ? [before.length] : [])].join(':');
    return [found(type, eventIds.history(historyId, what), [item], { link: { issueKey, text } })];
  }
}

function readItem(item: unknown, names: FieldNames): Item[] {
  const label = textEntry(item, 'field');
  if (label === undefined) return [];
  const { id, name } = names(label, textEntry(item, 'fieldId'));
  return [
    {
      label: label.toLowerCase(),
      field: name,
      fieldId: id,
      from: plainText(item, 'from'),
      to: plainText(item, 'to'),
      fromText: plainText(item, 'fromString'),
      toText: plainText(item, 'toString'),
    },
  ];
}

function withoutLabel({ label: _label, ...change }: Item): FieldChange {
  return change;
}

/** Worklogs that histories name: those that were changed or deleted. */
export function worklogsNamedIn(histories: readonly unknown[]): NamedWorklog[] {
  return histories.flatMap((history) =>
    listEntry(history, 'items')
      .filter((item) => textEntry(item, 'field') === 'WorklogId')
      .flatMap((item) => plainText(item, 'from') ?? plainText(item, 'to') ?? [])
      .map((worklogId) => ({ worklogId, by: personOf(entry(history, 'author')) })),
  );
}

/** An event as it is stored. */
export function foundEvent(
  issue: Pick<IssueRef, 'id'> & Partial<IssueRef>,
  type: EventType,
  id: string,
  at: number,
  by: Person | undefined,
  changes: readonly FieldChange[] = [],
  more: Partial<JiraEvent> = {},
): Found {
  const event: JiraEvent = {
    id,
    type,
    at: isoOf(at),
    ...(by && { by }),
    ...(issue.key !== undefined && { issueIdOrKey: issue.key }),
    changes,
    ...more,
    via: 'poll',
  };
  return { at, record: { event, issueId: issue.id } };
}
