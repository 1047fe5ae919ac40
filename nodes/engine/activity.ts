import type { Node } from 'node-red';
import { systemClock } from '../client/clock';
import { Activities } from '../overview/activities';

/** What the nodes of this process did lately. Ids of nodes are unlike in all of its flows, so one is enough. */
export const activities = new Activities(systemClock);

/** The id by which the editor knows a node: inside a subflow, each instance has one of its own, and the editor has the template's. */
export function editorId(node: Pick<Node, 'id'> & { readonly _alias?: unknown }): string {
  return typeof node._alias === 'string' ? node._alias : node.id;
}
