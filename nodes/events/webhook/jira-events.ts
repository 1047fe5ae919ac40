import type { EventType } from '../event';

/**
 * What Jira calls the events that have to be told for a type of ours. Attachments are told as changes of their issue: the events that they
 * have of their own name no issue.
 */
const JIRA_EVENTS: Readonly<Record<EventType, string>> = {
  'issue.created': 'jira:issue_created',
  'issue.updated': 'jira:issue_updated',
  'issue.transitioned': 'jira:issue_updated',
  'issue.assigned': 'jira:issue_updated',
  'issue.deleted': 'jira:issue_deleted',
  'comment.added': 'comment_created',
  'comment.updated': 'comment_updated',
  'comment.deleted': 'comment_deleted',
  'worklog.added': 'worklog_created',
  'worklog.updated': 'worklog_updated',
  'worklog.deleted': 'worklog_deleted',
  'attachment.added': 'jira:issue_updated',
  'attachment.deleted': 'jira:issue_updated',
  'link.added': 'issuelink_created',
  'link.deleted': 'issuelink_deleted',
  'sprint.created': 'sprint_created',
  'sprint.started': 'sprint_started',
  'sprint.closed': 'sprint_closed',
  'version.released': 'jira:version_released',
};

/** What the webhooks of apps can't tell, and how it shows all the same: a link is a change of its issue. */
const FOR_APPS: Readonly<Partial<Record<EventType, string>>> = {
  'link.added': 'jira:issue_updated',
  'link.deleted': 'jira:issue_updated',
};

/** Types that webhooks of apps can't tell at all: only asking Jira shows them. */
const NOT_FOR_APPS: readonly EventType[] = ['worklog.added', 'worklog.updated', 'worklog.deleted'];

/** Events by Jira's names, each once and in one order, so that two lists of the same events are the same. */
export function jiraEventsFor(types: Iterable<EventType>): readonly string[] {
  return sorted([...types].map((type) => JIRA_EVENTS[type]));
}

/** The same for webhooks of apps, which know fewer. */
export function appEventsFor(types: Iterable<EventType>): readonly string[] {
  const told = [...types].filter((type) => !NOT_FOR_APPS.includes(type));
  return sorted(told.map((type) => FOR_APPS[type] ?? JIRA_EVENTS[type]));
}

/** Which of the types webhooks of apps can't tell. */
export function untoldToApps(types: Iterable<EventType>): readonly EventType[] {
  return [...types].filter((type) => NOT_FOR_APPS.includes(type));
}

function sorted(events: readonly string[]): readonly string[] {
  return [...new Set(events)].sort();
}
