import { createHash, randomBytes } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import { bearerAuth } from '../client/auth';
import { USUAL_DATA_CENTER_SCOPES } from '../client/auth/scopes';
import type { Tokens } from '../client/auth/tokens';
import type { Client, Job } from '../client/client';
import { type Clock, systemClock } from '../client/clock';
import { JiraError } from '../client/errors/jira-error';
import { errorOfFailure } from '../client/errors/transport-errors';
import type { Deployment } from '../client/http/request';
import { TransportFailure } from '../client/http/transport';
import { textEntry } from '../client/json';
import { type BrowserCookie, isSameBrowser, newBrowserCookie } from './browser-cookie';
import { connectWith } from './connect';
import { cloudScopes, type OAuthApp, readSettings, type SiteSettings } from './settings';
import type { SiteValues } from './site-node';
import { fetchTokens } from './site-transports';
import { tokenRegistryOf } from './token-registry';

/** How long a person may take for consent, in milliseconds. */
export const STATE_LIFE_MS = 600_000;
/** The most sign-ins under way at a time; beyond, the oldest are given up. */
const MOST_PENDING = 100;
export const CALLBACK = 'jira/oauth/callback';

/** A sign-in between its start and the browser's return. */
interface PendingAuthorization {
  readonly siteId: string;
  readonly values: SiteValues;
  readonly settings: SiteSettings;
  readonly app: OAuthApp;
  readonly deployment: Deployment;
  readonly redirectUri: string;
  /** PKCE: proves to Data Center that who exchanges the code is who asked for it. */
  readonly verifier: string;
  readonly cookie: BrowserCookie;
  /** By `Clock.now`. */
  readonly until: number;
}

/** Where a browser meets this Node-RED. */
export interface Addresses {
  /** Where the editor was opened. */
  readonly editorUrl: string;
  /** Where the authorization server sends the browser, if that is not below `editorUrl`. */
  readonly callbackUrl?: string | undefined;
}

/** A sign-in that has begun. */
export interface Begun {
  /** Where a person consents. */
  readonly authorizeUrl: string;
  /** For the browser that has begun it: no other can finish it. */
  readonly cookie: BrowserCookie;
}

/** How a site's latest sign-in went. */
export interface Attempt {
  readonly outcome: 'waiting' | 'done' | 'failed';
  readonly error?: unknown;
}

/** The sign-ins under way: from the dialog's button to the browser's return. */
export class OAuthFlow {
  /** By `state`, which can't be guessed and is good once. */
  readonly #pending = new Map<string, PendingAuthorization>();
  readonly #attempts = new Map<string, Attempt>();

  constructor(
    private readonly RED: NodeAPI,
    private readonly clock: Clock = systemClock,
  ) {}

  /** How the site's latest sign-in went, if any was tried. */
  attempt(siteId: string): Attempt | undefined {
    return this.#attempts.get(siteId);
  }

