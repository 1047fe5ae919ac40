import { entry, type JsonRecord, listEntry, numberEntry, textEntry } from '../../client/json';
import type { CacheKey } from '../../client/ttl-cache';
import { listIn } from './reads';
import type { Finding, Intent, Lookup, Recovery } from './recovery';

/** An issue that was moved along its workflow, told by its history: the account's own step, from where the issue was to where it leads. */
export const movedIssue: Recovery = {
  async prepare(jira: Lookup, { request }: Intent): Promise<JsonRecord> {
    const issueIdOrKey = request.params?.issueIdOrKey ?? '';
    const issue = await read(jira, issueIdOrKey, 'changelog,transitions');
    const wanted = textEntry(entry(request.body, 'transition'), 'id');
    const transition = listEntry(issue, 'transitions').find((one) => textEntry(one, 'id') === wanted);
    return {
      issueIdOrKey,
      from: textEntry(entry(entry(issue, 'fields'), 'status'), 'id'),
      to: textEntry(entry(transition, 'to'), 'id'),
      newest: Math.max(0, ...historiesOf(issue).map(historyId)),
    };
  },

  search(clue) {
    const [issueIdOrKey, from, to] = ['issueIdOrKey', 'from', 'to'].map((name) => textEntry(clue, name));
    // A step that leads to where the issue was leaves no trace.
    if (issueIdOrKey === undefined || from === undefined || to === undefined || from === to) return async () => UNSEEN;
    return async (jira) => {
      const [issue, me] = [await read(jira, issueIdOrKey, 'changelog'), await myself(jira)];
      const steps = historiesOf(issue).filter((history) => historyId(history) > (numberEntry(clue, 'newest') ?? 0));
      const found = steps.some((history) => isOwn(history, me) && listEntry(history, 'items').some(isStep));
      return found ? { found, result: undefined } : { found, conclusive: me !== undefined };
    };

    function isStep(item: unknown): boolean {
      return textEntry(item, 'field') === 'status' && textEntry(item, 'from') === from && textEntry(item, 'to') === to;
    }
  },
};

const UNSEEN: Finding = { found: false, conclusive: false };

/** With its history: on Cloud the newest forty entries, on Data Center all. */
function read(jira: Lookup, issueIdOrKey: string, expand: string): Promise<unknown> {
  return jira.ask({
    route: 'GET /issue/{issueIdOrKey}',
    params: { issueIdOrKey },
    query: { fields: 'status', expand },
  });
}

function historiesOf(issue: unknown): readonly unknown[] {
  return listIn(entry(issue, 'changelog'), 'histories');
}

/** They ascend. */
function historyId(history: unknown): number {
  return Number(textEntry(history, 'id') ?? 0);
}

function myself(jira: Lookup): Promise<string | undefined> {
  const key: CacheKey<string | undefined> = { name: 'my-key' };
  return jira.recall(key, async () => keyOf(await jira.ask({ route: 'GET /myself' })));
}

function isOwn(history: unknown, me: string | undefined): boolean {
  return me !== undefined && keyOf(entry(history, 'author')) === me;
}

/** What a person is called that never changes: the account id on Cloud, the key on Data Center. */
function keyOf(person: unknown): string | undefined {
  return textEntry(person, 'accountId') ?? textEntry(person, 'key');
}
