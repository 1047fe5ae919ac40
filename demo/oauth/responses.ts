/** Sign-in: the consent page, the token endpoint, and the list of sites that a token is good for. */

import { parseJson } from '../http';
import type { Incoming } from '../incoming';
import { isObject } from '../json';
import type { RouteResponse } from '../responses';
import { personId } from '../seed/people';
import { demoApps, GRANTABLE, SERVICE_SCOPES } from './apps';
import { consentPage, refusalPage } from './consent';
import type { Grants, TokenPair } from './grants';
import { LINK_SCOPES } from './scopes';

const PEOPLE = ['ada', 'ben', 'cara'] as const;
/** A site that a person may choose by mistake. */
const ELSEWHERE = { id: 'elsewhere', name: 'Another company', url: 'https://another-company.example' };

/** The response to a call that has to do with signing in; nothing for any other. */
export function respondToSignIn(incoming: Incoming): RouteResponse | undefined {
  const { entryPoint, path, method, deployment } = incoming;
  const own = deployment === 'datacenter' ? /^\/rest\/oauth2\/latest(\/.*)$/.exec(path)?.[1] : undefined;
  if (entryPoint === 'auth' || own !== undefined) {
    const place = own ?? path.replace(/^\/oauth\/token$/, '/token');
    if (place === '/authorize' && method === 'GET') return askForConsent(incoming);
    if (place === '/authorize' && method === 'POST') return decide(incoming);
    if (place === '/token' && method === 'POST') return giveTokens(incoming);
    return { status: 404, body: 'Not Found' };
  }
  if (entryPoint === 'gateway' && path === '/oauth/token/accessible-resources') return listSites(incoming);
  return undefined;
}

function askForConsent(incoming: Incoming): RouteResponse {
  const query = new URLSearchParams(incoming.query);
  const wrong = wrongWith(query, incoming.grants);
  if (wrong !== undefined) return html(400, refusalPage(wrong));
  const cloud = incoming.deployment === 'cloud';
  const people = PEOPLE.map((name) => {
    const id = personId(incoming.deployment, name);
    return { id: name, name: incoming.site.store.user(id).displayName };
  });
  const sites = cloud ? [{ id: 'demo', name: 'Demo Jira Cloud' }, ELSEWHERE] : [];
  return html(200, consentPage({ appName: 'Node-RED', scopes: scopesOf(query), people, sites }));
}

function decide(incoming: Incoming): RouteResponse {
  const { deployment, grants, raw } = incoming;
  const query = new URLSearchParams(incoming.query);
  const form = new URLSearchParams(raw.toString('utf8'));
  const wrong = wrongWith(query, grants);
  if (wrong !== undefined) return html(400, refusalPage(wrong));
  const redirectUri = query.get('redirect_uri') ?? '';
  const back = new URL(redirectUri);
  back.searchParams.set('state', query.get('state') ?? '');
  const person = PEOPLE.find((name) => name === form.get('person'));
  if (form.get('decision') !== 'accept' || person === undefined) {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', 'User did not authorize the request');
  } else {
    const grant = {
      clientId: grants.app.clientId,
      userId: personId(deployment, person),
      scopes: scopesOf(query).filter((scope) => deployment === 'datacenter' || GRANTABLE.includes(scope)),
      redirectUri,
      elsewhere: form.get('site') === ELSEWHERE.id,
    };
    back.searchParams.set('code', grants.code(grant, query.get('code_challenge') ?? undefined));
  }
  return { status: 302, headers: { Location: back.toString() } };
}

/** What is wrong with an app's request for consent, if anything. */
function wrongWith(query: URLSearchParams, { app, deployment }: Grants): string | undefined {
  if (query.get('client_id') !== app.clientId) return 'Unknown client: the app is not registered here.';
  if (query.get('redirect_uri') !== app.redirectUri) {
    return `The redirect URI is not registered for this app; registered is ${app.redirectUri}.`;
  }
  if (query.get('response_type') !== 'code') return 'response_type must be code.';
  if (!query.get('state')) return 'state is missing.';
  const method = query.get('code_challenge_method');
  if (deployment === 'datacenter' && method !== null && method !== 'S256') return 'The demo knows S256 alone.';
  if (deployment === 'datacenter' && !scopesOf(query).every((scope) => LINK_SCOPES.includes(scope))) {
    return 'The link has no such scope.';
  }
  return undefined;
}