  /**
   * Begins a sign-in.
   * @throws JiraError `JIRA_CONFIG`
   */
  async start(siteId: string, values: SiteValues, { editorUrl, callbackUrl }: Addresses): Promise<Begun> {
    const settings = readSettings(values.properties, values.credentials);
    const app = settings.authentication;
    if (app.type !== 'oauth2') throw new JiraError('JIRA_CONFIG', 'config.notOAuth');
    const ownCallback = callbackBelow(editorUrl);
    const redirectUri = callbackUrl ? callbackBelow(callbackUrl.replace(CALLBACK, '')).href : ownCallback.href;
    const deployment = settings.deployment ?? (await this.#deployment(values, settings, app));
    const state = randomBytes(32).toString('base64url');
    const verifier = randomBytes(32).toString('base64url');
    const cookie = newBrowserCookie(state, ownCallback);
    this.#forgetOld();
    const until = this.clock.now() + STATE_LIFE_MS;
    this.#pending.set(state, { siteId, values, settings, app, deployment, redirectUri, verifier, cookie, until });
    this.#attempts.set(siteId, { outcome: 'waiting' });
    const query = { client_id: app.clientId, redirect_uri: redirectUri, response_type: 'code', state };
    const authorizeUrl =
      deployment === 'cloud' ? cloudAddress(app, query) : dataCenterAddress(settings.siteUrl, app, query, verifier);
    return { authorizeUrl, cookie };
  }

  /**
   * Finishes a sign-in with what the browser brought back. What was signed in before stays as it was if this fails.
   * @param cookies the request's `Cookie`: whoever has been sent to the callback by somebody else has not begun the sign-in
   * @throws JiraError `JIRA_AUTH` or `JIRA_CONFIG`
   */
  async finish(query: unknown, cookies: string | undefined): Promise<void> {
    const state = textEntry(query, 'state') ?? '';
    const pending = this.#pending.get(state);
    if (!pending || this.clock.now() >= pending.until) throw new JiraError('JIRA_AUTH', 'auth.state');
    // It stays good for the browser that has begun it: its address can be pasted there.
    if (!isSameBrowser(pending.cookie, cookies)) throw new JiraError('JIRA_AUTH', 'auth.otherBrowser');
    this.#pending.delete(state);
    const { siteId } = pending;
    try {
      await this.#complete(pending, query);
      this.#attempts.set(siteId, { outcome: 'done' });
    } catch (error) {
      const failure = error instanceof TransportFailure ? errorOfFailure(error, false, error.at ?? '') : error;
      this.#attempts.set(siteId, { outcome: 'failed', error: failure });
      throw failure;
    }
  }

  async #complete(pending: PendingAuthorization, query: unknown): Promise<void> {
    const { siteId, values, settings, app, deployment, redirectUri, verifier } = pending;
    const refused = textEntry(query, 'error');
    if (refused === 'access_denied') throw new JiraError('JIRA_AUTH', 'auth.denied');
    const code = textEntry(query, 'code');
    if (refused !== undefined || !code) {
      throw new JiraError('JIRA_AUTH', 'auth.notGranted', { detail: (refused ?? '').replace(/\W/g, ' ').slice(0, 60) });
    }
    const tokens = await fetchTokens(this.RED, values, settings, app, deployment, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      ...(deployment === 'datacenter' && { code_verifier: verifier }),
    });
    const user = await this.#userName(tokens, values, { ...settings, deployment }, app);
    await tokenRegistryOf(this.RED).accept(siteId, settings, app, { ...tokens, deployment, redirectUri, user });
  }

  /** Uses the new tokens once: they must be good for this very site, and the dialog wants to show whose they are. */
  async #userName(
    tokens: Tokens,
    values: SiteValues,
    settings: SiteSettings,
    app: OAuthApp,
  ): Promise<string | undefined> {
    const source = { accessToken: () => Promise.resolve(tokens.accessToken), renewable: () => false };
    const { client, close } = connectWith(this.RED, values, settings, bearerAuth('oauth2', app.clientId, source));
    try {
      await client.apiBase();
      return await userName(client);
    } finally {
      await close();
    }
  }

  async #deployment(values: SiteValues, settings: SiteSettings, app: OAuthApp): Promise<Deployment> {
    const source = { accessToken: () => Promise.reject(new Error('nobody has signed in yet')), renewable: () => false };
    const { client, close } = connectWith(this.RED, values, settings, bearerAuth('oauth2', app.clientId, source));
    try {
      return (await client.server()).deployment;
    } finally {
      await close();
    }
  }

  #forgetOld(): void {
    const now = this.clock.now();
    for (const [state, { until }] of this.#pending) {
      if (now >= until || this.#pending.size >= MOST_PENDING) this.#pending.delete(state);
    }
  }
}

type AuthorizeQuery = Readonly<Record<'client_id' | 'redirect_uri' | 'response_type' | 'state', string>>;

function cloudAddress(app: OAuthApp, query: AuthorizeQuery): string {
  const all = { audience: 'api.atlassian.com', ...query, scope: cloudScopes(app), prompt: 'consent' };
  return `${app.authUrl}/authorize?${encoded(all)}`;
}

function dataCenterAddress(siteUrl: string, { scopes }: OAuthApp, query: AuthorizeQuery, verifier: string): string {
  // What stands there for Cloud names no scope of Data Center.
  const own = /^[A-Z_\s]+$/.test(scopes) ? scopes : USUAL_DATA_CENTER_SCOPES;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const all = { ...query, scope: own, code_challenge: challenge, code_challenge_method: 'S256' };
  return `${siteUrl}/rest/oauth2/latest/authorize?${encoded(all)}`;
}

/** Atlassian wants spaces as `%20`. */
function encoded(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(query).toString().replaceAll('+', '%20');
}

/** @throws JiraError `JIRA_CONFIG` if the address is none */
function callbackBelow(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new JiraError('JIRA_CONFIG', 'config.badEditorUrl');
  return new URL(`${url.origin}${url.pathname.replace(/\/*$/, '/')}${CALLBACK}`);
}

/** The person's name as Jira shows it; nothing where the token may not read it. */
async function userName(client: Client): Promise<string | undefined> {
  const job: Job = { source: 'sign-in', signal: new AbortController().signal, attempts: 0, waitedMs: 0 };
  try {
    return textEntry(await client.call({ route: 'GET /myself' }, job), 'displayName');
  } catch (error) {
    if (error instanceof JiraError && error.code === 'JIRA_SCOPE') return undefined;
    throw error;
  }
}
