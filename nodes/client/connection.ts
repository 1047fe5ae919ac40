import type { Client } from './client';
import type { RateLimiter } from './limits/rate-limiter';
import type { TtlCache } from './ttl-cache';

/** How much a site keeps of what can't be sent now. */
export interface KeepLimits {
  /** Days. */
  readonly keepFor: number;
  /** Messages. */
  readonly keepMost: number;
}

/** A site ready for use: what a site's node hands to the nodes that use it. */
export interface Connection {
  readonly client: Client;
  readonly cache: TtlCache;
  readonly rateLimiter: RateLimiter;
  readonly keeping: KeepLimits;
}

/** Anything that has a site: the config node, or a stand-in for it. */
export interface ConnectionHolder {
  /** @throws JiraError `JIRA_CONFIG` if the site is incomplete or wrong */
  connection(): Connection;
}
