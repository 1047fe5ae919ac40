import type { NodeAPI } from 'node-red';
import { type Grant, requestTokens } from '../client/auth/token-endpoint';
import type { Tokens } from '../client/auth/tokens';
import { systemClock } from '../client/clock';
import { JiraError } from '../client/errors/jira-error';
import type { ProxyOptions } from '../client/http/proxy';
import type { Deployment } from '../client/http/request';
import type { TlsOptions } from '../client/http/transport';
import { Transports } from '../client/http/transports';
import { isRecord, type JsonRecord, textEntry } from '../client/json';
import { writtenText } from './environment-variables';
import type { OAuthApp, SiteSettings } from './settings';
import type { SiteValues } from './site-node';

/** Jira refuses changes that look like a browser's, so this is a product's name. */
const USER_AGENT = '@jira-flows/node-red-jira';

/**
 * Asks the site's authorization server for tokens, over connections of its own: a redeploy in the middle must not cut the
 * answer off, which may hold the only good refresh token.
 * @throws JiraError and TransportFailure, as `requestTokens`
 */
export async function fetchTokens(
  RED: NodeAPI,
  values: SiteValues,
  settings: SiteSettings,
  app: OAuthApp,
  deployment: Deployment,
  grant: Grant,
): Promise<Tokens> {
  const transports = openTransports(RED, values, settings);
  const { clientId, clientSecret } = app;
  const url = deployment === 'cloud' ? `${app.authUrl}/oauth/token` : `${settings.siteUrl}/rest/oauth2/latest/token`;
  const encoding = deployment === 'cloud' ? 'json' : 'form';
  try {
    const send = transports.send.bind(transports);
    return await requestTokens({ url, encoding, clientId, clientSecret }, grant, send, systemClock);
  } finally {
    transports.close();
  }
}

/** HTTP to the servers of a site, by its TLS and its proxy. */
export function openTransports(
  RED: NodeAPI,
  { properties }: SiteValues,
  { siteUrl, timeoutMs }: SiteSettings,
): Transports {
  return new Transports({
    origin: new URL(siteUrl).origin,
    timeoutMs,
    tls: chosen(RED, properties, 'tls', tlsOptions),
    proxy: chosen(RED, properties, 'proxy', proxyOptions),
    userAgent: USER_AGENT,
  });
}

/**
 * What a chosen config node says; nothing if none is chosen.
 * @throws JiraError `JIRA_CONFIG` if the chosen one is missing or disabled: going on without it would go another way; or for a
 *     variable that is not set
 */
function chosen<Options>(
  RED: NodeAPI,
  properties: JsonRecord,
  name: 'tls' | 'proxy',
  read: (node: unknown) => Options | undefined,
): Options | undefined {
  const id = writtenText(properties, name);
  if (!id) return undefined;
  const options = read(RED.nodes.getNode(id));
  if (options === undefined) throw new JiraError('JIRA_CONFIG', `config.missing.${name}`, {}, { outcome: 'not-done' });
  return options;
}

/** What the core `tls-config` node adds to the options of a connection. */
function tlsOptions(node: unknown): TlsOptions | undefined {
  if (!isRecord(node) || typeof node.addTLSOptions !== 'function') return undefined;
  const options: TlsOptions = {};
  node.addTLSOptions(options);
  return options;
}

/** The core `http proxy` node. */
function proxyOptions(node: unknown): ProxyOptions | undefined {
  const url = textEntry(node, 'url');
  if (!isRecord(node) || !url) return undefined;
  return {
    url,
    username: textEntry(node.credentials, 'username'),
    password: textEntry(node.credentials, 'password'),
    noProxy: Array.isArray(node.noproxy) ? node.noproxy.map(String) : undefined,
  };
}
