import { JiraError } from '../client/errors/jira-error';
import type { JsonRecord } from '../client/json';
import { badInput } from './input-errors';
import type { Jira } from './jira';
import { personField } from './people';

export interface NotificationInputs {
  readonly subject?: string | undefined;
  readonly body: string;
  /** Roles, people and groups. */
  readonly to?: readonly string[] | undefined;
}

const ROLES = ['assignee', 'reporter', 'watchers', 'voters'] as const;
/** Words for a person that no user name can be. */
const WORDS: ReadonlySet<string> = new Set(['me', 'none', 'default', '-1']);
/** Who gets it if nobody is named. */
const USUAL = ['watchers'];

/** The body that has Jira send its mail: the text is what it is in either form of a mail. */
export async function notification(jira: Jira, { subject, body, to = USUAL }: NotificationInputs): Promise<JsonRecord> {
  return { subject, textBody: body, htmlBody: asHtml(body), to: await recipients(jira, to) };
}

/**
 * Jira's roles, then people, then groups.
 * @throws JiraError `JIRA_INPUT` for an address that nobody has, `JIRA_AMBIGUOUS` for a name that several have
 */
async function recipients(jira: Jira, names: readonly string[]): Promise<JsonRecord> {
  const roles: Record<string, true> = {};
  const users: unknown[] = [];
  const groups: unknown[] = [];
  for (const name of names) {
    const role = ROLES.find((one) => one === name.toLowerCase());
    if (role) {
      roles[role] = true;
      continue;
    }
    const person = await personOrNone(jira, name);
    if (person) users.push(person);
    else groups.push({ name });
  }
  return { ...roles, ...(users.length > 0 && { users }), ...(groups.length > 0 && { groups }) };
}

/** On Data Center any word may be a user name, so Jira is asked for it. */
async function personOrNone(jira: Jira, name: string): Promise<unknown> {
  const isName = jira.deployment === 'datacenter' && !/[\s@]/.test(name) && !WORDS.has(name.toLowerCase());
  try {
    if (isName) await jira.ask({ route: 'GET /user', query: { username: name } });
    const person = isName ? { name } : await personField(jira, name);
    if (person !== null && !Object.values(person).includes('-1')) return person;
  } catch (error) {
    const isNobody =
      error instanceof JiraError && (error.reason === 'person.unknown' || error.code === 'JIRA_NOT_FOUND');
    if (!isNobody || name.includes('@')) throw error;
    return undefined;
  }
  // Nobody, and whoever a project assigns, are words for assignees alone.
  throw badInput('person.unknown', { name });
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function asHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '').replace(/\r?\n/g, '<br/>\n');
}