function scopesOf(query: URLSearchParams): string[] {
  return (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
}

function giveTokens(incoming: Incoming): RouteResponse {
  const { deployment, grants } = incoming;
  const fields = fieldsOf(incoming);
  const cloud = deployment === 'cloud';
  const service = cloud && fields.grant_type === 'client_credentials';
  const app = service ? demoApps.service : grants.app;
  if (fields.client_id !== app.clientId || fields.client_secret !== app.clientSecret) {
    return cloud
      ? { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } }
      : { status: 401, body: { error: 'invalid_client', error_description: 'Client authentication failed.' } };
  }
  switch (fields.grant_type) {
    case 'authorization_code': {
      const { code = '', redirect_uri = '', code_verifier } = fields;
      const pair = grants.exchange(code, redirect_uri, code_verifier);
      return pair ? tokens(grants, pair) : invalidGrant(deployment, 'Invalid authorization code');
    }
    case 'refresh_token': {
      const pair = grants.refresh(fields.refresh_token ?? '', fields.redirect_uri);
      return pair ? tokens(grants, pair) : invalidGrant(deployment, 'Unknown or invalid refresh token.');
    }
    case 'client_credentials':
      if (service) return tokens(grants, grants.forService(personId('cloud', 'ben'), SERVICE_SCOPES));
  }
  return { status: 400, body: { error: 'unsupported_grant_type', error_description: 'Unsupported grant type' } };
}

/** Cloud takes JSON, Data Center a form or the query. */
function fieldsOf({ deployment, raw, query, headers }: Incoming): Partial<Record<string, string>> {
  if (deployment === 'cloud') {
    const body = /^application\/json\b/.test(headers['content-type'] ?? '') ? parseJson(raw) : undefined;
    if (!isObject(body)) return {};
    return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
  }
  const form = /urlencoded/.test(headers['content-type'] ?? '') ? raw.toString('utf8') : '';
  return Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(form)]);
}

function tokens(grants: Grants, { accessToken, refreshToken, expiresIn }: TokenPair): RouteResponse {
  const scopes = grants.grantOf(accessToken)?.scopes ?? [];
  return {
    status: 200,
    body: {
      access_token: accessToken,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      expires_in: expiresIn,
      token_type: 'Bearer',
      scope: scopes.join(' '),
    },
  };
}

function invalidGrant(deployment: 'cloud' | 'datacenter', description: string): RouteResponse {
  const status = deployment === 'cloud' ? 403 : 400;
  return { status, body: { error: 'invalid_grant', error_description: description } };
}

/** One entry per product that the scopes belong to, so that a site comes twice. */
function listSites({ headers, grants, site, siteUrl }: Incoming): RouteResponse {
  const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const grant = grants.grantOf(token);
  if (!grant || !site.store.isGood(token)) return { status: 401, body: { code: 401, message: 'Unauthorized' } };
  const at = grant.elsewhere
    ? { id: '9e0d5c1a-7a51-4f0c-8d1e-11aa22bb33cc', url: ELSEWHERE.url, name: 'another-company' }
    : { id: site.store.cloudId, url: siteUrl, name: 'demo' };
  const products = [/confluence/, /jira/]
    .map((product) => grant.scopes.filter((scope) => product.test(scope)))
    .filter((scopes) => scopes.length > 0);
  const avatarUrl = `${at.url}/avatar.png`;
  return { status: 200, body: products.map((scopes) => ({ ...at, scopes, avatarUrl })) };
}

function html(status: number, body: string): RouteResponse {
  return { status, body, headers: { 'Content-Type': 'text/html;charset=UTF-8' } };
}
