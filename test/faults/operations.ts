import type { Method } from '../../nodes/client/http/method';
import { type Deployment, methodOf } from '../../nodes/client/http/request';
import { type Action, isReading, routesOf } from '../../nodes/definition';
import { CASES, payloadOn } from '../support/cases';

/** An operation in a form that works on both deployments of the demo Jira. */
export interface Operation {
  readonly payload: (deployment: Deployment) => unknown;
  /** The method of the call that changes something; left out by operations that only read. */
  readonly changesBy?: Method;
}

/** Every operation of the package, by the type of its node. */
export const OPERATIONS: Readonly<Record<string, Operation>> = Object.fromEntries(
  [...CASES].map(([action, cases]) => [
    action.type,
    { payload: (on: Deployment) => payloadOn(on, cases), ...changes(action) },
  ]),
);

function changes(action: Action): Pick<Operation, 'changesBy'> {
  const [route] = routesOf(action);
  return route === undefined || isReading(action) ? {} : { changesBy: methodOf(route) };
}
