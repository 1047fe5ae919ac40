/** What is known of a type of event. */
interface EventFacts {
  /** Jira tells it in webhooks alone: nothing that can be asked for later shows it. */
  readonly webhookOnly?: true;
  /** What happened to: an issue, or something beside issues. */
  readonly subject: 'issue' | 'sprint' | 'version';
}

/** The types of events, in the order of the form. */
export const EVENT_TYPES = {
  'issue.created': { subject: 'issue' },
  'issue.updated': { subject: 'issue' },
  'issue.transitioned': { subject: 'issue' },
  'issue.assigned': { subject: 'issue' },
  'issue.deleted': { subject: 'issue', webhookOnly: true },
  'comment.added': { subject: 'issue' },
  'comment.updated': { subject: 'issue' },
  'comment.deleted': { subject: 'issue', webhookOnly: true },
  'worklog.added': { subject: 'issue' },
  'worklog.updated': { subject: 'issue' },
  'worklog.deleted': { subject: 'issue' },
  'attachment.added': { subject: 'issue' },
  'attachment.deleted': { subject: 'issue' },
  'link.added': { subject: 'issue' },
  'link.deleted': { subject: 'issue' },
  'sprint.created': { subject: 'sprint', webhookOnly: true },
  'sprint.started': { subject: 'sprint', webhookOnly: true },
  'sprint.closed': { subject: 'sprint', webhookOnly: true },
  'version.released': { subject: 'version', webhookOnly: true },
} as const satisfies Readonly<Record<string, EventFacts>>;

export type EventType = keyof typeof EVENT_TYPES;

/** Whether a name is one of a type of event. */
export function isEventType(name: string): name is EventType {
  return Object.hasOwn(EVENT_TYPES, name);
}

/** Whether Jira tells of it in webhooks alone. */
export function isWebhookOnly(type: EventType): boolean {
  const facts: EventFacts = EVENT_TYPES[type];
  return facts.webhookOnly === true;
}

/** Whoever did something, by the id of the deployment. */
export type Person = ({ readonly accountId: string } | { readonly name: string }) & { readonly displayName: string };

/** One field of an issue that changed, with names as users see them. */
export interface FieldChange {
  readonly field: string;
  readonly fieldId: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly fromText: string | null;
  readonly toText: string | null;
}

/** What a flow reads as `msg.event` (contract: stable). */
export interface JiraEvent {
  /** Built from Jira's own ids, so that webhook, poll and redelivery agree. See `event-ids.ts`. */
  readonly id: string;
  readonly type: EventType;
  /** ISO 8601, UTC, by Jira's clock. */
  readonly at: string;
  /** Missing where Jira doesn't say. */
  readonly by?: Person;
  /** The issue's key. Missing for sprints and versions. */
  readonly issueIdOrKey?: string;
  readonly changes: readonly FieldChange[];
  readonly comment?: unknown;
  readonly worklog?: unknown;
  readonly attachment?: unknown;
  readonly link?: unknown;
  readonly via: 'webhook' | 'poll';
  readonly redelivered?: true;
}

/** What happened, as it waits for its turn: small, so that a hundred thousand may wait. */
export interface EventRecord {
  readonly event: JiraEvent;
  /** The issue by id, which a move doesn't change; read anew when the event is handed on. */
  readonly issueId?: string;
  /** What no call can bring any more, or what isn't an issue: handed on as it is. */
  readonly subject?: unknown;
}
