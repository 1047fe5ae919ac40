import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type Clock, systemClock } from '../client/clock';
import { textEntry } from '../client/json';
import { messagesOf } from '../i18n/messages';
import { registerEndpoints } from './endpoints';
import { hubOf } from './hubs';
import { Listening, type World } from './listening';
import { type EventCredentials, type EventNode, runningEventNodes } from './node';
import { EVENT_NODE } from './type';
import { openWebhook } from './webhook-route';

/** Registers the node that begins a flow when something happens in Jira. */
export function registerEvents(RED: NodeAPI, world: World = worldOf(RED, systemClock)): void {
  registerEndpoints(RED, world);
  const messages = messagesOf(RED);
  RED.nodes.registerType<EventNode, NodeDef, never, EventCredentials>(
    EVENT_NODE,
    function (this: EventNode, definition: NodeDef) {
      RED.nodes.createNode(this, definition);
      const secret = textEntry({ ...this.credentials }, 'secret');
      const listening = new Listening({ RED, node: this, properties: { ...definition }, secret, messages, world });
      this.listening = () => listening.facts();
      this.siteId = listening.siteId;
      runningEventNodes.add(this);
      this.on('close', (removed: boolean, done: () => void) => {
        runningEventNodes.delete(this);
        void listening.close(removed && !isStillThere(RED, this)).finally(done);
      });
      listening.begin();
    },
    { credentials: { secret: { type: 'password' } } },
  );
}

function worldOf(RED: NodeAPI, clock: Clock): World {
  return { clock, hubOf: hubOf(RED, clock), openWebhook: openWebhook(RED, clock) };
}

/**
 * Node-RED calls a node removed that was only disabled, and what happens meanwhile must not be lost. A node inside a subflow has an id of
 * its own in each instance.
 */
function isStillThere(RED: NodeAPI, { id, _alias: template }: Pick<Node, 'id'> & { _alias?: string }): boolean {
  const ids = new Set<string>();
  RED.nodes.eachNode((node) => ids.add(node.id));
  return ids.has(id) || (template !== undefined && ids.has(template));
}
