import type { NodeAPI } from 'node-red';
import { registerRecent } from './endpoints/recent';
import { registerState } from './endpoints/state';
import type { World } from './listening';

/** The node's endpoints below `httpAdminRoot`: for its form, and for whoever watches over a Node-RED. */
export function registerEndpoints(RED: NodeAPI, world: World): void {
  registerState(RED);
  registerRecent(RED, world);
}
