import type { NodeAPI } from 'node-red';
import { type Auth, basicAuth, bearerAuth, patAuth } from '../client/auth';
import { ServiceAccount } from '../client/auth/client-credentials';
import { Client } from '../client/client';
import { systemClock } from '../client/clock';
import type { Connection } from '../client/connection';
import { JiraError } from '../client/errors/jira-error';
import { textEntry } from '../client/json';
import { FIRST_PER_SECOND } from '../client/limits/rate-limiter';
import { SharedRateLimiters } from '../client/limits/shared-rate-limiters';
import { TtlCache } from '../client/ttl-cache';
import { readSettings, type SiteSettings } from './settings';
import type { SiteValues } from './site-node';
import { fetchTokens, openTransports } from './site-transports';
import { tokenRegistryOf } from './token-registry';

/** How long closing waits for a write that has left, in milliseconds. */
const CLOSE_GRACE_MS = 10_000;

const rateLimiters = new SharedRateLimiters();

/** A connection that somebody has to close. */
export interface OpenConnection extends Connection {
  close(): Promise<void>;
}

/**
 * Connects to the site that some values describe. Nothing is sent yet.
 * @param id of the site's node, whose sign-in is used
 * @throws JiraError `JIRA_CONFIG`, naming what is missing or wrong
 */
export function connect(RED: NodeAPI, id: string, values: SiteValues): OpenConnection {
  const settings = readSettings(values.properties, values.credentials);
  return connectWith(RED, values, settings, authOf(RED, id, values, settings));
}

/** As `connect`, with credentials of the caller's own. */
export function connectWith(RED: NodeAPI, values: SiteValues, settings: SiteSettings, auth: Auth): OpenConnection {
  const transports = openTransports(RED, values, settings);
  const limits = { ...settings, firstPerSecond: FIRST_PER_SECOND };
  const { rateLimiter, release } = rateLimiters.hold(settings.siteUrl, auth.principal, limits);
  const client = new Client(settings, transports, auth, rateLimiter, systemClock);
  return {
    client,
    cache: new TtlCache(systemClock),
    rateLimiter,
    keeping: settings.keeping,
    close: () => client.close(CLOSE_GRACE_MS).finally(release),
  };
}

function authOf(RED: NodeAPI, id: string, values: SiteValues, settings: SiteSettings): Auth {
  const { authentication } = settings;
  switch (authentication.type) {
    case 'basic':
      return basicAuth(authentication.username, authentication.password);
    case 'pat':
      return patAuth(authentication.token);
    case 'oauth2':
      if (textEntry(values.properties, '_alias')) throw new JiraError('JIRA_CONFIG', 'config.oauthInSubflow');
      return bearerAuth('oauth2', authentication.clientId, tokenRegistryOf(RED).tokens(id, settings, authentication));
    case 'clientCredentials': {
      const fetch = () =>
        fetchTokens(RED, values, settings, authentication, 'cloud', { grant_type: 'client_credentials' });
      return bearerAuth('clientCredentials', authentication.clientId, new ServiceAccount(fetch, systemClock));
    }
  }
}
