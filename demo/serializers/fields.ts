/** The value of each field of an issue, as Jira writes it in `fields` and in `renderedFields`. */

import type { View } from '../call';
import { renderedDay, renderedMoment, timestamp } from '../clock';
import { duration } from '../durations';
import { secondsLeft } from '../estimates';
import { type Field, flatOptions, type Option } from '../fields';
import type { AdfDocument, Attachment, FieldValue, Issue, IssueLink } from '../model';
import { html, richTextFor } from '../rich-text';
import { secondsSpent } from '../worklogs';
import { serializeComment, serializeWorklog, zone } from './comment';
import {
  serializeComponent,
  serializeIssueType,
  serializeLinkType,
  serializePriority,
  serializeProject,
  serializeResolution,
  serializeStatus,
  serializeStatusCategory,
  serializeVersion,
} from './metadata';
import { serializeUser } from './people';
import { progress, secondsSpentWithSubtasks, timeTracking } from './time';

/** What Jira has in `fields[field.id]`; undefined when the field is left out altogether. */
export function serializeField(view: View, issue: Issue, field: Field): unknown {
  const computed = computedFields[field.id];
  if (computed) return computed(view, issue);
  const value = issue.values.get(field.id);
  if (value === undefined) return field.schema?.type === 'array' && !field.custom ? [] : null;
  return serializeValue(view, issue, field, value);
}

function serializeValue(view: View, issue: Issue, field: Field, value: FieldValue): unknown {
  const { store } = view;
  const project = store.project(issue.projectId);
  const ids = Array.isArray(value) ? value.map(String) : [String(value)];
  const named = <T extends { readonly id: string }>(list: readonly T[], serialize: (view: View, item: T) => unknown) =>
    list.filter((item) => ids.includes(item.id)).map((item) => serialize(view, item));
  switch (field.kind) {
    case 'user':
      return serializeUser(view, store.user(String(value)));
    case 'priority':
      return named(store.priorities, (v, item) => serializePriority(v, item))[0] ?? null;
    case 'resolution':
      return named(store.resolutions, serializeResolution)[0] ?? null;
    case 'components':
      return named(project.components, serializeComponent);
    case 'versions':
      return named(project.versions, serializeVersion);
    case 'options':
      return named(field.options ?? [], serializeOption);
    case 'option':
      return named(field.options ?? [], serializeOption)[0] ?? null;
    case 'cascade': {
      const [parent, child] = ids.map((id) => flatOptions(field).find((option) => option.id === id));
      if (!parent) return null;
      return { ...serializeOption(view, parent), ...(child ? { child: serializeOption(view, child) } : {}) };
    }
    default:
      return typeof value === 'object' && 'content' in value ? richTextFor(view, value) : value;
  }
}

export function serializeOption(view: View, option: Option): Record<string, unknown> {
  const cloud = view.store.deployment === 'cloud';
  return {
    self: `${view.api}/customFieldOption/${option.id}`,
    value: option.value,
    id: option.id,
    ...(cloud ? {} : { disabled: false }),
  };
}

const moment = (view: View, at: Date): string => timestamp(at, zone(view));

const computedFields: Readonly<Record<string, (view: View, issue: Issue) => unknown>> = {
  issuekey: () => undefined,
  issuetype: (view, issue) => serializeIssueType(view, view.store.issueType(issue.issueTypeId)),
  project: (view, issue) => serializeProject(view, view.store.project(issue.projectId)),
  status: (view, issue) => serializeStatus(view, view.store.status(issue.statusId)),
  creator: (view, issue) => serializeUser(view, view.store.user(issue.creatorId)),
  created: (view, issue) => moment(view, issue.created),
  updated: (view, issue) => moment(view, issue.updated),
  resolutiondate: (view, issue) => (issue.resolved ? moment(view, issue.resolved) : null),
  parent: (view, issue) => {
    const parent = issue.parentId === null ? undefined : view.store.issues.get(issue.parentId);
    return parent ? serializeLinkedIssue(view, parent) : undefined;
  },
  subtasks: (view, issue) => view.store.subtasks(issue).map((subtask) => serializeLinkedIssue(view, subtask)),
  issuelinks: (view, issue) => view.store.linksOf(issue.id).flatMap((link) => serializeLinkInIssue(view, issue, link)),
  comment: (view, issue) => commentPage(view, issue, false),
  worklog: (view, issue) => worklogPage(view, issue),
  timespent: ({ store }, issue) => secondsSpent(store, issue),
  timeoriginalestimate: () => null,
  timeestimate: ({ store }, issue) => secondsLeft(store, issue),
  aggregatetimespent: secondsSpentWithSubtasks,
  aggregatetimeoriginalestimate: () => null,
  aggregatetimeestimate: (view, issue) => (secondsSpentWithSubtasks(view, issue) === null ? null : 0),
  timetracking: timeTracking,
  progress: (view, issue) => progress(secondsSpent(view.store, issue)),
  aggregateprogress: (view, issue) => progress(secondsSpentWithSubtasks(view, issue)),
  workratio: () => -1,
  lastViewed: () => null,
  attachment: (view, issue) => view.store.attachmentsOf(issue.id).map((one) => serializeAttachment(view, one)),
  statusCategory: (view, issue) => serializeStatusCategory(view, view.store.status(issue.statusId).category),
  statuscategorychangedate: (view, issue) => moment(view, issue.statusChanged),
  issuerestriction: () => ({ issuerestrictions: {}, shouldDisplay: false }),
  votes: serializeVotes,
  watches: serializeWatches,
};

