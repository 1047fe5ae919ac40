import type { NodeAPI } from 'node-red';
import type { ConnectionHolder } from '../../client/connection';
import { JiraError } from '../../client/errors/jira-error';
import type { RateLimiterStatus } from '../../client/limits/rate-limiter';
import { access } from './access';

/** A site that can't be used has made no calls. */
const NOTHING: RateLimiterStatus = { inFlight: 0, waiting: 0, pauses: [], lastHour: { calls: 0, limited: 0 } };

/**
 * `GET jira/sites/:id/budget`: calls in flight and waiting, the pauses with what they are for (`endpoint:…`, `issue:…` or
 * `site`), Jira's reason and the seconds left, and the calls and 429s of the last hour. 404 for a site that is not deployed.
 */
export function registerBudget(RED: NodeAPI): void {
  RED.httpAdmin.get('/jira/sites/:id/budget', access(RED, 'jira-site.read'), (request, response) => {
    const id = request.params.id;
    const site = typeof id === 'string' ? RED.nodes.getNode(id) : undefined;
    if (!isSite(site)) {
      response.sendStatus(404);
      return;
    }
    const { pauses, ...figures } = figuresOf(site);
    response.json({
      ...figures,
      pauses: pauses.map(({ scope, reason, leftMs }) => ({
        scope,
        reason: reason ?? null,
        seconds: Math.ceil(leftMs / 1_000),
      })),
    });
  });
}

function figuresOf(site: ConnectionHolder): RateLimiterStatus {
  try {
    return site.connection().rateLimiter.status();
  } catch (error) {
    if (error instanceof JiraError) return NOTHING;
    throw error;
  }
}

function isSite(node: unknown): node is ConnectionHolder {
  return typeof node === 'object' && node !== null && 'connection' in node && typeof node.connection === 'function';
}
