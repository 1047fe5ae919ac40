import { JiraError } from '../client/errors/jira-error';
import { listEntry, numberEntry, textEntry } from '../client/json';
import { badInput } from './input-errors';
import type { Jira } from './jira';
import { handful } from './names';

/** The most issues that Jira moves in one call. */
const PER_CALL = 50;

export interface RankInputs {
  readonly issues: readonly string[];
  /** The issue that they are to stand before, or after. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * Puts issues next to another one in the order of boards and backlogs, in their own order, however many they are.
 * @throws JiraError `JIRA_INPUT` unless exactly one place is named, `JIRA_UNAVAILABLE` naming those that Jira left where they were
 */
export async function rankIssues(jira: Jira, { issues, before, after }: RankInputs): Promise<void> {
  if ((before === undefined) === (after === undefined)) throw badInput('rank.onePlace');
  for (let start = 0; start < issues.length; start += PER_CALL) {
    const batch = issues.slice(start, start + PER_CALL);
    // Each batch stands behind the one before it: next to the issue below, or to the last one that was moved.
    const place = before === undefined ? { rankAfterIssue: issues[start - 1] ?? after } : { rankBeforeIssue: before };
    const body = { issues: batch, ...place };
    const part = issues.length > PER_CALL ? String(start) : undefined;
    refusePartly(await jira.send({ body, responds: 'nothing', part }));
  }
}

/** A good response may tell of issues that could not be moved just then. */
function refusePartly(response: unknown): void {
  const failed = listEntry(response, 'entries').filter((one) => (numberEntry(one, 'status') ?? 200) >= 300);
  if (failed.length === 0) return;
  const issues = failed.map((one) => {
    const [reason] = listEntry(one, 'errors');
    const key = textEntry(one, 'issueKey') ?? String(numberEntry(one, 'issueId') ?? '?');
    return typeof reason === 'string' ? `${key} (${reason})` : key;
  });
  const values = { count: failed.length, issues: handful(issues) };
  throw new JiraError('JIRA_UNAVAILABLE', 'rank.partly', values, { outcome: 'not-done', retryable: true });
}
