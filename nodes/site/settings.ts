import { USUAL_SCOPES } from '../client/auth/scopes';
import type { KeepLimits } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import type { Deployment } from '../client/http/request';
import type { JsonRecord } from '../client/json';
import type { GatewayUse } from '../client/metadata/api-base';
import { readSiteUrl } from '../client/metadata/site-url';
import { credentialLabel } from './basic-secret';
import { writtenText } from './environment-variables';

/** A site's properties as read and checked: what the dialog or a flow gives, numbers from `${ENV}` included. */
export interface SiteSettings {
  /** As `readSiteUrl` returns it. */
  readonly siteUrl: string;
  /** `undefined` asks the server. */
  readonly deployment: Deployment | undefined;
  readonly authentication: Authentication;
  readonly gateway: { readonly use: GatewayUse; readonly url: string };
  /** Milliseconds of one HTTP attempt. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Milliseconds that one message may wait in all. */
  readonly maxWaitMs: number;
  readonly concurrency: number;
  readonly maxQueue: number;
  /** Reads go to Jira, writes don't. */
  readonly dryRun: boolean;
  /** How much is kept of what can't be sent now. */
  readonly keeping: KeepLimits;
}

/** The chosen authentication method with its credentials. */
export type Authentication =
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'pat'; readonly token: string }
  | ({ readonly type: 'oauth2' | 'clientCredentials' } & OAuthApp);

/** An app as it is registered with Atlassian, or a Data Center's incoming link. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Atlassian's authorization server, without a slash at the end. */
  readonly authUrl: string;
  /** With spaces between them; empty means the usual ones. */
  readonly scopes: string;
}

/** Where Atlassian's own servers are, unless a site says otherwise (Government Cloud). */
export const DEFAULT_AUTH_URL = 'https://auth.atlassian.com';
export const DEFAULT_GATEWAY_URL = 'https://api.atlassian.com';

/**
 * Reads the properties of a `jira-site`. A missing one means its default.
 * @throws JiraError `JIRA_CONFIG`, naming what is missing or wrong
 */
export function readSettings(properties: JsonRecord, credentials: JsonRecord): SiteSettings {
  const number = (name: string, fallback: number, least: number) => readNumber(properties, name, fallback, least);
  return {
    siteUrl: readSiteUrl(writtenText(properties, 'siteUrl')),
    deployment: readOption(properties, 'deployment', ['cloud', 'datacenter'], 'auto'),
    authentication: readAuthentication(properties, credentials),
    gateway: {
      use: readOption(properties, 'gateway', ['always', 'never'], 'auto') ?? 'auto',
      url: readServer(properties, 'gatewayUrl', DEFAULT_GATEWAY_URL),
    },
    timeoutMs: number('timeout', 30_000, 1),
    maxRetries: number('maxRetries', 4, 0),
    maxWaitMs: number('maxWait', 120_000, 0),
    concurrency: number('concurrency', 8, 1),
    maxQueue: number('maxQueue', 100_000, 0),
    dryRun: readFlag(properties, 'dryRun'),
    keeping: { keepFor: number('keepFor', 7, 1), keepMost: number('keepMost', 10_000, 1) },
  };
}

/** One of a few words; `undefined` for the default. */
function readOption<Word extends string>(
  properties: JsonRecord,
  name: string,
  words: readonly Word[],
  fallback: string,
): Word | undefined {
  const text = writtenText(properties, name) || fallback;
  const word = words.find((one) => one === text);
  if (word === undefined && text !== fallback) {
    throw new JiraError('JIRA_CONFIG', 'config.notAnOption', { name, found: text });
  }
  return word;
}

function readAuthentication(properties: JsonRecord, credentials: JsonRecord): Authentication {
  const secret = (name: string): string => {
    const value = writtenText(credentials, name);
    if (!value) throw new JiraError('JIRA_CONFIG', 'config.noCredential', { name: credentialLabel(name, properties) });
    return value;
  };
  const type = writtenText(properties, 'authType') || 'basic';
  switch (type) {
    case 'basic':
      return { type, username: secret('username'), password: secret('password') };
    case 'pat':
      return { type, token: secret('token') };
    case 'oauth2':
    case 'clientCredentials':
      return {
        type,
        clientId: secret('clientId'),
        clientSecret: secret('clientSecret'),
        authUrl: readServer(properties, 'authUrl', DEFAULT_AUTH_URL),
        scopes: writtenText(properties, 'scopes').trim(),
      };
    default:
      throw new JiraError('JIRA_CONFIG', 'config.notAnOption', { name: 'authType', found: type });
  }
}

/** The scopes that a sign-in on Cloud asks for; without `offline_access` it would end after an hour. */
export function cloudScopes({ scopes }: OAuthApp): string {
  return scopes === '' ? USUAL_SCOPES : scopes;
}

/** One of Atlassian's servers. */
function readServer(properties: JsonRecord, name: string, fallback: string): string {
  const text = writtenText(properties, name) || fallback;
  try {
    return readSiteUrl(text);
  } catch {
    throw new JiraError('JIRA_CONFIG', 'config.badServer', { name });
  }
}

/** A box of the dialog, or a text from an environment variable. What is neither yes nor no must not decide whether Jira is written to. */
function readFlag(properties: JsonRecord, name: string): boolean {
  const text = (writtenText(properties, name) || String(properties[name] ?? '')).trim().toLowerCase();
  if (text === 'true') return true;
  if (text === 'false' || text === '') return false;
  throw new JiraError('JIRA_CONFIG', 'config.notAFlag', { name, found: text.slice(0, 40) });
}

/** Numbers come as text from the dialog and from environment variables. */
function readNumber(properties: JsonRecord, name: string, fallback: number, least: number): number {
  const raw = writtenText(properties, name) || properties[name];
  if (raw === undefined || raw === null || raw === '') return fallback;
  const value = typeof raw === 'string' ? Number(raw.trim()) : raw;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw new JiraError('JIRA_CONFIG', 'config.notANumber', { name, found: String(raw).slice(0, 40), least });
}
