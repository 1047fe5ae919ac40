import type { NodeAPI } from 'node-red';
import { registerBudget } from './endpoints/budget';
import { registerLookup } from './endpoints/lookup';
import { registerOAuth } from './endpoints/oauth';
import { registerTest } from './endpoints/test';

/** The site's endpoints below `httpAdminRoot`: for the editor, and for whoever watches over a Node-RED. */
export function registerEndpoints(RED: NodeAPI): void {
  registerBudget(RED);
  registerLookup(RED);
  registerTest(RED);
  registerOAuth(RED);
}
