/** What has been granted: codes on their way to an app, and refresh tokens, each good once. */

import { createHash, randomBytes } from 'node:crypto';
import type { Deployment } from '../model';
import type { SiteStore } from '../store';
import { type App, demoApps, USUAL_CALLBACK } from './apps';

/** A person's consent. */
export interface Grant {
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Cloud: the person chose another site than this one. */
  readonly elsewhere: boolean;
}

interface Code {
  readonly grant: Grant;
  /** PKCE (S256), where the app sent one. */
  readonly challenge: string | undefined;
  readonly expires: number;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresIn: number;
}

const CODE_LIFE_MS = 600_000;
const REFRESH_LIFE_MS = 90 * 24 * 3_600_000;

/** The authorization server of one deployment. */
export class Grants {
  /** An administrator's choice, open to a test: how long an access token lives. */
  accessTokenSeconds = 3600;
  /** How many times tokens were given out, by kind of grant. */
  readonly given = { authorization_code: 0, refresh_token: 0, client_credentials: 0 };
  readonly app: App;
  readonly #codes = new Map<string, Code>();
  readonly #refreshTokens = new Map<string, { grant: Grant; accessToken: string; expires: number }>();
  readonly #grants = new Map<string, Grant>();

  constructor(
    readonly deployment: Deployment,
    private readonly store: SiteStore,
  ) {
    this.app = { ...demoApps[deployment], redirectUri: USUAL_CALLBACK };
  }

  /** A code for the app, to be exchanged within ten minutes. */
  code(grant: Grant, challenge: string | undefined): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, { grant, challenge, expires: this.#now() + CODE_LIFE_MS });
    return code;
  }

  /** The tokens for a code; nothing for one that is unknown, used, too old, or not proved to be the app's. */
  exchange(code: string, redirectUri: string, verifier: string | undefined): TokenPair | undefined {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    if (!known || this.#now() >= known.expires || known.grant.redirectUri !== redirectUri) return undefined;
    if (known.challenge !== undefined && known.challenge !== hash(verifier ?? '')) return undefined;
    this.given.authorization_code += 1;
    return this.#give(known.grant);
  }

  /** New tokens for a refresh token, which dies by it. Data Center kills the access token, too, and wants the address again. */
  refresh(refreshToken: string, redirectUri: string | undefined): TokenPair | undefined {
    const known = this.#refreshTokens.get(refreshToken);
    if (!known || this.#now() >= known.expires) return undefined;
    if (this.deployment === 'datacenter' && redirectUri !== known.grant.redirectUri) return undefined;
    this.#refreshTokens.delete(refreshToken);
    if (this.deployment === 'datacenter') this.revoke(known.accessToken);
    this.given.refresh_token += 1;
    return this.#give(known.grant);
  }

  /** An access token for the service account. */
  forService(userId: string, scopes: readonly string[]): TokenPair {
    this.given.client_credentials += 1;
    const { clientId } = demoApps.service;
    return this.#give({ clientId, userId, scopes, redirectUri: '', elsewhere: false });
  }

  /** The consent behind an access token. */
  grantOf(accessToken: string): Grant | undefined {
    return this.#grants.get(accessToken);
  }

  /** Ends an access token before its time, as an administrator can. */
  revoke(accessToken: string): void {
    const index = this.store.credentials.findIndex(({ secret }) => secret === accessToken);
    if (index >= 0) this.store.credentials.splice(index, 1);
  }

  /** Ends all access tokens, and the refresh tokens as well if a person has withdrawn the consent. */
  revokeAll(kinds: { readonly refreshTokens: boolean }): void {
    for (const accessToken of this.#grants.keys()) this.revoke(accessToken);
    if (kinds.refreshTokens) this.#refreshTokens.clear();
  }

  #give(grant: Grant): TokenPair {
    const accessToken = `eyJ${randomBytes(600).toString('base64url')}`;
    const expires = this.#now() + this.accessTokenSeconds * 1000;
    const scopes = this.deployment === 'cloud' ? { scopes: grant.scopes } : {};
    const { userId } = grant;
    this.store.credentials.push({ userId, scheme: 'bearer', login: '', secret: accessToken, expires, ...scopes });
    this.#grants.set(accessToken, grant);
    const lasting = this.deployment === 'datacenter' || grant.scopes.includes('offline_access');
    return {
      accessToken,
      refreshToken: lasting ? this.#refreshToken(grant, accessToken) : undefined,
      expiresIn: this.accessTokenSeconds,
    };
  }

  #refreshToken(grant: Grant, accessToken: string): string {
    const refreshToken = randomBytes(48).toString('base64url');
    this.#refreshTokens.set(refreshToken, { grant, accessToken, expires: this.#now() + REFRESH_LIFE_MS });
    return refreshToken;
  }

  #now(): number {
    return this.store.now().getTime();
  }
}

function hash(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
