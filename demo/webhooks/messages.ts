/** What Jira sends about what has happened. Cloud and Data Center differ in what they send, and in what is in it. */

import type { View } from '../call';
import type { Change, Comment, Issue, Project, Sprint } from '../model';
import { serializeComment, serializeWorklog } from '../serializers/comment';
import { serializeAttachment } from '../serializers/fields';
import { serializeIssue } from '../serializers/issue';
import { serializeFullVersion } from '../serializers/metadata';
import { serializeUser } from '../serializers/people';
import { serializeSprint } from '../serializers/sprint';
import type { CommentEvent, IssueEvent, LinkEvent, SiteEvent, WorklogEvent } from '../site-events';
import { createdChangelog, eventType, serializeChangelog } from './changelogs';

export interface Message {
  readonly webhookEvent: string;
  /** Whatever follows time and name. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The issue that it is about, on which the filters of webhooks look. */
  readonly issue?: Issue;
  readonly change?: Change | undefined;
  readonly project?: Project;
  readonly sprint?: Sprint;
  readonly secondary: boolean;
}

/** Everything that one happening makes Jira send, to whom it may concern. */
export function messagesOf(view: View, event: SiteEvent): readonly Message[] {
  return parts(view, event).map((part) => ({ ...part, secondary: event.secondary === true }));
}

type Part = Omit<Message, 'secondary'>;

function parts(view: View, event: SiteEvent): readonly Part[] {
  switch (event.kind) {
    case 'issue':
      return [issuePart(view, event)];
    case 'comment':
      return commentParts(view, event);
    case 'worklog':
      return worklogParts(view, event);
    case 'attachment': {
      const { what, attachment, issue, change } = event;
      const told = {
        webhookEvent: `attachment_${what}`,
        body: { attachment: serializeAttachment(view, attachment) },
        issue,
      };
      return change ? [changePart(view, { ...event, change }), told] : [told];
    }
    case 'issuelink':
      return [{ webhookEvent: `issuelink_${event.what}`, body: { issueLink: serializeLink(event) } }];
    case 'sprint': {
      const { what, sprint, before } = event;
      const body = {
        sprint: serializeSprint(view, sprint),
        ...(before && what === 'updated' ? { oldValue: serializeSprint(view, before) } : {}),
      };
      return [{ webhookEvent: `sprint_${what}`, body, sprint }];
    }
    case 'version': {
      const { what, version, project } = event;
      const body = { version: serializeFullVersion(view, project, version) };
      return [{ webhookEvent: `jira:version_${what}`, body, project }];
    }
  }
}

function issuePart(view: View, event: IssueEvent): Part {
  const { what, issue, actorId, change } = event;
  const user = serializeUser(view, view.store.user(actorId));
  if (what === 'updated') return changePart(view, event);
  const told = { issue_event_type_name: eventType(event), user, issue: wholeIssue(view, issue) };
  const changelog = what === 'created' ? { changelog: createdChangelog(view, issue) } : {};
  return { webhookEvent: `jira:issue_${what}`, body: { ...told, ...changelog }, issue, change };
}

interface Changed {
  readonly kind: SiteEvent['kind'];
  readonly issue: Issue;
  readonly actorId: string;
  readonly change?: Change | undefined;
  readonly comment?: Comment | undefined;
}

/** `jira:issue_updated`, which Data Center sends for a comment as well; a comment has no changelog. */
function changePart(view: View, event: Changed & Pick<SiteEvent, 'what'>): Part {
  const { kind, issue, actorId, change, comment } = event;
  const cloud = view.store.deployment === 'cloud';
  const body = {
    issue_event_type_name: eventType(event),
    user: serializeUser(view, view.store.user(actorId)),
    issue: wholeIssue(view, issue),
    ...(kind === 'comment' ? {} : { changelog: serializeChangelog(view, change) }),
    ...(comment && !cloud ? { comment: serializeComment(view, comment) } : {}),
  };
  return { webhookEvent: 'jira:issue_updated', body, issue, change };
}

function commentParts(view: View, event: CommentEvent): readonly Part[] {
  const { what, comment, issue, actorId, alone } = event;
  const webhookEvent = `comment_${what}`;
  const told = { comment: serializeComment(view, comment) };
  if (view.store.deployment === 'cloud') {
    return [{ webhookEvent, body: { ...told, issue: briefIssue(view, issue), eventType: 'primaryAction' }, issue }];
  }
  const user = what === 'deleted' ? { user: serializeUser(view, view.store.user(actorId)) } : {};
  const withIssue = alone ? [changePart(view, what === 'deleted' ? { ...event, comment: undefined } : event)] : [];
  return [...withIssue, { webhookEvent, body: { ...user, ...told }, issue }];
}

/** Data Center before 10 also has the name of older days. */
function worklogParts(view: View, event: WorklogEvent): readonly Part[] {
  const { what, worklog, issue, change } = event;
  const cloud = view.store.deployment === 'cloud';
  const limits = cloud ? { isFromIssueLimitTransformation: false } : {};
  const told = {
    webhookEvent: `worklog_${what}`,
    body: { worklog: serializeWorklog(view, worklog), ...limits },
    issue,
  };
  if (!change) return [told];
  const changed = changePart(view, event);
  const old = !cloud && Number.parseInt(view.store.settings.version, 10) < 10;
  return [changed, ...(old ? [{ ...changed, webhookEvent: 'jira:worklog_updated' }] : []), told];
}

/** Cloud's address of an issue lacks a part, as recorded. */
function wholeIssue(view: View, issue: Issue): Record<string, unknown> {
  const cloud = view.store.deployment === 'cloud';
  const wanted = cloud ? ['*all', '-comment', '-worklog', '-statusCategory'] : ['*all'];
  const { id, self, key, fields } = serializeIssue(view, issue, { fields: wanted, expand: [], properties: [] }, '*all');
  return { id, self: cloud ? `${view.api}/${issue.id}` : self, key, fields };
}

const brief = ['summary', 'issuetype', 'project', 'assignee', 'priority', 'status'];

function briefIssue(view: View, issue: Issue): Record<string, unknown> {
  const { id, key, fields } = serializeIssue(view, issue, { fields: brief, expand: [], properties: [] }, '*all');
  return { id, self: `${view.api}/${issue.id}`, key, fields };
}

/** Numbers for ids, and no word of keys or of who did it. */
function serializeLink({ link, type }: LinkEvent): Record<string, unknown> {
  return {
    id: Number(link.id),
    sourceIssueId: Number(link.inwardIssueId),
    destinationIssueId: Number(link.outwardIssueId),
    issueLinkType: {
      id: Number(type.id),
      name: type.name,
      outwardName: type.outward,
      inwardName: type.inward,
      isSubTaskLinkType: false,
      isSystemLinkType: false,
    },
    systemLink: false,
  };
}
