/**
 * A Jira that runs on this machine: an in-memory Cloud site and an in-memory Data Center site behind one HTTP port. It responds as Jira
 * does and is never kinder. See README.md for who can sign in and what it cannot do.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, FaultInjector } from './fault-injection';
import type { Site } from './incoming';
import type { Deployment } from './model';
import { Grants } from './oauth/grants';
import { routes } from './routes';
import { Router } from './routing';
import { seededSite } from './seed';
import { type Exchange, type ServerParts, serve } from './server';
import type { SiteStore } from './store';
import { WebhookSender } from './webhooks/sender';

export { Activity } from './activity';
export type { Fault, FaultResponse } from './fault-injection';
export { demoApps } from './oauth/apps';
export type { Grants } from './oauth/grants';
export { addIssues } from './seed/more';
export { demoCredentials, demoScopedTokens } from './seed/people';
export type { Exchange } from './server';
export type { SiteSettings } from './settings';
export type { SiteStore } from './store';
export type { Delivery } from './webhooks/delivery';
export type { WebhookSender } from './webhooks/sender';

export interface DemoOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The clock of both sites. */
  readonly now?: () => Date;
  /** Told of every exchange, just before its response is sent. */
  readonly observe?: (exchange: Exchange) => void;
}

export interface DemoJira {
  readonly cloudUrl: string;
  readonly dataCenterUrl: string;
  /** Atlassian's API gateway and authorization server, which belong to Cloud. */
  readonly gatewayUrl: string;
  readonly authUrl: string;
  readonly port: number;
  /** Who was let in by OAuth 2.0, replaced by `reset`. */
  readonly grants: Readonly<Record<Deployment, Grants>>;
  /** What the sites send to whoever wants to know, replaced by `reset`. */
  readonly webhooks: Readonly<Record<Deployment, WebhookSender>>;
  /** The data of the sites, replaced by `reset`. */
  readonly cloud: SiteStore;
  readonly datacenter: SiteStore;
  /** Everything as it was at the start: data, settings, and no faults to come. */
  reset(): void;
  /** Injects a fault into calls to come. */
  fault(fault: Fault): void;
  close(): Promise<void>;
}

/** Starts both sites. Rejects when the port is taken. */
export async function startDemoJira(options: DemoOptions = {}): Promise<DemoJira> {
  const { port = 0, host = '127.0.0.1', now = () => new Date(), observe = () => undefined } = options;
  const faults = new FaultInjector();
  const makeSite = (deployment: Deployment): Site => {
    const store = seededSite(deployment, now);
    const webhooks = new WebhookSender(store, () => `http://${host}:${bound()}/${deployment}`);
    return { store, router: new Router(deployment, routes), grants: new Grants(deployment, store), webhooks };
  };
  // Seeded when first asked for: whoever needs one of the sites doesn't wait for both.
  const sites = new Map<Deployment, Site>();
  const siteOf = (deployment: Deployment): Site => {
    const site = sites.get(deployment) ?? makeSite(deployment);
    sites.set(deployment, site);
    return site;
  };
  const closeSites = (): void => {
    for (const { webhooks } of sites.values()) webhooks.close();
    sites.clear();
  };
  const parts: ServerParts = { faults, observe, site: siteOf };
  const server = createServer((request, response) => {
    serve(parts, request, response).catch(() => response.destroy());
  });
  const bound = (): number => {
    const address = server.address();
    return isAddress(address) ? address.port : port;
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const origin = `http://${host}:${bound()}`;
  return {
    cloudUrl: `${origin}/cloud`,
    dataCenterUrl: `${origin}/datacenter`,
    gatewayUrl: `${origin}/gateway`,
    authUrl: `${origin}/auth`,
    port: bound(),
    grants: {
      get cloud() {
        return siteOf('cloud').grants;
      },
      get datacenter() {
        return siteOf('datacenter').grants;
      },
    },
    get cloud() {
      return siteOf('cloud').store;
    },
    get datacenter() {
      return siteOf('datacenter').store;
    },
    webhooks: {
      get cloud() {
        return siteOf('cloud').webhooks;
      },
      get datacenter() {
        return siteOf('datacenter').webhooks;
      },
    },
    reset() {
      faults.clear();
      closeSites();
    },
    fault: (fault) => faults.add(fault),
    close: () =>
      new Promise((resolve) => {
        closeSites();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
