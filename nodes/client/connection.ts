import type { Client } from './client';
import type { RateLimiter } from './limits/rate-limiter';
import type { TtlCache } from './ttl-cache';

/** A site ready for use: what a site's node hands to the nodes that use it. */
export interface Connection {
  readonly client: Client;
  readonly cache: TtlCache;
  readonly rateLimiter: RateLimiter;
}

/** Anything that has a site: the config node, or a stand-in for it. */
export interface ConnectionHolder {
  /** @throws JiraError `JIRA_CONFIG` if the site is incomplete or wrong */
  connection(): Connection;
}
