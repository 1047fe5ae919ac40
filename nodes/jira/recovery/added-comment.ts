import { entry, type JsonRecord, numberEntry, textEntry } from '../../client/json';
import { isOnceKey, ONCE_PROPERTY, withOnceProperty } from './once-property';
import { CLOCKS_DIFFER_MS, listIn, timeEntry, unlessMissing } from './reads';
import type { Finding, Intent, Lookup, Recovery } from './recovery';

/** Comments of one call. */
const PER_PAGE = 50;

/** A new comment, found among those that its issue has got since: no index lies between. */
export const addedComment: Recovery = {
  mark: withOnceProperty,

  async prepare(_jira: Lookup, { request, key, at }: Intent): Promise<JsonRecord> {
    return { key, at, issueIdOrKey: request.params?.issueIdOrKey };
  },

  search(clue) {
    const [key, issueIdOrKey] = [textEntry(clue, 'key'), textEntry(clue, 'issueIdOrKey')];
    const since = (numberEntry(clue, 'at') ?? 0) - CLOCKS_DIFFER_MS;
    if (key === undefined || issueIdOrKey === undefined) return async () => ({ found: false, conclusive: false });
    const others = new Set<string>();
    return (jira) => look(jira, issueIdOrKey, key, since, others);
  },
};

/** @param others ids of comments that were looked at before and have another key, or none */
async function look(
  jira: Lookup,
  issueIdOrKey: string,
  key: string,
  since: number,
  others: Set<string>,
): Promise<Finding> {
  for await (const comment of newestComments(jira, issueIdOrKey, since)) {
    const id = textEntry(comment, 'id') ?? '';
    if (others.has(id)) continue;
    const property = await unlessMissing(jira, {
      route: 'GET /comment/{commentId}/properties/{propertyKey}',
      params: { commentId: id, propertyKey: ONCE_PROPERTY },
    });
    if (isOnceKey(entry(property, 'value'), key)) return { found: true, result: comment };
    others.add(id);
  }
  return { found: false, conclusive: true };
}

/** Comments made since a moment, the newest page first: Data Center lists them in their order alone. */
async function* newestComments(jira: Lookup, issueIdOrKey: string, since: number): AsyncGenerator<unknown> {
  const page = (startAt: number, maxResults: number) =>
    jira.ask({
      route: 'GET /issue/{issueIdOrKey}/comment',
      params: { issueIdOrKey },
      query: { startAt, maxResults },
    });
  const first = await page(0, 1);
  const total = numberEntry(first, 'total') ?? listIn(first, 'comments').length;
  for (let end = total; ; end -= PER_PAGE) {
    const startAt = Math.max(0, end - PER_PAGE);
    // What has come meanwhile is on the last page, too.
    const comments = listIn(await page(startAt, end === total ? 2 * PER_PAGE : PER_PAGE), 'comments');
    const isNew = (comment: unknown) => (timeEntry(comment, 'created') ?? since) >= since;
    yield* comments.filter(isNew);
    if (startAt === 0 || !comments.some(isNew)) return;
  }
}
