import type { Clock } from '../clock';
import type { Deployment } from '../http/request';

/** OAuth 2.0 tokens as received. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Milliseconds since 1970. */
  readonly rotatedAt: number;
  /** As granted, which may be fewer than were asked for. */
  readonly scopes: readonly string[];
}

/** A person's sign-in: the tokens of the moment, and what stays over their rotation. */
export interface SignIn extends Tokens {
  readonly deployment: Deployment;
  /** Where the browser came back to; Data Center wants it again with each refresh. */
  readonly redirectUri: string;
  /** As Jira shows the person; missing where the scopes don't let us ask. */
  readonly user?: string | undefined;
}

/**
 * Where a site's sign-in outlives a restart. Jira's refresh tokens rotate: a pair must be durable before it is used, so `save`
 * resolves only once the pair is safe.
 */
export interface TokenStorage {
  load(): Promise<SignIn | undefined>;
  save(signIn: SignIn): Promise<void>;
  remove(): Promise<void>;
}

/** The most milliseconds before its end that an access token is renewed. */
const EARLY_MS = 60_000;

/** Whether an access token will live a little longer, so that a call on its way does not lose it. */
export function isFresh({ expiresAt, rotatedAt }: Tokens, clock: Clock): boolean {
  const early = Math.min(EARLY_MS, (expiresAt - rotatedAt) / 10);
  return clock.wallNow() < expiresAt - early;
}
