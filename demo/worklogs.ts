/** Logging work on an issue, changing and deleting what was logged. */

import { isAdf } from './adf';
import type { Call } from './call';
import { readVisibility } from './comments';
import { readDuration } from './durations';
import { adjustEstimate, type EstimateChange, secondsLeft } from './estimates';
import { changeItem } from './history';
import { isObject, type JsonObject, stringAt } from './json';
import type { ChangeItem, Issue, RichText, Visibility, Worklog } from './model';
import { readProperties } from './properties';
import { type Refusal, refuse, refuseFields } from './responses';
import { richText, richTextOfWiki } from './rich-text';
import type { SiteStore } from './store';

/** What a body says about a worklog; what it leaves out is undefined. */
export interface WorklogInput {
  readonly seconds: number | undefined;
  readonly started: Date | undefined;
  readonly comment: RichText | undefined;
  readonly visibility?: Visibility | null | undefined;
  readonly properties?: ReadonlyMap<string, unknown> | undefined;
}

/** @throws Refusal 400 */
export function readWorklog(call: Call, issue: Issue, body: JsonObject): WorklogInput {
  return {
    seconds: readSeconds(call, body),
    started: readStarted(body),
    comment: readComment(call, body),
    visibility: 'visibility' in body ? readVisibility(call, issue, body.visibility) : undefined,
    // Data Center passes over what its worklogs don't have.
    ...(call.store.deployment === 'cloud' && { properties: readProperties(call, body) }),
  };
}

function readSeconds(call: Call, body: JsonObject): number | undefined {
  const { timeSpentSeconds, timeSpent } = body;
  if (timeSpentSeconds === undefined && timeSpent === undefined) return undefined;
  if (call.store.deployment === 'cloud' && timeSpentSeconds !== undefined && timeSpent !== undefined) {
    throw refuseFields({ timeLogged: 'timeSpent and timeSpentSeconds cannot be provided together.' });
  }
  const seconds = typeof timeSpentSeconds === 'number' ? timeSpentSeconds : readDuration(String(timeSpent));
  if (seconds === undefined) throw refuseFields({ timeLogged: 'Invalid time duration entered.' });
  // Jira counts minutes.
  if (seconds < 60) throw refuseFields({ timeLogged: 'Time Spent can not be zero.' });
  return Math.floor(seconds / 60) * 60;
}

/** With milliseconds, and an offset without a colon. */
function readStarted(body: JsonObject): Date | undefined {
  const { started } = body;
  if (started === undefined) return undefined;
  const [, local, hours, minutes] =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})([+-]\d{2})(\d{2})$/.exec(String(started)) ?? [];
  const at = new Date(`${local}${hours}:${minutes}`);
  if (!Number.isNaN(at.getTime())) return at;
  throw refuseFields({}, [`Unexpected character in date '${String(started)}': expected yyyy-MM-dd'T'HH:mm:ss.SSSZ`]);
}

function readComment(call: Call, body: JsonObject): RichText | undefined {
  const { comment } = body;
  if (comment === undefined) return undefined;
  if (call.richText === 'wiki') return richTextOfWiki(call.store.deployment, stringAt(body, 'comment') ?? '');
  if (isObject(comment) && isAdf(comment)) return comment;
  throw refuseFields({ comment: 'Worklog comment is not valid!' });
}

const usual: EstimateChange = { way: 'auto' };

