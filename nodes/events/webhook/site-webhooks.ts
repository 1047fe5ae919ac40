import type { Client, Job } from '../../client/client';
import { JiraError } from '../../client/errors/jira-error';
import type { EventType } from '../event';
import { tokenOf } from './address';

/** A webhook as a node needs it. */
export interface WantedWebhook {
  /** The node's id: whose webhook it is. */
  readonly owner: string;
  /** What an administrator sees in Jira's list. */
  readonly name: string;
  /** As `addressOf` gives it; nobody else's webhook leads there, but for those of apps, which all lead to one. */
  readonly address: string;
  readonly types: ReadonlySet<EventType>;
  /** Empty for all issues. */
  readonly jql: string;
  readonly secret: string;
  /** The id that it had in Jira, where Jira shows nothing else to know it by. */
  readonly knownId?: string | undefined;
}

/** A webhook that Jira has. */
export interface Registered {
  readonly id: string;
  /** Milliseconds since 1970; `undefined` if it never ends. */
  readonly expiresAt: number | undefined;
  /** Types that it can't tell: only asking Jira shows them. */
  readonly untold: readonly EventType[];
}

/** The webhooks of one site. Errors of all of these are `JiraError`s. */
export interface SiteWebhooks {
  /**
   * Sees to it that Jira has the webhook, once and as it is wanted: looks for it first, changes it if need be, prolongs it. Can be
   * repeated at any time, also after a call whose answer was lost.
   */
  ensure(wanted: WantedWebhook, job: Job): Promise<Registered>;
  /** Takes it back; one that is gone already is no error. */
  takeBack(wanted: WantedWebhook, job: Job): Promise<void>;
}

/** An entry of one of Jira's lists of webhooks. */
export interface ListedWebhook {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly events: readonly string[];
  readonly jql: string;
  /** Whether an administrator has left it switched on. */
  readonly enabled: boolean;
  readonly expiresAt: number | undefined;
}

/** Whether a webhook leads to an address, whatever stands behind its question mark. */
export function leadsTo({ url }: ListedWebhook, address: string): boolean {
  return url.replace(/[?#].*$/s, '') === address;
}

/** The address for a webhook that Jira doesn't sign. */
export function addressWithToken({ address, secret }: WantedWebhook): string {
  return secret === '' ? address : `${address}?token=${tokenOf(secret, keyOf(address))}`;
}

function keyOf(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}

/**
 * Makes a webhook. If the answer was lost, looks whether it was made: sending it again would make a second one.
 * @param find the webhook if Jira has it
 */
export async function makeOnce<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof JiraError) || error.facts.outcome !== 'unknown') throw error;
    const found = await find();
    if (found !== undefined) return found;
    throw error;
  }
}

/** Deletes something; that it is gone already is as good. */
export async function goneAfter(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof JiraError) || error.code !== 'JIRA_NOT_FOUND') throw error;
  }
}

/**
 * An error of a registration as it helps whoever reads it. Jira repeats what it was sent, the address and the secret included, which belong
 * into no message.
 * @param forbidden the reason for an account that may not do this
 */
export async function explained(
  thrown: unknown,
  wanted: WantedWebhook,
  forbidden: string,
  client: Client,
  job: Job,
): Promise<unknown> {
  if (!(thrown instanceof JiraError)) return thrown;
  const { code, reason, values, cause } = thrown;
  const facts = { ...thrown.facts, ...withoutAddress(thrown, wanted) };
  if (code === 'JIRA_FORBIDDEN' || (reason === 'auth.refused' && (await isKnown(client, job)))) {
    return new JiraError('JIRA_FORBIDDEN', forbidden, {}, facts, cause);
  }
  const { port } = new URL(wanted.address);
  if (code === 'JIRA_INVALID' && port !== '' && /\b(ports?|urls?)\b/i.test(facts.errorMessages.join(' '))) {
    return new JiraError(code, 'webhook.portRefused', { port }, facts, cause);
  }
  return new JiraError(code, reason, values, facts, cause);
}

/** Some Jiras answer 401 to an account that they know and that is no administrator. */
async function isKnown(client: Client, job: Job): Promise<boolean> {
  return client.call({ route: 'GET /myself' }, job).then(
    () => true,
    () => false,
  );
}

interface Messages {
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
}

function withoutAddress({ facts }: JiraError, { address, secret }: WantedWebhook): Messages {
  const key = keyOf(address);
  const hidden = [secret, tokenOf(secret, key), key].filter((text) => text !== '');
  const hide = (text: string) => hidden.reduce((rest, one) => rest.replaceAll(one, '***'), text);
  const errors = Object.entries(facts.errors ?? {}).map(([field, text]) => [field, hide(text)] as const);
  return { errorMessages: (facts.errorMessages ?? []).map(hide), errors: Object.fromEntries(errors) };
}
