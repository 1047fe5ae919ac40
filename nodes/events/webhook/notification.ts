import { entry, given, isRecord, type JsonRecord, listEntry, textEntry } from '../../client/json';
import { EVENT_TYPES, type EventRecord, type EventType, type Person } from '../event';
import { eventIds } from '../event-ids';
import type { Notification } from '../hub';
import { momentOf, personOf } from '../values';
import { parseBody, unreadable } from './body';
import { harmless, type IssueName, idIn, issueNameIn } from './entities';

/** Issues that one body may name; Jira's own name two at most, those of automation rules as many as their rule finds. */
const MOST_ISSUES = 1_000;

/** A body and when it came. */
interface Told {
  readonly body: JsonRecord;
  readonly issue: IssueName | undefined;
  /** Milliseconds since 1970: the body's own time, or when it came where it has none. */
  readonly at: number;
  /** Who did it, where the body says so itself. */
  readonly user: Person | undefined;
}

type Reader = (told: Told) => Notification | undefined;

/**
 * Reads what a webhook of Jira or a request of an automation rule says. What Jira tells and no node listens to is an empty
 * notification: more events are sent than were asked for, and new ones come.
 * @param receivedAt milliseconds since 1970, for bodies that tell no time
 * @throws JiraError `JIRA_INPUT` for what is not Jira's
 */
export function readNotification(bytes: Buffer, receivedAt: number): Notification {
  const body = parseBody(bytes);
  const name = textEntry(body, 'webhookEvent');
  const issue = issueNameIn(entry(body, 'issue'));
  const at = momentOf(entry(body, 'timestamp')) ?? receivedAt;
  const told: Told = { body, issue, at, user: personOf(entry(body, 'user')) };
  const read = READERS.get(name?.replace(/^jira:/, '') ?? '');
  const found = read?.(told) ?? named(told);
  if (found) return found;
  if (name !== undefined && isEnvelope(body)) return NOTHING;
  throw unreadable('webhook.foreign');
}

const NOTHING: Notification = { records: [], issues: [] };

/** What all of Jira's own bodies begin with. */
function isEnvelope(body: JsonRecord): boolean {
  return (
    momentOf(entry(body, 'timestamp')) !== undefined && /^[a-z]+:?[a-z_]+$/.test(String(entry(body, 'webhookEvent')))
  );
}

/** By the event's name without its `jira:`, which older servers put before other names than newer ones. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['issue_updated', updatedIssue],
  ['issue_deleted', deletedIssue],
  ['comment_created', (told) => commentEvent(told, 'added')],
  ['comment_updated', (told) => commentEvent(told, 'updated')],
  ['comment_deleted', (told) => commentEvent(told, 'deleted')],
  ['worklog_created', (told) => worklogEvent(told, 'added')],
  ['worklog_updated', (told) => worklogEvent(told, 'updated')],
  ['worklog_deleted', (told) => worklogEvent(told, 'deleted')],
  ['issuelink_created', linkedIssues],
  ['issuelink_deleted', linkedIssues],
  ['sprint_created', (told) => otherEvent(told, 'sprint.created')],
  ['sprint_started', (told) => otherEvent(told, 'sprint.started')],
  ['sprint_closed', (told) => otherEvent(told, 'sprint.closed')],
  ['version_released', (told) => otherEvent(told, 'version.released')],
]);

/** The issues that a body names anywhere: Jira's own have one below `issue`, those of automation rules may be one. */
function named({ body, issue }: Told): Notification | undefined {
  const several = listEntry(body, 'issues');
  if (several.length > MOST_ISSUES) throw unreadable('webhook.tooManyIssues', { limit: MOST_ISSUES });
  const candidates = [entry(body, 'issueKey'), entry(body, 'issueIdOrKey'), body, ...several].map(issueNameIn);
  const issues = [issue, ...candidates].flatMap((one) => nameOf(one) ?? []);
  return issues.length === 0 ? undefined : { records: [], issues: [...new Set(issues)] };
}

function nameOf(issue: IssueName | undefined): string | undefined {
  return issue?.id ?? issue?.key;
}

/** Data Center sends with an issue the comment that was made along with the change, and older ones nothing else of it. */
function updatedIssue(told: Told): Notification | undefined {
  const hint = named(told);
  const kind = textEntry(told.body, 'issue_event_type_name');
  const comment = entry(told.body, 'comment');
  if (!hint || idIn(entry(comment, 'id')) === undefined || kind === 'issue_comment_deleted') return hint;
  const isNew = momentOf(entry(comment, 'created')) === momentOf(entry(comment, 'updated'));
  const what = kind === 'issue_comment_edited' || (kind !== 'issue_commented' && !isNew) ? 'updated' : 'added';
  return { records: commentEvent(told, what)?.records ?? [], issues: hint.issues };
}

function deletedIssue({ body, issue, at, user }: Told): Notification | undefined {
  const name = nameOf(issue);
  if (name === undefined) return undefined;
  const told = harmless(entry(body, 'issue'));
  const subject = isRecord(told) ? told : given({ ...issue });
  const event = eventOf('issue.deleted', eventIds.issueDeleted(name), at, user, issue);
  return { records: [{ ...recordOf(event, issue), subject }], issues: [] };
}

