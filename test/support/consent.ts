import assert from 'node:assert/strict';
import type { DemoJira } from '../../demo/index';
import type { Deployment } from '../../nodes/client/http/request';
import type { FlowNode, RealNodeRed } from './node-red';

/** Where the demo's apps let the browser come back to; the editor of a test runs on another port, as behind a proxy. */
export const EDITOR_URL = 'http://localhost:1880/';

/** What a person does on the consent page. */
export interface Choice {
  readonly person?: 'ada' | 'ben' | 'cara';
  readonly decision?: 'accept' | 'deny';
  /** Cloud: another site than the demo. */
  readonly site?: 'demo' | 'elsewhere';
}

/** A site with OAuth 2.0 at the demo Jira, as the editor deploys it. */
export function oauthSite(jira: DemoJira, deployment: Deployment, properties: object = {}): FlowNode {
  const { clientId, clientSecret } = jira.grants[deployment].app;
  return {
    id: 'site',
    type: 'jira-site',
    siteUrl: deployment === 'cloud' ? jira.cloudUrl : jira.dataCenterUrl,
    authType: 'oauth2',
    authUrl: jira.authUrl,
    gatewayUrl: jira.gatewayUrl,
    credentials: { clientId, clientSecret },
    ...properties,
  };
}

/** The cookies of the browser in which the sign-ins of the tests are started. */
const cookies = new Map<string, string>();

/** Presses the dialog's button, and returns where a person is to consent. */
export async function startSignIn(nodeRed: RealNodeRed, site?: unknown, addresses: object = {}): Promise<URL> {
  const body = { editorUrl: EDITOR_URL, site, ...addresses };
  const { status, body: answer, headers } = await nodeRed.request('POST', '/jira/sites/site/oauth/start', body);
  assert.equal(status, 200, JSON.stringify(answer));
  for (const cookie of headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';');
    cookies.set(pair.slice(0, pair.indexOf('=')), pair);
  }
  return new URL((answer as { authorizeUrl: string }).authorizeUrl);
}

/** Consents as a person does, and answers the query that the browser brings back. */
export async function consent(authorizeUrl: URL, choice: Choice = {}): Promise<string> {
  const form = new URLSearchParams({ person: 'ada', decision: 'accept', site: 'demo', ...choice });
  const page = await fetch(authorizeUrl, { method: 'POST', body: form, redirect: 'manual' });
  assert.equal(page.status, 302, await page.text());
  const back = new URL(page.headers.get('location') ?? '');
  assert.equal(`${back.origin}${back.pathname}`, `${EDITOR_URL}jira/oauth/callback`);
  return back.search;
}

/** Signs in from the button to the callback page, whose status is answered. */
export async function signIn(nodeRed: RealNodeRed, choice: Choice = {}, site?: unknown): Promise<number> {
  return comeBack(nodeRed, await consent(await startSignIn(nodeRed, site), choice));
}

/** Brings a browser back from the consent page: the one in which the sign-in was started, or another. */
export async function comeBack(
  nodeRed: RealNodeRed,
  search: string,
  browser: 'same' | 'another' = 'same',
): Promise<number> {
  const headers = browser === 'same' ? { cookie: [...cookies.values()].join('; ') } : {};
  return (await nodeRed.request('GET', `/jira/oauth/callback${search}`, undefined, headers)).status;
}

/** What the dialog shows. */
export interface SignInStatus {
  readonly signedIn: boolean;
  readonly user?: string;
  readonly site?: string;
  readonly scopes?: readonly string[];
  readonly expiresAt?: string;
  readonly held?: boolean;
  readonly attempt?: {
    readonly outcome: string;
    readonly problem?: { readonly code: string; readonly message: string };
  };
}

export async function signInStatus(nodeRed: RealNodeRed): Promise<SignInStatus> {
  return (await nodeRed.request('GET', '/jira/sites/site/oauth')).body as SignInStatus;
}
