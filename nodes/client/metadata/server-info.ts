import { JiraError, type JiraErrorCode } from '../errors/jira-error';
import type { Deployment } from '../http/request';
import { textEntry } from '../json';
import { readSiteUrl } from './site-url';

/** The server behind a site. */
export interface ServerInfo {
  readonly deployment: Deployment;
  readonly version: string;
  /** The address that people open in a browser, without a slash at the end. */
  readonly baseUrl: string;
  /** The server's clock when it answered, in milliseconds since 1970, if it said so. */
  readonly time?: number;
}

/**
 * Reads the response of `serverInfo`.
 * @throws JiraError `JIRA_RESPONSE` if no Jira gives such a response
 */
export function readServerInfo(body: unknown, siteUrl: string): ServerInfo {
  const version = textEntry(body, 'version');
  if (version === undefined) throw new JiraError('JIRA_RESPONSE', 'response.notJson');
  const cloud = textEntry(body, 'deploymentType')?.toLowerCase() === 'cloud';
  const baseUrl = webAddress(textEntry(body, 'baseUrl')) ?? siteUrl;
  const time = Date.parse(textEntry(body, 'serverTime') ?? '');
  const facts = { deployment: cloud ? 'cloud' : 'datacenter', version, baseUrl } as const;
  return Number.isNaN(time) ? facts : { ...facts, time };
}

/** Where a link may lead: what a server says of itself ends up in chats and mails. */
function webAddress(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : readSiteUrl(text);
  } catch {
    return undefined;
  }
}

/** What an error means while the server is being made out: one that responds, but not as Jira does, has the wrong address. */
export function whileDetecting(error: unknown, siteUrl: string): unknown {
  if (!(error instanceof JiraError)) return error;
  if (error.code !== 'JIRA_NOT_FOUND' && error.code !== 'JIRA_RESPONSE') return error;
  return notJira('JIRA_CONFIG', error, siteUrl);
}

/** A server that responds, but not as Jira does. */
export function notJira(code: JiraErrorCode, { reason, values, facts }: JiraError, siteUrl: string): JiraError {
  const redirects = reason === 'response.redirect';
  const known = { ...facts, outcome: 'not-done' } as const;
  return new JiraError(code, redirects ? 'config.redirect' : 'config.notJira', { ...values, url: siteUrl }, known);
}
