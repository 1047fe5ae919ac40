import { entry, type JsonRecord, numberEntry, textEntry } from '../../client/json';
import { newestRecords } from './newest-records';
import { isOnceKey, ONCE_PROPERTY, withOnceProperty } from './once-property';
import { CLOCKS_DIFFER_MS, unlessMissing } from './reads';
import type { Finding, Intent, Lookup, Recovery } from './recovery';

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
function newestComments(jira: Lookup, issueIdOrKey: string, since: number): AsyncGenerator<unknown> {
  const page = (startAt: number, maxResults: number) =>
    jira.ask({
      route: 'GET /issue/{issueIdOrKey}/comment',
      params: { issueIdOrKey },
      query: { startAt, maxResults },
    });
  return newestRecords(page, 'comments', since);
}
