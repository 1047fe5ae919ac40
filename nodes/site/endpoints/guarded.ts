import type { NodeAPI } from 'node-red';
import { asJiraError } from '../../client/errors/jira-error';
import { problemDetails } from '../problem-details';
import type { AdminHandler } from './access';

/** A handler whose fault is a problem as JSON: express would show a page with the stack, or leave the request open. */
export function guarded(
  RED: NodeAPI,
  handle: (...parameters: Parameters<AdminHandler>) => unknown,
): (...parameters: Parameters<AdminHandler>) => void {
  return (request, response, next) => {
    const run = async () => handle(request, response, next);
    run().catch((thrown: unknown) => {
      const { code, reason } = asJiraError(thrown);
      const problem = problemDetails(RED, thrown);
      if (response.headersSent) response.end();
      else response.status(500).json({ code, reason, problem });
    });
  };
}