/** @throws Refusal 400 where the body says no time */
export function addWorklog(
  store: SiteStore,
  issue: Issue,
  input: WorklogInput,
  authorId: string,
  estimate = usual,
): Worklog {
  if (input.seconds === undefined) throw missingTime();
  const now = store.now();
  const worklog: Worklog = {
    id: store.nextId('worklog'),
    issueId: issue.id,
    authorId,
    updateAuthorId: authorId,
    started: input.started ?? now,
    seconds: input.seconds,
    comment: input.comment ?? richText(store.deployment, ''),
    created: now,
    updated: now,
    visibility: input.visibility ?? null,
    properties: new Map(input.properties),
  };
  const before = timesOf(store, issue);
  adjustEstimate(issue, estimate, worklog.seconds);
  const after = (before.spent ?? 0) + worklog.seconds;
  const change = store.change(issue, authorId, worklogItems(store, issue, worklog, 'added', before, after), () => {
    store.worklogs.set(worklog.id, worklog);
  });
  store.events.tell({ kind: 'worklog', what: 'created', worklog, issue, actorId: authorId, change });
  return worklog;
}

function missingTime(): Refusal {
  return refuse(400, [], { timeLogged: 'You must indicate the time spent working.' });
}

export function changeWorklog(
  store: SiteStore,
  issue: Issue,
  worklog: Worklog,
  input: WorklogInput,
  authorId: string,
  estimate = usual,
): void {
  const before = timesOf(store, issue);
  const more = (input.seconds ?? worklog.seconds) - worklog.seconds;
  adjustEstimate(issue, estimate, more);
  const after = (before.spent ?? 0) + more;
  const change = store.change(issue, authorId, worklogItems(store, issue, worklog, 'changed', before, after), () => {
    worklog.seconds += more;
    worklog.started = input.started ?? worklog.started;
    worklog.comment = input.comment ?? worklog.comment;
    worklog.visibility = input.visibility === undefined ? worklog.visibility : input.visibility;
    for (const [key, value] of input.properties ?? []) worklog.properties.set(key, value);
    worklog.updateAuthorId = authorId;
    worklog.updated = store.now();
  });
  store.events.tell({ kind: 'worklog', what: 'updated', worklog, issue, actorId: authorId, change });
}

export function removeWorklog(
  store: SiteStore,
  issue: Issue,
  worklog: Worklog,
  authorId: string,
  estimate = usual,
): void {
  const before = timesOf(store, issue);
  adjustEstimate(issue, estimate, -worklog.seconds);
  const after = (before.spent ?? 0) - worklog.seconds;
  const change = store.change(issue, authorId, worklogItems(store, issue, worklog, 'removed', before, after), () =>
    store.deleteWorklog(worklog),
  );
  store.events.tell({ kind: 'worklog', what: 'deleted', worklog, issue, actorId: authorId, change });
}

/** Seconds logged on the issue; null when nobody has logged any. */
export function secondsSpent(store: SiteStore, issue: Issue): number | null {
  const worklogs = store.worklogsOf(issue.id);
  return worklogs.length === 0 ? null : worklogs.reduce((sum, worklog) => sum + worklog.seconds, 0);
}

/** Seconds that have been worked on an issue, and that are left. */
interface Times {
  readonly spent: number | null;
  readonly left: number | null;
}

function timesOf(store: SiteStore, issue: Issue): Times {
  return { spent: secondsSpent(store, issue), left: secondsLeft(store, issue) };
}

/** Data Center has the worklog as the old value whatever became of it, as recorded when one was added. */
function worklogItems(
  store: SiteStore,
  issue: Issue,
  { id }: Worklog,
  what: 'added' | 'changed' | 'removed',
  before: Times,
  after: number,
): readonly ChangeItem[] {
  const cloud = store.deployment === 'cloud';
  const side = (there: boolean) => (there ? ([id, id] as const) : ([null, null] as const));
  const seconds = (value: number | null) =>
    value === null ? ([null, null] as const) : ([String(value), String(value)] as const);
  return [
    changeItem({ field: 'WorklogId' }, side(!cloud || what !== 'added'), side(cloud && what !== 'removed')),
    changeItem(
      { field: 'timeestimate', fieldId: 'timeestimate' },
      seconds(before.left),
      seconds(secondsLeft(store, issue) ?? 0),
    ),
    changeItem({ field: 'timespent', fieldId: 'timespent' }, seconds(before.spent), seconds(after)),
  ];
}
