import type * as https from 'node:https';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity as checkIdentity } from 'node:tls';
import type { AxiosProxyConfig } from 'axios';
import { HttpsProxyAgent, type HttpsProxyAgentOptions } from 'hpagent';
import { getProxyForUrl } from 'proxy-from-env';
import { JiraError } from '../errors/jira-error';

/** A chosen proxy. Without one, the usual environment variables decide. */
export interface ProxyOptions {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Hosts reached without the proxy, as in `no_proxy`. */
  readonly noProxy?: readonly string[] | undefined;
}

/**
 * The proxy that leads to an origin, if one does; its user and password are in it.
 * @param proxy the chosen one, or the environment decides
 * @throws JiraError `JIRA_CONFIG` for an address that is none
 */
export function proxyFor(origin: string, proxy: ProxyOptions | undefined): URL | undefined {
  if (!proxy) {
    const fromEnvironment = getProxyForUrl(origin);
    return fromEnvironment ? proxyUrl(fromEnvironment) : undefined;
  }
  if (bypasses(new URL(origin), proxy.noProxy ?? [])) return undefined;
  const url = proxyUrl(proxy.url);
  if (proxy.username !== undefined) url.username = encodeURIComponent(proxy.username);
  if (proxy.password !== undefined) url.password = encodeURIComponent(proxy.password);
  return url;
}

/** @throws JiraError `JIRA_CONFIG`, without the address: it may hold a password */
function proxyUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') return url;
  throw new JiraError('JIRA_CONFIG', 'config.badProxy', {}, { outcome: 'not-done' });
}

/** As `no_proxy` has them: `*`, a host, the end of its name, and behind a colon the one port that is meant. */
function bypasses(origin: URL, noProxy: readonly string[]): boolean {
  const host = bare(origin.hostname);
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80');
  return noProxy.some((entry) => {
    const text = entry.trim().toLowerCase();
    if (text === '*') return true;
    // An IPv6 address has colons of its own; with a port it stands in brackets.
    const [, listed = text, only] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? [];
    const suffix = bare(listed).replace(/^\*/, '');
    if (suffix === '' || (only !== undefined && only !== port)) return false;
    return host === suffix.replace(/^\./, '') || host.endsWith(suffix.startsWith('.') ? suffix : `.${suffix}`);
  });
}

/** An IPv6 address without the brackets that it has in a URL. */
function bare(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}

/** The proxy of a plain http site, as axios wants it. */
export function axiosProxy(proxy: URL): AxiosProxyConfig {
  const port = Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80);
  const target = { protocol: proxy.protocol, host: proxy.hostname, port };
  if (!proxy.username) return target;
  const auth = { username: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
  return { ...target, auth };
}

type Connected = (error: Error | null, stream: Duplex) => void;

/**
 * Connections to an https site through a proxy. hpagent would take the time limit of idle connections for that of opening
 * the tunnel, and asks for an IPv6 address without its brackets, which no proxy can tell from a port.
 */
export class TunnelAgent extends HttpsProxyAgent {
  constructor(
    options: HttpsProxyAgentOptions,
    private readonly timeoutMs: number,
  ) {
    super(options);
  }

  override createConnection(options: https.RequestOptions, callback?: Connected): Duplex | null | undefined {
    const address = options.host ?? '';
    if (!isIPv6(address)) return super.createConnection({ ...options, timeout: this.timeoutMs }, callback);
    const checkServerIdentity: typeof checkIdentity = (_name, certificate) => checkIdentity(address, certificate);
    const bracketed = { ...options, host: `[${address}]`, checkServerIdentity, timeout: this.timeoutMs };
    return super.createConnection(bracketed, callback);
  }
}
