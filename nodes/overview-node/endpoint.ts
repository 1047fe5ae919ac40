import type { NodeAPI } from 'node-red';
import { type Clock, systemClock } from '../client/clock';
import type { Overview } from '../overview/overview';
import { access } from '../site/endpoints/access';
import { guarded } from '../site/endpoints/guarded';
import { SiteOverviews } from './site-overview';
import { deployedSites } from './sites';

/**
 * `GET jira/overview`: what goes on at each site, as `Overview` describes it. Jira is asked whether it answers, once a minute at most; everything
 * else is known anyway.
 */
export function registerOverview(RED: NodeAPI, clock: Clock = systemClock): void {
  const overviews = new SiteOverviews(RED, clock);
  RED.httpAdmin.get(
    '/jira/overview',
    access(RED, 'jira-site.read'),
    guarded(RED, async (_request, response) => {
      const sites = await Promise.all(deployedSites(RED).map((site) => overviews.of(site)));
      response.set('Cache-Control', 'no-store').json({ sites } satisfies Overview);
    }),
  );
}
