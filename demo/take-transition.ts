/** Taking an issue through a transition of its workflow. */

import { requireUser } from './access';
import type { Call } from './call';
import { readChanges } from './changes';
import { changeIssue } from './edit';
import { idAt, isObject, type JsonObject } from './json';
import type { FieldValue, Issue, Transition } from './model';
import { readProperties } from './properties';
import { refuse, refuseFields } from './responses';
import { availableTransitions } from './transitions';

/**
 * @param body `{transition: {id}, fields?, update?, properties?}`
 * @throws Refusal 400; on Data Center 500 for a transition the issue does not have
 */
export function takeTransition(call: Call, issue: Issue, body: JsonObject): void {
  const { store } = call;
  const user = requireUser(call);
  const transition = namedTransition(call, issue, body.transition);
  const project = store.project(issue.projectId);
  const screen = transition.screen ? [...transition.screen] : [];
  const { values, comments } = readChanges(call, body, { project, issue, screen }, []);
  const properties = readProperties(call, body);
  for (const [key, value] of properties) issue.properties.set(key, value);
  const edit = { statusId: transition.to, values: withPostFunctions(transition, values) };
  changeIssue(store, issue, user.id, edit, { comments, step: true });
}

function namedTransition(call: Call, issue: Issue, raw: unknown): Transition {
  const { deployment } = call.store;
  const id = isObject(raw) ? idAt(raw, 'id') : undefined;
  if (id === undefined) throw refuse(400, ["Missing 'transition' identifier"]);
  if (!/^\d+$/.test(id)) throw refuseFields({ transition: "'transition' identifier must be an integer" });
  const transition = availableTransitions(call, issue).find((one) => one.id === id);
  if (transition) return transition;
  // Data Center reports its own validation error as a server error; clients must live with it.
  throw refuse(deployment === 'cloud' ? 400 : 500, [`Transition id '${id}' is not valid for this issue.`]);
}

function withPostFunctions(
  transition: Transition,
  values: ReadonlyMap<string, FieldValue | null>,
): ReadonlyMap<string, FieldValue | null> {
  if (transition.resolution === undefined) return values;
  return new Map([...values, ['resolution', transition.resolution]]);
}
