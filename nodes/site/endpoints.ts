import type { NodeAPI } from 'node-red';
import { registerLookup } from './endpoints/lookup';

/** Registers what the editor asks the runtime for, all of it below `jira/`. */
export function registerEndpoints(RED: NodeAPI): void {
  registerLookup(RED);
}
