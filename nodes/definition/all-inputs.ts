import type { Action } from './action';
import { count, type Inputs, object } from './inputs';

/** Every node's last input: query parameters that Jira knows and the node doesn't name. */
const everywhere = { queryParameters: object() };

/** Where a list starts. `next` is `msg.jira.next` of an earlier response and stands for all the others. */
const position = {
  maxResults: count(),
  startAt: count(),
  next: object({ clearable: true }),
};

/** All inputs of an action's node, in the order of the form: its own and those that it shares with others. */
export function allInputs(action: Pick<Action, 'inputs' | 'returns'>): Inputs {
  return { ...action.inputs, ...(action.returns === 'many' && position), ...everywhere };
}
