import { listEntry, textEntry } from '../../client/json';
import type { EventRecord } from '../event';
import type { Delivery } from '../hub';
import { chunks } from '../values';
import type { JiraAccess } from './access';
import { searchList } from './changed-issues';
import { unlessGone } from './gone';
import { byId } from './issue-details';

/** Whole issues are large: as many are read at once. */
export const PAYLOADS_AT_ONCE = 50;

/**
 * Events with what they are about, as it is now: the issue as `jira-issue-get` gives it. Of an issue that is gone meanwhile there is
 * its id and its key.
 * @throws JiraError
 */
export async function withPayloads(access: JiraAccess, records: readonly EventRecord[]): Promise<Delivery[]> {
  const needed = records.flatMap(({ issueId, subject }) => (subject === undefined && issueId ? [issueId] : []));
  const issues = await wholeIssues(access, [...new Set(needed)]);
  return records.map(({ event, issueId, subject }) => {
    const issue = issueId === undefined ? undefined : issues.get(issueId);
    // The feed of worklogs knows no keys, and a moved issue has a new one.
    const key = textEntry(issue, 'key') ?? event.issueIdOrKey;
    const named = key === undefined ? event : { ...event, issueIdOrKey: key };
    return { event: named, payload: subject ?? issue ?? { id: issueId, key } };
  });
}

async function wholeIssues(access: JiraAccess, ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const issues = new Map<string, unknown>();
  for (const part of chunks(ids, PAYLOADS_AT_ONCE)) {
    const found = part.length > 1 ? await manyIssues(access, part) : new Map<string, unknown>();
    for (const id of part) {
      // A search knows nothing of an issue that was made a moment ago.
      const issue = found.get(id) ?? (await oneIssue(access, id));
      if (issue !== undefined) issues.set(id, issue);
    }
  }
  return issues;
}

function oneIssue(access: JiraAccess, issueIdOrKey: string): Promise<unknown> {
  return unlessGone(access.call({ route: 'GET /issue/{issueIdOrKey}', params: { issueIdOrKey } }));
}

async function manyIssues(access: JiraAccess, ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  if ((await access.deployment()) === 'cloud') {
    const body = { issueIdsOrKeys: ids, fields: ['*all'] };
    return byId(listEntry(await access.call({ route: 'POST /issue/bulkfetch', reads: true, body }), 'issues'));
  }
  const list = await searchList(access, `id in (${ids.join(', ')})`, ['*all'], { validateQuery: false });
  const records: unknown[] = [];
  for await (const page of access.pages(list, ids.length)) records.push(...page);
  return byId(records);
}
