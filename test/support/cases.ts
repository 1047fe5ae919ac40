import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../../nodes/actions/index';
import type { Deployment } from '../../nodes/client/http/request';
import { isRecord } from '../../nodes/client/json';
import { type Action, allInputs } from '../../nodes/definition';
import { modulePath } from '../../nodes/forms/modules';
import { ByDeployment, type Cases } from '../actions/define-cases';
import { PROJECT_ROOT } from './node-red-versions';

const FOLDER = path.join(PROJECT_ROOT, 'test', 'actions');

/** Where an action's cases belong, from the root of the project. */
export function casesFile(action: Action): string {
  return `test/actions/${modulePath(action, path.join(PROJECT_ROOT, 'nodes', 'actions'))}.ts`;
}

function load(action: Action): readonly [Action, Cases][] {
  const file = path.join(FOLDER, path.relative('test/actions', casesFile(action)));
  if (!existsSync(file)) return [];
  const loaded: { readonly default: Cases } = require(file);
  return [[action, loaded.default]];
}

/** The actions that have cases; that all do is a test of its own, with one sentence for each that doesn't. */
export const CASES: ReadonlyMap<Action, Cases> = new Map(actions.flatMap(load));

/** The cases of the action of a type. */
export function casesOf(type: string): Cases {
  const found = [...CASES].find(([action]) => action.type === type);
  assert.ok(found, `${type} has no cases`);
  return found[1];
}

/** The everyday message's payload on one deployment. */
export function payloadOn(deployment: Deployment, { payload }: Pick<Cases, 'payload'>): unknown {
  return payload instanceof ByDeployment ? payload.values[deployment] : payload;
}

/** An everyday payload as the values of the node's inputs, by name. */
export function inputsOf(action: Action, payload: unknown): Readonly<Record<string, unknown>> {
  const inputs = Object.entries(allInputs(action));
  const found = inputs.map(([name, { primary, from = [] }]) => {
    if (!isRecord(payload)) return [name, primary ? payload : undefined] as const;
    return [name, [name, ...from].map((one) => payload[one]).find((value) => value !== undefined)] as const;
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== ''));
}