type Change = 'added' | 'updated' | 'deleted';

/** Comments of Data Center, and some of Cloud, come without their issue: their own address has it. */
function commentEvent(told: Told, change: Change): Notification | undefined {
  const comment = entry(told.body, 'comment');
  const [, issueId, commentId] =
    /\/issue\/(\d{1,19})\/comment\/(\d{1,19})$/.exec(textEntry(comment, 'self') ?? '') ?? [];
  const issue = told.issue ?? (issueId === undefined ? undefined : { id: issueId });
  return partEvent({ ...told, issue }, 'comment', idIn(entry(comment, 'id')) ?? commentId, change);
}

/** Worklogs of Cloud come with the id of their issue alone; those of old servers as a change of their issue. */
function worklogEvent(told: Told, change: Change): Notification | undefined {
  const worklog = entry(told.body, 'worklog');
  if (worklog === undefined) return legacyWorklog(told);
  const issueId = idIn(entry(worklog, 'issueId'));
  const issue = told.issue ?? (issueId === undefined ? undefined : { id: issueId });
  return partEvent({ ...told, issue }, 'worklog', idIn(entry(worklog, 'id')), change);
}

/** A comment or a worklog: Jira's times of it and its id make the event's id, as a poll finds them, too. */
function partEvent(
  { body, issue, at, user }: Told,
  thing: 'comment' | 'worklog',
  id: string | undefined,
  change: Change,
): Notification | undefined {
  if (id === undefined || issue === undefined) return undefined;
  const part = entry(body, thing);
  const changedAt = momentOf(entry(part, CHANGED_AT[change])) ?? at;
  const by = change === 'deleted' ? user : (personOf(entry(part, CHANGED_BY[change])) ?? user);
  const eventId = change === 'updated' ? eventIds.updated(thing, id, changedAt) : eventIds[change](thing, id);
  const event = eventOf(`${thing}.${change}`, eventId, changedAt, by, issue);
  return { records: [recordOf({ ...event, [thing]: harmless(part) }, issue)], issues: [] };
}

const CHANGED_AT = { added: 'created', updated: 'updated', deleted: '' } as const;
const CHANGED_BY = { added: 'author', updated: 'updateAuthor' } as const;

/** `jira:worklog_updated` of old servers: the issue whole, its worklogs in it, and a change that names the one in question. */
function legacyWorklog(told: Told): Notification | undefined {
  const items = listEntry(entry(told.body, 'changelog'), 'items');
  const item = items.find((one) => textEntry(one, 'field') === 'WorklogId');
  const id = idIn(entry(item, 'to')) ?? idIn(entry(item, 'from'));
  const worklogs = listEntry(entry(entry(entry(told.body, 'issue'), 'fields'), 'worklog'), 'worklogs');
  const worklog = worklogs.find((one) => idIn(entry(one, 'id')) === id);
  if (id === undefined || worklog === undefined) return named(told);
  const isNew = momentOf(entry(worklog, 'created')) === momentOf(entry(worklog, 'updated'));
  const inIt = { ...told, body: { worklog } };
  return {
    records: partEvent(inIt, 'worklog', id, isNew ? 'added' : 'updated')?.records ?? [],
    issues: named(told)?.issues ?? [],
  };
}

/** A link is told by the numbers of its issues; the history of both says the rest. */
function linkedIssues({ body }: Told): Notification | undefined {
  const link = entry(body, 'issueLink');
  const ids = ['sourceIssueId', 'destinationIssueId'].flatMap((name) => idIn(entry(link, name)) ?? []);
  return ids.length === 0 ? undefined : { records: [], issues: [...new Set(ids)] };
}

type OtherType = 'sprint.created' | 'sprint.started' | 'sprint.closed' | 'version.released';

/** Sprints and versions: Jira tells them once, and nobody can ask what happened to them. */
function otherEvent({ body, at, user }: Told, type: OtherType): Notification | undefined {
  const thing = EVENT_TYPES[type].subject;
  const subject = harmless(entry(body, thing));
  const id = idIn(entry(subject, 'id'));
  if (id === undefined) return undefined;
  const eventId = eventIds.other(thing, id, type.slice(thing.length + 1), at);
  return { records: [{ event: eventOf(type, eventId, at, user), subject }], issues: [] };
}

function eventOf(
  type: EventType,
  id: string,
  at: number,
  by: Person | undefined,
  issue?: IssueName,
): EventRecord['event'] {
  return {
    id,
    type,
    at: new Date(at).toISOString(),
    ...(by !== undefined && { by }),
    ...(issue?.key !== undefined && { issueIdOrKey: issue.key }),
    changes: [],
    via: 'webhook',
  };
}

function recordOf(event: EventRecord['event'], issue: IssueName | undefined): EventRecord {
  return issue?.id === undefined ? { event } : { event, issueId: issue.id };
}
