import type { Deployment } from './exchange';
import { isOutsideDocuments } from './outside-documents';

const BOTH: readonly Deployment[] = ['cloud', 'datacenter'];
const ROOT: Readonly<Record<Deployment, string>> = { cloud: '/rest/api/3', datacenter: '/rest/api/2' };

/** Every operation that nodes and their look-ups call, below the API root, and where. */
const OPERATIONS: readonly (readonly [operation: string, on: readonly Deployment[]])[] = [
  ['GET /serverInfo', BOTH],
  ['GET /myself', BOTH],
  ['GET /mypermissions', ['cloud']],
  ['POST /issue', BOTH],
  ['GET /issue/{issueIdOrKey}', BOTH],
  ['PUT /issue/{issueIdOrKey}', BOTH],
  ['DELETE /issue/{issueIdOrKey}', BOTH],
  ['PUT /issue/{issueIdOrKey}/assignee', BOTH],
  ['GET /issue/{issueIdOrKey}/editmeta', BOTH],
  ['GET /issue/createmeta/{projectIdOrKey}/issuetypes', BOTH],
  ['GET /issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}', BOTH],
  ['GET /issue/picker', BOTH],
  ['GET /issue/{issueIdOrKey}/transitions', BOTH],
  ['POST /issue/{issueIdOrKey}/transitions', BOTH],
  ['GET /issue/{issueIdOrKey}/comment', BOTH],
  ['POST /issue/{issueIdOrKey}/comment', BOTH],
  ['GET /issue/{issueIdOrKey}/comment/{id}', BOTH],
  ['PUT /issue/{issueIdOrKey}/comment/{id}', BOTH],
  ['DELETE /issue/{issueIdOrKey}/comment/{id}', BOTH],
  ['POST /comment/list', ['cloud']],
  ['POST /issueLink', BOTH],
  ['GET /issueLink/{linkId}', BOTH],
  ['DELETE /issueLink/{linkId}', BOTH],
  ['GET /issueLinkType', BOTH],
  ['POST /search/jql', ['cloud']],
  ['POST /search/approximate-count', ['cloud']],
  ['POST /issue/bulkfetch', ['cloud']],
  ['POST /search', ['datacenter']],
  ['GET /project/search', ['cloud']],
  ['GET /project', ['datacenter']],
  ['GET /project/{projectIdOrKey}', BOTH],
  ['GET /user', BOTH],
  ['GET /user/search', BOTH],
  ['GET /user/assignable/search', BOTH],
  ['GET /user/email', ['cloud']],
  ['GET /users/search', ['cloud']],
  ['GET /user/list', ['datacenter']],
  ['GET /field', BOTH],
  ['GET /label', ['cloud']],
  ['GET /jql/autocompletedata', BOTH],
  ['GET /jql/autocompletedata/suggestions', BOTH],
  ['POST /jql/parse', ['cloud']],
  ['GET /priority', BOTH],
  ['GET /resolution', BOTH],
  ['GET /status', BOTH],
  ['GET /issuetype', BOTH],
  ['GET /issuetype/{id}', BOTH],
  ['GET /issuetype/project', ['cloud']],
];

/** The same in the form of a collector's count: `cloud GET /rest/api/3/myself`. */
export const USED_OPERATIONS: readonly string[] = OPERATIONS.flatMap(([operation, deployments]) =>
  deployments.map((deployment) => `${deployment} ${operation.replace(' /', ` ${ROOT[deployment]}/`)}`),
);

/**
 * What a run's count of exchanges says about the table; empty when it is right.
 * @param count of a collector that has the nodes' traffic
 * @param whole whether every test ran, so that each operation of the table must have been called
 */
export function tableFaults(count: Readonly<Record<string, number>>, whole: boolean): string[] {
  const called = Object.keys(count);
  const strange = called.filter(
    (operation) => !USED_OPERATIONS.includes(operation) && !isOutsideDocuments(operation.split(' ')[2] ?? ''),
  );
  const untried = whole ? USED_OPERATIONS.filter((operation) => !called.includes(operation)) : [];
  return [
    ...strange.map((operation) => `${operation}: a node calls it, and test/openapi/used-operations.ts doesn't list it`),
    ...untried.map(
      (operation) => `${operation}: test/openapi/used-operations.ts lists it, and no test made a node call it`,
    ),
  ];
}
