import { type Auth, basicAuth, patAuth } from '../client/auth';
import { JiraError } from '../client/errors';
import { type JsonRecord, textEntry } from '../client/json';
import type { Deployment } from '../client/request';
import { readSiteUrl } from '../client/site-url';

/** A site's properties as read and checked: what the dialog or a flow gives, numbers from `${ENV}` included. */
export interface SiteSettings {
  /** As `readSiteUrl` answers it. */
  readonly siteUrl: string;
  /** `undefined` asks the server. */
  readonly deployment: Deployment | undefined;
  readonly auth: Auth;
  /** Milliseconds of one HTTP attempt. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Milliseconds that one message may wait in all. */
  readonly maxWaitMs: number;
  readonly concurrency: number;
  readonly maxQueue: number;
}

/**
 * Reads the properties of a `jira-site`. A missing one means its default.
 * @throws JiraError `JIRA_CONFIG`, naming what is missing or wrong
 */
export function readSettings(properties: JsonRecord, credentials: JsonRecord): SiteSettings {
  const number = (name: string, fallback: number, least: number) => readNumber(properties, name, fallback, least);
  return {
    siteUrl: readSiteUrl(textEntry(properties, 'siteUrl') ?? ''),
    deployment: readDeployment(textEntry(properties, 'deployment') ?? ''),
    auth: readAuth(textEntry(properties, 'authType') || 'basic', credentials),
    timeoutMs: number('timeout', 30_000, 1),
    maxRetries: number('maxRetries', 4, 0),
    maxWaitMs: number('maxWait', 120_000, 0),
    concurrency: number('concurrency', 8, 1),
    maxQueue: number('maxQueue', 1_000, 0),
  };
}

function readDeployment(text: string): Deployment | undefined {
  if (text === '' || text === 'auto') return undefined;
  if (text === 'cloud' || text === 'datacenter') return text;
  throw new JiraError('JIRA_CONFIG', 'config.notAnOption', { name: 'deployment', found: text });
}

function readAuth(type: string, credentials: JsonRecord): Auth {
  const secret = (name: string): string => {
    const value = textEntry(credentials, name);
    if (!value) throw new JiraError('JIRA_CONFIG', 'config.noCredential', { name });
    return value;
  };
  switch (type) {
    case 'basic':
      return basicAuth(secret('username'), secret('password'));
    case 'pat':
      return patAuth(secret('token'));
    default:
      throw new JiraError('JIRA_CONFIG', 'config.authType', { found: type });
  }
}

/** Numbers come as text from the dialog and from environment variables. */
function readNumber(properties: JsonRecord, name: string, fallback: number, least: number): number {
  const raw = properties[name];
  if (raw === undefined || raw === null || raw === '') return fallback;
  const value = typeof raw === 'string' ? Number(raw.trim()) : raw;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw new JiraError('JIRA_CONFIG', 'config.notANumber', { name, found: String(raw).slice(0, 40), least });
}
