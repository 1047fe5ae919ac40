/**
 * The ids of events, each built from what Jira itself calls the thing, so that a webhook, a poll and a redelivery of one event have
 * the same id. Times are milliseconds since 1970 by Jira's clock.
 */
export const eventIds = {
  issueCreated: (issueId: string) => `issue:${issueId}:created`,
  issueDeleted: (issueId: string) => `issue:${issueId}:deleted`,
  /** Of an entry of an issue's history; `what` tells apart the types of events that one entry gives. */
  history: (historyId: string, what?: string) =>
    what === undefined ? `history:${historyId}` : `history:${historyId}:${what}`,
  added: (thing: 'comment' | 'worklog' | 'attachment', id: string) => `${thing}:${id}:added`,
  updated: (thing: 'comment' | 'worklog', id: string, at: number) => `${thing}:${id}:updated:${at}`,
  deleted: (thing: 'comment' | 'worklog' | 'attachment', id: string) => `${thing}:${id}:deleted`,
  /** Of something beside issues, which may happen to it more than once. */
  other: (thing: 'sprint' | 'version', id: string, what: string, at: number) => `${thing}:${id}:${what}:${at}`,
} as const;
