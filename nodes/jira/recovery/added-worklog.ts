import type { Request } from '../../client/http/request';
import { entry, type JsonRecord, listEntry, numberEntry, textEntry } from '../../client/json';
import { newestRecords } from './newest-records';
import { isOnceKey, ONCE_PROPERTY, withOnceProperty } from './once-property';
import { CLOCKS_DIFFER_MS, listIn, timeEntry } from './reads';
import type { Finding, Intent, Look, Lookup, Recovery } from './recovery';

/**
 * A new worklog, found among those of its issue: no index lies between. Cloud keeps the key with it; on Data Center, whose worklogs have
 * no properties, it is told by its author, its time and its content, and by not having been there before.
 */
export const addedWorklog: Recovery = {
  mark: (request, key, deployment) => (deployment === 'cloud' ? withOnceProperty(request, key) : request),

  async prepare(jira: Lookup, { request, key, at }: Intent): Promise<JsonRecord> {
    const clue = { issueIdOrKey: request.params?.issueIdOrKey, since: at - CLOCKS_DIFFER_MS };
    if (jira.deployment === 'cloud') return { ...clue, key };
    const like = { ...contentOf(request), author: textEntry(await jira.ask({ route: 'GET /myself' }), 'name') };
    const before = await equalOnes(jira, { ...clue, like });
    return { ...clue, like, before: before.map((worklog) => textEntry(worklog, 'id')) };
  },

  search(clue): Look {
    const issueIdOrKey = textEntry(clue, 'issueIdOrKey');
    if (issueIdOrKey === undefined) return async () => ({ found: false, conclusive: false });
    const key = textEntry(clue, 'key');
    return (jira) => (key === undefined ? lookForContent(jira, clue) : lookForKey(jira, issueIdOrKey, key, clue));
  },
};

async function lookForKey(jira: Lookup, issueIdOrKey: string, key: string, clue: JsonRecord): Promise<Finding> {
  const page = (startAt: number, maxResults: number) =>
    jira.ask({ ...worklogsOf(issueIdOrKey), query: { startAt, maxResults, expand: 'properties' } });
  for await (const worklog of newestRecords(page, 'worklogs', numberEntry(clue, 'since') ?? 0)) {
    const property = listEntry(worklog, 'properties').find((one) => textEntry(one, 'key') === ONCE_PROPERTY);
    if (isOnceKey(entry(property, 'value'), key)) return { found: true, result: worklog };
  }
  return { found: false, conclusive: true };
}

async function lookForContent(jira: Lookup, clue: JsonRecord): Promise<Finding> {
  const before = listEntry(clue, 'before');
  const result = (await equalOnes(jira, clue)).find((worklog) => !before.includes(textEntry(worklog, 'id')));
  return result === undefined ? { found: false, conclusive: true } : { found: true, result };
}

/** The worklogs of the issue that are as the clue says, and not older than it. */
async function equalOnes(jira: Lookup, clue: JsonRecord): Promise<readonly unknown[]> {
  const like = entry(clue, 'like');
  const since = numberEntry(clue, 'since') ?? 0;
  const worklogs = listIn(await jira.ask(worklogsOf(textEntry(clue, 'issueIdOrKey') ?? '')), 'worklogs');
  return worklogs.filter((worklog) => {
    if (textEntry(entry(worklog, 'author'), 'name') !== textEntry(like, 'author')) return false;
    if ((timeEntry(worklog, 'created') ?? since) < since) return false;
    if (secondOf(worklog) !== secondOf(like) || textOf(worklog) !== textOf(like)) return false;
    // Of days and weeks only the site knows how long they are.
    const seconds = numberEntry(like, 'timeSpentSeconds');
    return seconds === undefined || numberEntry(worklog, 'timeSpentSeconds') === seconds;
  });
}

function worklogsOf(issueIdOrKey: string) {
  return { route: 'GET /issue/{issueIdOrKey}/worklog', params: { issueIdOrKey } } as const;
}

function contentOf({ body }: Request): JsonRecord {
  return {
    started: textEntry(body, 'started'),
    comment: textEntry(body, 'comment'),
    timeSpentSeconds: numberEntry(body, 'timeSpentSeconds'),
  };
}

/** When the work began: not every database below a Jira keeps more than seconds. */
function secondOf(worklog: unknown): number {
  return Math.floor((timeEntry(worklog, 'started') ?? 0) / 1_000);
}

function textOf(worklog: unknown): string {
  return (textEntry(worklog, 'comment') ?? '').replaceAll('\r', '').trim();
}
