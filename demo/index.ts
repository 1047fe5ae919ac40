/**
 * A Jira that runs on this machine: an in-memory Cloud site and an in-memory Data Center site behind one HTTP port. It responds as Jira
 * does and is never kinder. See README.md for who can sign in and what it cannot do.
 */

import { createServer } from 'node:http';
import { controlServer } from './control';
import { type Fault, FaultInjector } from './fault-injection';
import type { Site } from './incoming';
import { Line, type Outage } from './line';
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
export type { Outage } from './line';
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
  /** Of the control endpoint, which there is none of unless asked for; 0 takes any free port. */
  readonly controlPort?: number;
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
  /** Where `control.ts` listens; empty unless asked for. */
  readonly controlUrl: string;
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
  /** Nobody reaches Jira any more, until `plugIn`. Resolves once that is so. */
  pullPlug(outage?: Outage): Promise<void>;
  plugIn(): Promise<void>;
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
  const server = createServer((request, response) => {
    serve(parts, request, response).catch(() => response.destroy());
  });
  const line = new Line(server, port, host);
  const parts: ServerParts = { faults, line, observe, site: siteOf };
  const bound = (): number => line.port;
  await line.plugIn();
  const controls = controlServer({ line, faults, store: (deployment) => siteOf(deployment).store });
  const controlLine = new Line(controls, options.controlPort ?? 0, host);
  if (options.controlPort !== undefined) await controlLine.plugIn();
  const origin = `http://${host}:${bound()}`;
  return {
    cloudUrl: `${origin}/cloud`,
    dataCenterUrl: `${origin}/datacenter`,
    gatewayUrl: `${origin}/gateway`,
    authUrl: `${origin}/auth`,
    port: bound(),
    controlUrl: options.controlPort === undefined ? '' : `http://${host}:${controlLine.port}`,
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
    pullPlug: (outage = 'refused') => line.pull(outage),
    plugIn: () => line.plugIn(),
    close: async () => {
      closeSites();
      await Promise.all([line.close(), controlLine.close()]);
    },
  };
}
