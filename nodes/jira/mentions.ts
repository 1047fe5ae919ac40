import { JiraError } from '../client/errors/jira-error';
import { textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import type { Jira } from './jira';
import { listed } from './names';
import { isPersonId, peopleNamed, personIdEntry } from './people';
import { type Mention, type Mentions, mentionedIn } from './rich-text';
import { storedText } from './text-format';

/** The most people of one text that are looked up: each may cost calls. */
const MOST_PEOPLE = 50;

/** What Jira says of somebody whom it doesn't know, or doesn't show to this account. */
const NOBODY: readonly string[] = ['JIRA_NOT_FOUND', 'JIRA_INVALID', 'JIRA_FORBIDDEN'];

/**
 * Rich text as the server stores it, people who are mentioned in Markdown (`[~…]` with an account id, a user name, an e-mail address or a full
 * display name) among it. Whom nobody, or more than one, is called so stays the text that it is, with a warning.
 * @param name the input or field, for messages
 * @throws JiraError as `storedText`, and what goes wrong with the look-ups
 */
export async function writtenText(jira: Jira, value: unknown, name: string): Promise<unknown> {
  const { textFormat } = jira.options;
  const names = textFormat === 'markdown' && typeof value === 'string' ? mentionedIn(value) : [];
  return storedText(
    value,
    name,
    textFormat,
    jira.deployment,
    names.length > 0 ? await mentions(jira, names) : undefined,
  );
}

async function mentions(jira: Jira, names: readonly string[]): Promise<Mentions> {
  const found = new Map<string, Mention>();
  for (const name of names.slice(0, MOST_PEOPLE)) {
    const person = await mentioned(jira, name);
    if (person) found.set(name, person);
  }
  const unknown = names.filter((name) => !found.has(name));
  if (unknown.length > 0) warnOnce(jira, listed(unknown));
  return found;
}

/** Rows of a table often name the same people. */
function warnOnce(jira: Jira, names: string): void {
  const isSaid = jira.warnings.some(({ reason, values }) => reason === 'mentionUnknown' && values.names === names);
  if (!isSaid) jira.warn('mentionUnknown', { names });
}

function mentioned(jira: Jira, name: string): Promise<Mention | null> {
  const key: CacheKey<Mention | null> = { name: `mention:${name}` };
  return jira.recall(key, async () => {
    const byId = await unlessNobody(() => byOwnId(jira, name));
    if (byId) return byId;
    const [only, ...others] = (await unlessNobody(() => peopleNamed(jira, name))) ?? [];
    return (others.length === 0 && readMention(jira, only)) || null;
  });
}

/** Atlassian's own markup has a word before account ids. */
async function byOwnId(jira: Jira, name: string): Promise<Mention | undefined> {
  const id = name.replace(/^accountid:/, '');
  if (!isPersonId(jira, id)) return undefined;
  const query = jira.deployment === 'cloud' ? { accountId: id } : { username: id };
  return readMention(jira, await jira.ask({ route: 'GET /user', query, optional: true }));
}

function readMention(jira: Jira, person: unknown): Mention | undefined {
  const id = textEntry(person, personIdEntry(jira));
  return id === undefined ? undefined : { id, name: textEntry(person, 'displayName') ?? id };
}

async function unlessNobody<Found>(look: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof JiraError && NOBODY.includes(error.code)) return undefined;
    throw error;
  }
}
