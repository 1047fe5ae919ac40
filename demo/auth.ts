/** Who is calling. What Jira does with a credential it does not know differs by deployment, scheme and operation. */

import type { User } from './model';
import { Refusal, refuseAnonymous, refuseCaptcha, refuseLogin } from './responses';
import type { SiteStore } from './store';

export interface Caller {
  readonly user: User | undefined;
  /** The app that a person has let in by OAuth 2.0. */
  readonly clientId?: string | undefined;
  /** Value of `X-Seraph-LoginReason`, where Jira sends one. */
  readonly loginReason?: 'OK' | 'AUTHENTICATED_FAILED';
}

const anonymous: Caller = { user: undefined };

/**
 * @param authorization the header, or undefined
 * @param siteUrl for the login page that a CAPTCHA names
 * @param toleratesUnknownBearer see `Route`
 * @throws Refusal when the credential stops the call whatever the operation
 */
export function identify(
  store: SiteStore,
  authorization: string | undefined,
  siteUrl: string,
  toleratesUnknownBearer: boolean,
): Caller {
  if (authorization === undefined) return anonymous;
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return byBearer(store, value.trim(), toleratesUnknownBearer);
  if (scheme.toLowerCase() === 'basic') return byBasic(store, value.trim(), siteUrl);
  return anonymous;
}

function byBasic(store: SiteStore, encoded: string, siteUrl: string): Caller {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const login = colon < 0 ? text : text.slice(0, colon);
  const secret = colon < 0 ? '' : text.slice(colon + 1);
  if (store.deployment === 'datacenter' && !store.settings.basicAuth) {
    throw new Refusal({ status: 403, body: { message: 'Basic Authentication has been disabled on this instance.' } });
  }
  if (store.settings.captcha.has(login)) throw refuseCaptcha(siteUrl);
  const user = find(store, 'basic', (known) => known.login.toLowerCase() === login.toLowerCase(), secret);
  if (user) return store.deployment === 'cloud' ? { user } : { user, loginReason: 'OK' };
  // Data Center's filter stops a wrong password; Cloud goes on as anonymous and only the header tells.
  if (store.deployment === 'datacenter') throw refuseLogin(store.deployment);
  return { user: undefined, loginReason: 'AUTHENTICATED_FAILED' };
}

function byBearer(store: SiteStore, token: string, toleratesUnknownBearer: boolean): Caller {
  if (store.deployment === 'cloud') {
    // OAuth tokens work at the API gateway only, never at the site's own address.
    throw new Refusal({ status: 403, body: { error: 'Failed to parse Connect Session Auth Token' } });
  }
  const user = find(store, 'bearer', () => true, token);
  if (user) return { user };
  if (toleratesUnknownBearer) return anonymous;
  throw refuseAnonymous();
}

function find(
  store: SiteStore,
  scheme: 'basic' | 'bearer',
  matches: (credential: { readonly login: string }) => boolean,
  secret: string,
): User | undefined {
  const known = store.credentials.find(
    (credential) =>
      credential.scheme === scheme &&
      credential.secret === secret &&
      credential.scopes === undefined &&
      store.isGood(secret) &&
      matches(credential),
  );
  const user = known && store.findUser(known.userId);
  return user?.active ? user : undefined;
}

/**
 * Who is calling through the API gateway, which takes nothing but credentials with scopes.
 * @param scope that the call needs, if any
 * @throws Refusal for any other credential, or without that scope; both are a 401
 */
export function identifyAtGateway(
  store: SiteStore,
  authorization: string | undefined,
  scope: string | undefined,
): Caller {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(authorization?.trim() ?? '') ?? [];
  const basic = scheme.toLowerCase() === 'basic';
  const text = basic ? Buffer.from(value, 'base64').toString('utf8') : value;
  const known = store.credentials.find(
    ({ scheme: kind, login, secret }) =>
      text === (kind === 'basic' ? `${login}:${secret}` : secret) && basic === (kind === 'basic'),
  );
  const user = known && store.findUser(known.userId);
  if (!known?.scopes || !user?.active || !store.isGood(known.secret)) throw refuseAtGateway('Unauthorized');
  if (scope !== undefined && !known.scopes.includes(scope)) throw refuseAtGateway('Unauthorized; scope does not match');
  return { user };
}

function refuseAtGateway(message: string): Refusal {
  return new Refusal({ status: 401, body: { code: 401, message } });
}

/**
 * Jira takes a state-changing request that looks like a browser's for a forged one.
 * @throws Refusal 403 in plain text
 */
export function checkXsrf(
  method: string,
  headers: Readonly<Record<string, string | undefined>>,
  siteUrl: string,
): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const browser = /^mozilla/i.test(headers['user-agent'] ?? '');
  const foreign = [headers.origin, headers.referer].some((from) => from !== undefined && !sameOrigin(from, siteUrl));
  if (!browser && !foreign) return;
  throw new Refusal({
    status: 403,
    body: 'XSRF check failed',
    headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
  });
}

function sameOrigin(address: string, siteUrl: string): boolean {
  try {
    return new URL(address).origin === new URL(siteUrl).origin;
  } catch {
    return false;
  }
}
