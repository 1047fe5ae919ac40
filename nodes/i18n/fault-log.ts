import type { NodeAPI } from 'node-red';
import { asJiraError } from '../client/errors/jira-error';
import { stackOf } from '../client/errors/thrown';

/**
 * Writes the stack of a fault of this package into Node-RED's log, for whoever mends it; of any other error, nothing.
 * @param where what ran into it, such as a node's type and id
 */
export function logFault(RED: Pick<NodeAPI, 'log'>, where: string, thrown: unknown): void {
  const { code, cause } = asJiraError(thrown);
  if (code !== 'JIRA_INTERNAL') return;
  try {
    RED.log.error(`[${where}] ${stackOf(cause)}`);
  } catch {
    // A log that fails must not end Node-RED.
  }
}
