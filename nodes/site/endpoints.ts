import type { NodeAPI } from 'node-red';
import { registerOAuth } from './endpoints/oauth';
import { registerTest } from './endpoints/test';

/** The addresses below `httpAdminRoot` that a site's dialog asks; registered once, with the site's type. */
export function registerEndpoints(RED: NodeAPI): void {
  registerTest(RED);
  registerOAuth(RED);
}
