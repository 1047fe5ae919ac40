import type { NodeAPI } from 'node-red';
import { access } from '../../site/endpoints/access';
import { guarded } from '../../site/endpoints/guarded';
import { problemDetails } from '../../site/problem-details';
import { NOTHING_KNOWN } from '../listening';
import type { EventNode, ListeningFacts } from '../node';
import { asEventError } from '../problems';
import { EVENT_NODE } from '../type';
import { NO_WEBHOOK } from '../webhooks';

/**
 * `GET jira/events/:node`: how far a node's listening has come, times in ISO 8601, `null` for what isn't known (yet):
 * `{position, lastEventAt, nextRoundAt, lagging, problem?, webhook: {address, registered, expiresAt, lastDeliveryAt, lastProblem}}`.
 * A node that is not deployed knows nothing and says `deployed: false`: its form asks, too, and a browser takes a 404 for a fault.
 */
export function registerState(RED: NodeAPI): void {
  RED.httpAdmin.get(
    '/jira/events/:node',
    access(RED, 'jira-site.read'),
    guarded(RED, (request, response) => {
      const node: unknown = RED.nodes.getNode(String(request.params.node));
      const isDeployed = isEventNode(node);
      const facts = stateFacts(RED, isDeployed ? node.listening() : { state: NOTHING_KNOWN, webhook: NO_WEBHOOK });
      response.json(isDeployed ? facts : { deployed: false, ...facts });
    }),
  );
}

/** What is known of a node's listening, for JSON. */
export function stateFacts(RED: NodeAPI, { state, webhook }: ListeningFacts) {
  const problem = (thrown: unknown) =>
    thrown === undefined ? null : problemDetails(RED, asEventError(thrown), EVENT_NODE);
  return {
    position: isoTime(state.position),
    lastEventAt: isoTime(state.lastEventAt),
    nextRoundAt: isoTime(state.nextRoundAt),
    lagging: state.lagging,
    ...(state.problem !== undefined && { problem: problem(state.problem) }),
    webhook: {
      address: webhook.address ?? null,
      registered: webhook.registered,
      expiresAt: isoTime(webhook.expiresAt),
      lastDeliveryAt: isoTime(webhook.lastDeliveryAt),
      lastProblem: problem(webhook.lastProblem),
    },
  };
}

function isoTime(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

function isEventNode(node: unknown): node is EventNode {
  return typeof node === 'object' && node !== null && 'listening' in node && 'type' in node && node.type === EVENT_NODE;
}
