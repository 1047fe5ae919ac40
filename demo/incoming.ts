/** A request as it reaches one of the sites, before anything of it is judged. */

import type { Deployment } from './model';
import type { Grants } from './oauth/grants';
import type { Router } from './routing';
import type { SiteStore } from './store';
import type { WebhookSender } from './webhooks/sender';

export interface Site {
  readonly store: SiteStore;
  readonly router: Router;
  readonly grants: Grants;
  readonly webhooks: WebhookSender;
}

/** Where a call comes in: at the site's own address, or on Cloud through the API gateway or at the authorization server. */
export type EntryPoint = 'site' | 'gateway' | 'auth';

export interface Incoming {
  readonly site: Site;
  readonly grants: Grants;
  readonly deployment: Deployment;
  readonly entryPoint: EntryPoint;
  readonly method: string;
  /** Below the site, and below the gateway's prefix. */
  readonly path: string;
  readonly query: string;
  readonly siteUrl: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: Buffer;
}
