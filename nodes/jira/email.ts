import { JiraError } from '../client/errors/jira-error';
import { textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import type { Jira } from './jira';
import { type UserInputs, userQuery } from './people';

/** A user's e-mail address and where it was found. */
export interface EmailAddress {
  readonly accountId?: string | undefined;
  readonly name?: string | undefined;
  readonly email: string | null;
  readonly source: 'profile' | 'email' | 'hidden';
}

/**
 * Finds an e-mail address: in the user's own record, if the person lets it be seen, else from Cloud's e-mail endpoint, which
 * refuses ordinary integrations; a refusal is remembered, and then the address counts as hidden.
 * @throws JiraError where the user itself can't be read
 */
export async function emailAddress(jira: Jira, user: UserInputs): Promise<EmailAddress> {
  const query = userQuery(jira, user);
  const profile = await jira.send({ query, responds: 'user' });
  const accountId = textEntry(profile, 'accountId');
  const who = accountId === undefined ? { name: textEntry(profile, 'name') } : { accountId };
  const visible = textEntry(profile, 'emailAddress');
  if (visible) return { ...who, email: visible, source: 'profile' };
  const email = accountId === undefined ? undefined : await fromEndpoint(jira, accountId);
  return email ? { ...who, email, source: 'email' } : { ...who, email: null, source: 'hidden' };
}

const REFUSED: CacheKey<true> = { name: 'email-endpoint-refused' };
/** What the endpoint says to whoever Atlassian has not approved; 404 also for people without an address. */
const REFUSALS: ReadonlySet<string> = new Set([
  'JIRA_AUTH',
  'JIRA_SCOPE',
  'JIRA_FORBIDDEN',
  'JIRA_INVALID',
  'JIRA_NOT_FOUND',
  'JIRA_UNAVAILABLE',
]);

async function fromEndpoint(jira: Jira, accountId: string): Promise<string | undefined> {
  if (jira.wasRefused(REFUSED)) return undefined;
  try {
    return textEntry(await jira.ask({ route: 'GET /user/email', query: { accountId }, optional: true }), 'email');
  } catch (error) {
    if (!(error instanceof JiraError) || !REFUSALS.has(error.code)) throw error;
    jira.noteRefusal(REFUSED);
    return undefined;
  }
}
