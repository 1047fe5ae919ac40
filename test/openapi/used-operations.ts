import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../../nodes/actions/index';
import { routeOn } from '../../nodes/definition';
import { PROJECT_ROOT } from '../support/node-red-versions';
import type { Deployment } from './exchange';
import { isOutsideDocuments } from './outside-documents';

const DEPLOYMENTS: readonly Deployment[] = ['cloud', 'datacenter'];
const ROOT: Readonly<Record<Deployment, string>> = { cloud: '/rest/api/3', datacenter: '/rest/api/2' };

/** Every route that stands in the sources of the nodes: what actions, their look-ups and the site call. */
export const ROUTES: readonly string[] = [
  ...new Set(sources().flatMap((source) => source.match(/(?<=')(GET|POST|PUT|DELETE) \/\w[^'\s]*(?=')/g) ?? [])),
].filter((route) => !isOutsideDocuments(route.slice(route.indexOf('/'))));

function sources(): string[] {
  return readdirSync(path.join(PROJECT_ROOT, 'nodes'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}

/** An operation in the form of a collector's count: `cloud GET /rest/api/3/myself`. */
export const operationOn = (deployment: Deployment, route: string): string =>
  `${deployment} ${route.includes(' /rest/') ? route : route.replace(' ', ` ${ROOT[deployment]}`)}`;

/** What a dry run reads in place of a write on a thing of its own address: whether that is there. */
const readInPlace = (route: string): string => (route.endsWith('}') ? route.replace(/^\w+/, 'GET') : route);

/** What actions are, on each deployment that has it. */
const OPERATIONS_OF_ACTIONS: readonly string[] = actions.flatMap((action) =>
  DEPLOYMENTS.flatMap((deployment) => routeOn(action, deployment) ?? []).flatMap((route) =>
    DEPLOYMENTS.filter((deployment) => routeOn(action, deployment) === route).map((on) => operationOn(on, route)),
  ),
);

/**
 * What a run's count of exchanges says about the routes in the sources; empty when all is right.
 * @param count of a collector that has the nodes' traffic
 * @param whole whether every test ran, so that each route must have been called, those of actions on each of their deployments
 */
export function untestedRoutes(count: Readonly<Record<string, number>>, whole: boolean): string[] {
  const called = Object.keys(count);
  const known = [...ROUTES, ...ROUTES.map(readInPlace)].flatMap((route) =>
    DEPLOYMENTS.map((deployment) => operationOn(deployment, route)),
  );
  const strange = called.filter(
    (operation) => !known.includes(operation) && !isOutsideDocuments(operation.split(' ')[2] ?? ''),
  );
  const uncalled = ROUTES.filter((route) => !DEPLOYMENTS.some((on) => called.includes(operationOn(on, route))));
  const untried = [...new Set(OPERATIONS_OF_ACTIONS)].filter((operation) => !called.includes(operation));
  return [
    ...strange.map((operation) => `${operation}: a node calls it, by a route that stands nowhere in nodes/`),
    ...(whole ? [...uncalled, ...untried] : []).map((one) => `${one}: no test made a node call it`),
  ];
}
