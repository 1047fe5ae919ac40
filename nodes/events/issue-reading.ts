import type { FieldNames } from '../jira/history-fields';
import type { StoreChange } from '../store/store';
import { eventIds } from './event-ids';
import type { JiraAccess } from './reading/access';
import type { ChangedIssue } from './reading/changed-issues';
import { fieldNames } from './reading/field-names';
import { type Found, foundEvent, worklogsNamedIn } from './reading/histories';
import { type IssueDetails, readDetails } from './reading/issue-details';
import { eventsOfIssue, inOrder } from './reading/issue-events';
import type { Wanted } from './reading/wanted';
import type { SiteState } from './state/site-state';

/** What issues tell. */
export interface IssueEvents {
  /** By the id of the issue, in the order in which it happened. Issues that are gone are missing. */
  readonly found: ReadonlyMap<string, readonly Found[]>;
  /** What is to be stored with it. */
  readonly changes: readonly StoreChange[];
}

/**
 * Reads everything that some issues tell.
 * @throws JiraError, StoreError
 */
export async function readIssueEvents(
  access: JiraAccess,
  state: SiteState,
  issues: readonly ChangedIssue[],
  wanted: Wanted,
): Promise<IssueEvents> {
  if (issues.length === 0) return { found: new Map(), changes: [] };
  return eventsIn(access, state, await readDetails(access, issues, wanted), wanted);
}

/** Everything that issues tell which have been read. */
export async function eventsIn(
  access: JiraAccess,
  state: SiteState,
  issues: readonly IssueDetails[],
  wanted: Wanted,
): Promise<IssueEvents> {
  const needsNames = issues.some(({ histories }) => histories.length > 0);
  const names: FieldNames = needsNames ? await fieldNames(access) : (label) => ({ id: label, name: label });
  const found = new Map<string, readonly Found[]>();
  const changes: StoreChange[] = [];
  for (const issue of issues) {
    const own = eventsOfIssue(issue, names);
    const worklogs = wanted.types.has('worklog.deleted') ? await noteWorklogs(state, issue, changes) : [];
    found.set(issue.id, worklogs.length > 0 ? inOrder([...own, ...worklogs]) : own);
  }
  return { found, changes };
}

/** Remembers of which issue the worklogs are that its history names, and tells what the feed has said of them before. */
async function noteWorklogs(state: SiteState, issue: IssueDetails, changes: StoreChange[]): Promise<Found[]> {
  const deleted: Found[] = [];
  for (const { worklogId, by } of worklogsNamedIn(issue.histories)) {
    const note = await state.worklog(worklogId);
    if (note?.issueId === issue.id && note.by !== undefined) continue;
    changes.push(state.putWorklog(worklogId, { ...note, issueId: issue.id, by, at: note?.at ?? issue.updated }));
    const at = note?.issueId === undefined ? note?.deletedAt : undefined;
    if (at !== undefined) deleted.push(worklogDeleted(issue, worklogId, at, by));
  }
  return deleted;
}

/** That a worklog was deleted; Jira says no more of it than its id. */
export function worklogDeleted(
  issue: { readonly id: string; readonly key?: string },
  worklogId: string,
  at: number,
  by: Parameters<typeof foundEvent>[4],
): Found {
  const worklog = { id: worklogId };
  return foundEvent(issue, 'worklog.deleted', eventIds.deleted('worklog', worklogId), at, by, [], { worklog });
}