export function serializeAttachment(view: View, attachment: Attachment): Record<string, unknown> {
  const { id, authorId, filename, size, mimeType, created } = attachment;
  const cloud = view.store.deployment === 'cloud';
  return {
    self: `${view.api}/attachment/${id}`,
    id,
    filename,
    author: serializeUser(view, view.store.user(authorId)),
    created: moment(view, created),
    size,
    mimeType,
    content: cloud ? `${view.api}/attachment/content/${id}` : `${view.base}/secure/attachment/${id}/${filename}`,
  };
}

/** How many have voted for the issue, and whether the caller has. */
export function serializeVotes(view: View, issue: Issue): Record<string, unknown> {
  return {
    self: `${view.api}/issue/${view.store.key(issue)}/votes`,
    votes: issue.voters.size,
    hasVoted: view.user !== undefined && issue.voters.has(view.user.id),
  };
}

/** How many watch the issue, and whether the caller does. */
export function serializeWatches(view: View, issue: Issue): Record<string, unknown> {
  return {
    self: `${view.api}/issue/${view.store.key(issue)}/watchers`,
    watchCount: issue.watchers.size,
    isWatching: view.user !== undefined && issue.watchers.has(view.user.id),
  };
}

/** An issue named by another: a parent, a sub-task, the end of a link. */
export function serializeLinkedIssue(view: View, issue: Issue): Record<string, unknown> {
  const { store } = view;
  const priority = store.priorities.find((one) => one.id === issue.values.get('priority'));
  return {
    id: issue.id,
    key: store.key(issue),
    self: `${view.api}/issue/${issue.id}`,
    fields: {
      summary: issue.values.get('summary'),
      status: serializeStatus(view, store.status(issue.statusId)),
      ...(priority ? { priority: serializePriority(view, priority) } : {}),
      issuetype: serializeIssueType(view, store.issueType(issue.issueTypeId)),
    },
  };
}

/**
 * Inside an issue a link shows its other end only. The link's inward issue is the subject of the outward description, so its own page lists
 * the other as `outwardIssue`. An end the caller may not see hides the link.
 */
function serializeLinkInIssue(view: View, issue: Issue, link: IssueLink): readonly unknown[] {
  const { store } = view;
  const outward = link.inwardIssueId === issue.id;
  const other = store.issues.get(outward ? link.outwardIssueId : link.inwardIssueId);
  const type = store.linkTypes.find((one) => one.id === link.typeId);
  if (!other || !type || !store.can(view.user, 'browse', store.project(other.projectId))) return [];
  const end = serializeLinkedIssue(view, other);
  return [
    {
      id: link.id,
      self: `${view.api}/issueLink/${link.id}`,
      type: serializeLinkType(view, type),
      ...(outward ? { outwardIssue: end } : { inwardIssue: end }),
    },
  ];
}

function commentPage(view: View, issue: Issue, renderedBody: boolean): Record<string, unknown> {
  const comments = view.store.commentsOf(issue, view.user);
  return {
    comments: comments.map((comment) => {
      const serialized = serializeComment(view, comment);
      return renderedBody ? { ...serialized, body: html(comment.body) } : serialized;
    }),
    ...(view.store.deployment === 'cloud' ? { self: `${view.api}/issue/${issue.id}/comment` } : {}),
    maxResults: comments.length,
    total: comments.length,
    startAt: 0,
  };
}

/** How many worklogs an issue carries along; the rest is to be had from the worklog list. */
const embeddedWorklogs = 20;

function worklogPage(view: View, issue: Issue): Record<string, unknown> {
  const worklogs = view.store.worklogsShown(issue, view.user);
  return {
    startAt: 0,
    maxResults: embeddedWorklogs,
    total: worklogs.length,
    worklogs: worklogs.slice(0, embeddedWorklogs).map((worklog) => serializeWorklog(view, worklog)),
  };
}

/** What `renderedFields` has: HTML for rich text, people's dates, and null for fields without a renderer. */
export function renderedField(view: View, issue: Issue, field: Field): unknown {
  const value = issue.values.get(field.id);
  if (field.kind === 'rich') return value === undefined ? '' : html(richValue(value));
  if (field.kind === 'date') return typeof value === 'string' ? renderedDay(value) : null;
  if (field.id === 'comment') return commentPage(view, issue, true);
  if (field.id === 'created') return renderedMoment(issue.created, zone(view));
  if (field.id === 'updated') return renderedMoment(issue.updated, zone(view));
  if (field.id === 'resolutiondate') return issue.resolved ? renderedMoment(issue.resolved, zone(view)) : null;
  if (field.id === 'timespent') {
    const seconds = secondsSpent(view.store, issue);
    return seconds === null ? null : duration(seconds);
  }
  if (field.id === 'attachment') return [];
  if (field.id === 'worklog') return worklogPage(view, issue);
  if (field.id === 'timetracking') return timeTracking(view, issue);
  return null;
}

function richValue(value: FieldValue): AdfDocument | string {
  return typeof value === 'object' && 'content' in value ? value : String(value);
}
