import { entry, isRecord, type JsonRecord, listEntry, textEntry } from '../../client/json';
import { listIn } from './reads';
import type { Finding, Intent, Lookup, Recovery } from './recovery';

/** A link between two issues, told by the links that one of them has now and had not before. */
export const linkedIssues: Recovery = {
  async prepare(jira: Lookup, { request: { body } }: Intent): Promise<JsonRecord> {
    const type = textEntry(entry(body, 'type'), 'id');
    const [inward, outward] = ['inwardIssue', 'outwardIssue'].map((end) => nameOf(entry(body, end)));
    if (type === undefined || inward === undefined || outward === undefined) return {};
    const clue = { type, inward, outward };
    return { ...clue, before: await linksOf(jira, clue) };
  },

  search(clue) {
    const [type, inward, outward] = ['type', 'inward', 'outward'].map((name) => textEntry(clue, name));
    if (type === undefined || inward === undefined || outward === undefined) return async () => UNSEEN;
    const before = listEntry(clue, 'before');
    return async (jira) => {
      const links = await linksOf(jira, { type, inward, outward });
      if (links.some((id) => !before.includes(id))) return { found: true, result: undefined };
      // Whether Jira makes a second one of a link that is there isn't known.
      return { found: false, conclusive: before.length === 0 };
    };
  },
};

const UNSEEN: Finding = { found: false, conclusive: false };

interface Ends {
  readonly type: string;
  readonly inward: string;
  readonly outward: string;
}

/** Ids of the links of a type between two issues. */
async function linksOf(jira: Lookup, { type, inward, outward }: Ends): Promise<readonly string[]> {
  const issue = await jira.ask({
    route: 'GET /issue/{issueIdOrKey}',
    params: { issueIdOrKey: inward },
    query: { fields: 'issuelinks' },
  });
  return listIn(entry(issue, 'fields'), 'issuelinks').flatMap((link) => {
    const other = entry(link, 'outwardIssue');
    const isSame =
      textEntry(other, 'id') === outward || textEntry(other, 'key')?.toUpperCase() === outward.toUpperCase();
    const id = textEntry(link, 'id');
    return id !== undefined && isSame && textEntry(entry(link, 'type'), 'id') === type ? [id] : [];
  });
}

/** The id or key by which a body names an issue. */
function nameOf(issue: unknown): string | undefined {
  return isRecord(issue) ? (textEntry(issue, 'id') ?? textEntry(issue, 'key')) : undefined;
}
