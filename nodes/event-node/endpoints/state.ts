import type { NodeAPI } from 'node-red';
import { access } from '../../site/endpoints/access';
import { guarded } from '../../site/endpoints/guarded';
import { problemDetails } from '../../site/problem-details';
import type { EventNode, ListeningFacts } from '../node';
import { asEventError } from '../problems';
import { EVENT_NODE } from '../type';

/**
 * `GET jira/events/:node`: how far a node's listening has come, times in ISO 8601, `null` for what isn't known (yet):
 * `{position, lastEventAt, nextRoundAt, lagging, problem?, webhook: {address, registered, expiresAt, lastDeliveryAt, lastProblem}}`.
 * 404 for a node that is not deployed.
 */
export function registerState(RED: NodeAPI): void {
  RED.httpAdmin.get(
    '/jira/events/:node',
    access(RED, 'jira-site.read'),
    guarded(RED, (request, response) => {
      const node: unknown = RED.nodes.getNode(String(request.params.node));
      if (!isEventNode(node)) response.sendStatus(404);
      else response.json(stateFacts(RED, node.listening()));
    }),
  );
}

function stateFacts(RED: NodeAPI, { state, webhook }: ListeningFacts): object {
  const problem = (thrown: unknown) => (thrown === undefined ? null : problemDetails(RED, asEventError(thrown)));
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
