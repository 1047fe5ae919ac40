import { type Deployment, methodOf, type Route } from '../client/http/request';
import { recordKind } from '../jira/record-kinds';
import type { Action } from './action';

/** The operation that an action is on one deployment; `undefined` where that has none. */
export function routeOn({ route }: Pick<Action, 'route'>, deployment: Deployment): Route | undefined {
  return typeof route === 'string' ? route : route[deployment];
}

/** The operations of an action on all deployments, Cloud's first. */
export function routesOf(action: Pick<Action, 'route'>): readonly Route[] {
  return [routeOn(action, 'cloud') ?? [], routeOn(action, 'datacenter') ?? []].flat();
}

/** Whether an action changes nothing in Jira. */
export function isReading(action: Pick<Action, 'route' | 'reads'>): boolean {
  return action.reads === true || routesOf(action).every((route) => methodOf(route) === 'GET');
}

/** Whether an action deletes the thing that it works on. */
export function isDeleting(action: Pick<Action, 'route' | 'undoable'>): boolean {
  return action.undoable !== true && routesOf(action).some((route) => methodOf(route) === 'DELETE');
}

/** Whether the node's result holds rich text, so that the node has the `richText` option. */
export function givesRichText({ returns, record }: Pick<Action, 'returns' | 'record'>): boolean {
  return (returns === 'one' || returns === 'many') && record !== undefined && recordKind(record).richText !== undefined;
}

/** Whether the node has a text format to choose: some input takes rich text. */
export function takesRichText({ inputs }: Pick<Action, 'inputs'>): boolean {
  return Object.values(inputs).some(({ kind }) => kind === 'rich');
}

/** The look-up that lists the fields of Jira which the node's form shows one by one; `undefined` where it shows none. */
export function fieldFormOf({ inputs }: Pick<Action, 'inputs'>): 'create-field' | 'edit-field' | undefined {
  const kind = inputs.fields?.suggests;
  return kind === 'create-field' || kind === 'edit-field' ? kind : undefined;
}
