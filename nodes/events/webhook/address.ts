import { createHmac, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { JiraError } from '../../client/errors/jira-error';
import type { Deployment } from '../../client/http/request';

/** Where webhooks come in, below the root of Node-RED's own addresses (`httpNodeRoot`); the key follows. */
export const WEBHOOK_PATH = '/jira/events';

/** A new key for an address, or a new secret: 256 bits that fit into an address and a header. */
export function newWebhookKey(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What stands in an address instead of the secret, for webhooks that Jira neither signs nor sends with a header of ours: those of
 * Data Center 9, and of OAuth 2.0 apps. It tells nothing of the secret, and is good for one address alone.
 */
export function tokenOf(secret: string, key: string): string {
  return createHmac('sha256', secret).update(`token of ${key}`).digest('base64url');
}

export interface AddressParts {
  /** Where Node-RED is reached from outside: the site's `publicUrl`. */
  readonly publicUrl: string;
  /** Node-RED's own (`httpNodeRoot`), such as `/` or `/api/`. */
  readonly httpNodeRoot: string;
  readonly key: string;
}

/**
 * The address that Jira is to send to.
 * @throws JiraError `JIRA_CONFIG` if there is none
 */
export function addressOf({ publicUrl, httpNodeRoot, key }: AddressParts): string {
  if (publicUrl.trim() === '') throw unreachable('webhook.noPublicUrl');
  const url = readUrl(publicUrl.trim());
  const path = [url.pathname, httpNodeRoot, WEBHOOK_PATH, key].join('/').replace(/\/{2,}/g, '/');
  return url.origin + path;
}

function readUrl(text: string): URL {
  // What precedes an @ may be a password, which no message may tell.
  const url = URL.canParse(text) && !text.includes('@') ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return url;
  throw unreachable('webhook.badPublicUrl');
}

/**
 * Looks whether a Jira can send to an address at all: Cloud sends from the internet, and to https alone.
 * @throws JiraError `JIRA_CONFIG`
 */
export function checkReachable(webhookAddress: string, deployment: Deployment): void {
  if (deployment !== 'cloud') return;
  const url = new URL(webhookAddress);
  const address = url.origin;
  if (isPrivate(url.hostname)) throw unreachable('webhook.privateAddress', { address });
  if (url.protocol !== 'https:') throw unreachable('webhook.plainHttp', { address });
}

/** Whether a host is one that only its own network knows. */
export function isPrivate(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const version = isIP(host);
  if (version === 6) return PRIVATE_IPV6.test(host);
  return version === 4 ? PRIVATE_IPV4.test(host) : !host.includes('.') || PRIVATE_NAME.test(host);
}

/** Of private networks, of the machine itself, of a link, and of providers' own (RFC 1918, 1122, 3927, 6598). */
const PRIVATE_IPV4 =
  /^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
/** The URL parser writes the IPv4 address that is mapped into IPv6 in hexadecimals: none of them is an address of the internet. */
const PRIVATE_IPV6 = /^(::1?$|::ffff:|f[cd]|fe[89ab])/;
const PRIVATE_NAME = /\.(localhost|local|internal|intranet|lan|home|corp|test|invalid|home\.arpa)$/;

function unreachable(reason: string, values: Readonly<Record<string, string>> = {}): JiraError {
  return new JiraError('JIRA_CONFIG', reason, values, { outcome: 'not-done', retryable: false });
}
