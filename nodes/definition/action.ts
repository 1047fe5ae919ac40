import type { Deployment, Request } from '../client/http/request';
import type { ListRequest } from '../client/lists/paging';
import type { Jira } from '../jira/jira';
import type { Inputs, JsonObject, Values } from './inputs';

/** What `run` gets: the inputs as read from the message, and Jira as that message may use it. */
export interface RunContext<Spec extends Inputs> {
  readonly inputs: Values<Spec>;
  readonly jira: Jira;
}

interface Facts<Spec extends Inputs> {
  /** Type name of the node, `jira-` first. Also names its catalog, its icon and its example. */
  readonly type: `jira-${string}`;
  /** The operation's page in Atlassian's REST v3 reference, below `…/rest/v3/`. */
  readonly reference: string;
  /** The node's inputs in the order of the form. Names are Jira's own; none is a name Node-RED keeps for itself. */
  readonly inputs: Spec;
  /** Changes nothing in Jira; such a node takes a number as a bare payload too. */
  readonly reads?: true;
  /** The rich text that the result holds; such a node has the `richText` option. */
  readonly holds?: 'issue' | 'comment';
  /**
   * Translates the properties of a node that an earlier version saved into today's, before anything else reads them. A node says no
   * version of itself, so what is old is told by what it holds; today's properties must pass unchanged.
   */
  migrate?(saved: JsonObject): JsonObject;
}

/** One call, and its answer is the result (`one`), or the identifying inputs are (`echo`). */
interface Single<Spec extends Inputs> {
  readonly returns: 'one' | 'echo';
  request(inputs: Values<Spec>, deployment: Deployment): Request;
}

/** Several calls, or one that has to be prepared: ordinary code on top of `jira/`. */
interface Several<Spec extends Inputs> {
  readonly returns: 'one' | 'echo';
  run(context: RunContext<Spec>): Promise<unknown>;
}

/**
 * A list: the request for it, paging being the client's; or, where it takes several calls or work of our own, all its
 * records.
 */
interface Many<Spec extends Inputs> {
  readonly returns: 'many';
  list(context: RunContext<Spec>): ListRequest | Promise<readonly unknown[]>;
}

/** What an action is: everything that makes it different from the others, and nothing else. */
export type Action<Spec extends Inputs = Inputs> = Facts<Spec> & (Single<Spec> | Several<Spec> | Many<Spec>);

/** Checks an action's shape at compile time and returns it unchanged. */
export function defineAction<const Spec extends Inputs>(action: Action<Spec>): Action<Spec> {
  return action;
}
