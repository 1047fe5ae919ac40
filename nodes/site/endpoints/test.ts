import type { NodeAPI } from 'node-red';
import { isRecord } from '../../client/json';
import { testConnection } from '../connection-test';
import { problemDetails } from '../problem-details';
import { access } from './access';
import { guarded } from './guarded';

/**
 * `POST jira/sites/:id/test` with `{site?}`: tries a site, as it is deployed or as its dialog has it, and responds with
 * `{ok, deployment, version, user, gateway, scopes?, problem?}`. No secret is ever in the response.
 */
export function registerTest(RED: NodeAPI): void {
  RED.httpAdmin.post(
    '/jira/sites/:id/test',
    access(RED, 'jira-site.write'),
    guarded(RED, (request, response) => {
      const body: unknown = request.body;
      return testConnection(RED, String(request.params.id), isRecord(body) ? body.site : undefined).then(
        ({ problem, ...found }) => {
          response.json({
            ok: problem === undefined,
            ...found,
            ...(problem && { problem: problemDetails(RED, problem) }),
          });
        },
      );
    }),
  );
}
