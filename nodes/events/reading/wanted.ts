import type { EventType } from '../event';

/** What must be read of a changed issue, beside what a search shows. */
export interface Wanted {
  readonly types: ReadonlySet<EventType>;
  /** Nobody wants events from before: milliseconds since 1970 by Jira's clock. */
  readonly since: number;
}

const HISTORY_TYPES: readonly EventType[] = [
  'issue.updated',
  'issue.transitioned',
  'issue.assigned',
  'attachment.added',
  'attachment.deleted',
  'link.added',
  'link.deleted',
  // The feed of deleted worklogs tells no issue; histories do.
  'worklog.deleted',
];

/** Whether anything is wanted that changed issues tell; not all that happens is found by looking at issues. */
export function wantsIssues(wanted: Wanted): boolean {
  return wanted.types.has('issue.created') || wantsHistories(wanted) || wantsComments(wanted);
}

export function wantsHistories({ types }: Wanted): boolean {
  return HISTORY_TYPES.some((type) => types.has(type));
}

export function wantsComments({ types }: Wanted): boolean {
  return types.has('comment.added') || types.has('comment.updated');
}

export function wantsAttachments({ types }: Wanted): boolean {
  return types.has('attachment.added');
}
