import type { Clock } from '../client/clock';
import type { Connection } from '../client/connection';
import type { Store } from '../store/store';
import type { EventHub } from './hub';
import { SiteHub } from './site-hub';

/**
 * The reading of events for one site. It asks Jira for nothing before somebody listens, and keeps no timer once nobody does, so it
 * need not be closed. There must be no more than one for a site at a time, unless nobody listens at the other.
 * @param siteId what the entries of the store are kept by: the id of the site's node
 */
export function openHub(connection: Connection, store: Store, clock: Clock, siteId: string): EventHub {
  return new SiteHub({ client: connection.client, cache: connection.cache }, store, clock, siteId);
}
