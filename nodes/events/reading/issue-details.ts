import { JiraError } from '../../client/errors/jira-error';
import { entry, listEntry, numberEntry } from '../../client/json';
import { idOf, momentOf } from '../values';
import type { JiraAccess } from './access';
import { BASIC_FIELDS, type ChangedIssue, readChangedIssue, searchList } from './changed-issues';
import { commentsOf } from './comments';
import { unlessGone } from './gone';
import { type Wanted, wantsAttachments, wantsComments, wantsHistories } from './wanted';

/** A changed issue with all of it that tells events. */
export interface IssueDetails extends ChangedIssue {
  readonly histories: readonly unknown[];
  readonly comments: readonly unknown[];
  readonly attachments: readonly unknown[];
}

/** Entries of histories on a page. */
const HISTORIES_PAGE = 1_000;

/**
 * Reads what was changed of some issues, as many as a call takes. Those that are gone meanwhile are left out.
 * @param issues no more than 100
 * @throws JiraError
 */
export async function readDetails(
  access: JiraAccess,
  issues: readonly ChangedIssue[],
  wanted: Wanted,
): Promise<readonly IssueDetails[]> {
  if (issues.length === 0) return [];
  const records = (await access.deployment()) === 'cloud' ? readOnCloud : readOnDataCenter;
  const found = await records(access, issues, wanted);
  const read: IssueDetails[] = [];
  for (const { issue, record, histories } of found) read.push(await details(access, issue, record, histories, wanted));
  return read;
}

/**
 * Reads one issue as it is now: unlike a search, this shows what was written a moment ago.
 * @returns `undefined` if it is gone, or not for this account
 * @throws JiraError
 */
export async function readIssueNow(
  access: JiraAccess,
  issueIdOrKey: string,
  wanted: Wanted,
): Promise<IssueDetails | undefined> {
  const record = await unlessGone(
    access.call({
      route: 'GET /issue/{issueIdOrKey}',
      params: { issueIdOrKey },
      query: { fields: fieldsFor(wanted), ...(wantsHistories(wanted) && { expand: 'changelog' }) },
    }),
  );
  const [issue] = readChangedIssue(record);
  if (!issue) return undefined;
  const embedded = entry(record, 'changelog');
  const histories = listEntry(embedded, 'histories');
  const isCut = wantsHistories(wanted) && !reachesBack(histories, numberEntry(embedded, 'total'), wanted.since);
  const whole = isCut ? ((await bulkHistories(access, [issue])).get(issue.id) ?? histories) : histories;
  return details(access, issue, record, whole, wanted);
}

/** Cloud shows the newest entries of a history with its issue: all of them, or enough of them. */
function reachesBack(histories: readonly unknown[], total: number | undefined, since: number): boolean {
  if (total !== undefined && histories.length >= total) return true;
  return histories.some((history) => (momentOf(entry(history, 'created')) ?? since) < since);
}

interface Read {
  readonly issue: ChangedIssue;
  readonly record: unknown;
  readonly histories: readonly unknown[];
}

async function readOnCloud(access: JiraAccess, issues: readonly ChangedIssue[], wanted: Wanted): Promise<Read[]> {
  const needsFields = wantsComments(wanted) || wantsAttachments(wanted);
  const records = needsFields ? await bulkIssues(access, issues, fieldsFor(wanted)) : undefined;
  const histories = wantsHistories(wanted) ? await bulkHistories(access, issues) : new Map<string, unknown[]>();
  return issues.flatMap((issue) => {
    const record = records?.get(issue.id);
    if (records && record === undefined) return [];
    return [{ issue, record, histories: histories.get(issue.id) ?? [] }];
  });
}

/** Issues by id, as Cloud gives many at once. */
async function bulkIssues(access: JiraAccess, issues: readonly ChangedIssue[], fields: readonly string[]) {
  const body = { issueIdsOrKeys: issues.map(({ id }) => id), fields };
  return byId(listEntry(await access.call({ route: 'POST /issue/bulkfetch', reads: true, body }), 'issues'));
}

/**
 * The histories of issues by their ids. One that has none is missing; a long one comes in parts. Whether Jira leaves out an issue that
 * is gone or refuses the whole call nobody says: what is refused is asked for in halves.
 */
async function bulkHistories(access: JiraAccess, issues: readonly ChangedIssue[]): Promise<Map<string, unknown[]>> {
  try {
    return await bulkHistoriesOf(access, issues);
  } catch (error) {
    if (!(error instanceof JiraError) || !['JIRA_NOT_FOUND', 'JIRA_INVALID'].includes(error.code)) throw error;
    if (issues.length <= 1) return new Map();
    const middle = Math.ceil(issues.length / 2);
    const halves = [issues.slice(0, middle), issues.slice(middle)];
    const found: [string, unknown[]][] = [];
    for (const half of halves) found.push(...(await bulkHistories(access, half)));
    return new Map(found);
  }
}

async function bulkHistoriesOf(access: JiraAccess, issues: readonly ChangedIssue[]): Promise<Map<string, unknown[]>> {
  const histories = new Map<string, unknown[]>();
  const list = {
    route: 'POST /changelog/bulkfetch',
    reads: true,
    body: { issueIdsOrKeys: issues.map(({ id }) => id) },
    style: 'token',
    records: 'issueChangeLogs',
  } as const;
  for await (const records of access.pages(list, HISTORIES_PAGE)) {
    for (const record of records) {
      const id = idOf(record, 'issueId') ?? '';
      histories.set(id, [...(histories.get(id) ?? []), ...listEntry(record, 'changeHistories')]);
    }
  }
  return histories;
}

/** Data Center has no calls for many issues, but its search shows whole histories. */
async function readOnDataCenter(access: JiraAccess, issues: readonly ChangedIssue[], wanted: Wanted): Promise<Read[]> {
  const jql = `id in (${issues.map(({ id }) => id).join(', ')})`;
  const expand = wantsHistories(wanted) ? ['changelog'] : [];
  // Unvalidated: an issue that was deleted a moment ago must not keep the others from being read.
  const list = await searchList(access, jql, fieldsFor(wanted), { expand, validateQuery: false });
  const records: unknown[] = [];
  for await (const page of access.pages(list, issues.length)) records.push(...page);
  const found = byId(records);
  return issues.flatMap((issue) => {
    const record = found.get(issue.id);
    if (record === undefined) return [];
    return [{ issue, record, histories: listEntry(entry(record, 'changelog'), 'histories') }];
  });
}

async function details(
  access: JiraAccess,
  issue: ChangedIssue,
  record: unknown,
  histories: readonly unknown[],
  wanted: Wanted,
): Promise<IssueDetails> {
  const fields = entry(record, 'fields');
  return {
    ...issue,
    histories,
    attachments: listEntry(fields, 'attachment'),
    comments: wantsComments(wanted) ? await commentsOf(access, issue.id, entry(fields, 'comment'), wanted) : [],
  };
}

function fieldsFor(wanted: Wanted): string[] {
  return [
    ...BASIC_FIELDS,
    ...(wantsAttachments(wanted) ? ['attachment'] : []),
    ...(wantsComments(wanted) ? ['comment'] : []),
  ];
}

/** Records by their ids. */
export function byId(records: readonly unknown[]): Map<string, unknown> {
  return new Map(records.map((record) => [idOf(record, 'id') ?? '', record]));
}
