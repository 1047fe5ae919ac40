/** A pair of OAuth 2.0 tokens as last received. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Milliseconds since 1970; of two stored pairs the later one counts. */
  readonly rotatedAt: number;
}

/**
 * Where a site's tokens outlive a restart. Jira's refresh tokens rotate: a pair must be durable before it is used, so `save`
 * resolves only once the pair is safe.
 */
export interface TokenStore {
  load(siteId: string): Promise<Tokens | undefined>;
  save(siteId: string, tokens: Tokens): Promise<void>;
  remove(siteId: string): Promise<void>;
}
