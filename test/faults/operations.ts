import type { Method } from '../../nodes/client/http/method';
import { type Deployment, methodOf } from '../../nodes/client/http/request';
import { type Action, isReading, routesOf } from '../../nodes/definition';
import type { Cases } from '../actions/define-cases';
import { CASES, payloadOn } from '../support/cases';

const METHODS: readonly Method[] = ['POST', 'PUT', 'DELETE'];

/** An operation in a form that works on both deployments of the demo Jira. */
export interface Operation {
  readonly payload: (deployment: Deployment) => unknown;
  /** The method of the call that changes something; left out by operations that only read. */
  readonly changesBy?: Method;
  /** It comes out the same when it is made again, by whatever method. */
  readonly repeatable?: true;
}

/** Every operation of the package, by the type of its node. */
export const OPERATIONS: Readonly<Record<string, Operation>> = Object.fromEntries(
  [...CASES].map(([action, cases]) => [
    action.type,
    { payload: (on: Deployment) => payloadOn(on, cases), ...changes(action, cases) },
  ]),
);

/** By the call that the everyday message ends in where the action has a choice; else by what the action is. */
function changes(action: Action, { calls }: Cases): Omit<Operation, 'payload'> {
  const [route] = routesOf(action);
  if (route === undefined || isReading(action)) return {};
  const last = action.choices && calls.cloud.at(-1)?.[0].split(' ')[0];
  const { repeatable } = action;
  return { changesBy: METHODS.find((method) => method === last) ?? methodOf(route), ...(repeatable && { repeatable }) };
}
