import type { Deployment } from '../client/http/request';
import type { Action } from './action';
import { count, type Inputs, object, text } from './inputs';

/** Every node's last input: query parameters that Jira knows and the node doesn't name. */
const everywhere = { queryParameters: object() };

/** Where a list starts. `next` is `msg.jira.next` of an earlier response and stands for all the others. */
const start = {
  maxResults: count(),
  startAt: count(),
  next: object({ clearable: true }),
};

/** What the write of a message is known by, where it happens once. */
const onceKey = { onceKey: text() };

/** All inputs of an action's node, in the order of the form: its own and those that it shares with others. */
export function allInputs(action: Action): Inputs {
  return {
    ...action.inputs,
    ...(action.returns === 'many' && { ...tokenOf(action.byToken), ...start }),
    ...(action.once === 'offered' && onceKey),
    ...everywhere,
  };
}

function tokenOf(byToken: Deployment | undefined): Inputs {
  return byToken === undefined ? {} : { nextPageToken: text({ only: byToken }) };
}
