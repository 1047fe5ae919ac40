import type { Deployment, Request, Route } from '../client/http/request';
import type { ExtraFields } from '../jira/extra-fields';
import type { Jira, OwnListRequest, OwnRequest } from '../jira/jira';
import type { RecordKindName } from '../jira/record-kinds';
import type { Recovery } from '../jira/recovery/recovery';
import type { PartResult } from '../jira/shared-call';
import type { Choices, Inputs, JsonObject, Picked, Values } from './inputs';

/** What `run` gets: the inputs as read from the message, and Jira as that message may use it. */
export interface RunContext<Spec extends Inputs, Offered extends Choices = Choices> {
  readonly inputs: Values<Spec>;
  /** What the node was told to do, of what the action offers. */
  readonly choices: Picked<Offered>;
  readonly jira: Jira;
  /** What the payload holds beyond the inputs, where the action says that it may hold fields. */
  readonly extra: ExtraFields;
}

/** The route of an action where the deployments have different ones. Where one is missing, the node is `JIRA_UNSUPPORTED`. */
export type Routes = Readonly<Partial<Record<Deployment, Route>>>;

interface Facts<Spec extends Inputs, Offered extends Choices> {
  /** Type name of the node, `jira-` first. Also names its catalog, its icon and its example. */
  readonly type: `jira-${string}`;
  /**
   * The operation of Jira that the node is there for, by Atlassian's documents. Its address, the scope of its rate limit, the OAuth
   * scopes, the link to its reference and its row of the OpenAPI checks follow from it.
   */
  readonly route: Route | Routes;
  /** The node's inputs in the order of the form. Names are Jira's own; none is a name Node-RED keeps for itself. */
  readonly inputs: Spec;
  /**
   * The kind of record that the node returns or, if it echoes, works on. What the next node may take from it follows, as do the
   * `richText` option and the check that a response is such a record.
   */
  readonly record?: RecordKindName;
  /** What the payload holds beyond the inputs may be fields of the issue: the node has the option `extraFields`. */
  readonly extraFields?: true;
  /** A POST that changes nothing in Jira. A GET never does. */
  readonly reads?: true;
  /** A POST that comes out the same when it is made again: one that puts something in its place. A PUT does so unless it says otherwise. */
  readonly repeatable?: true;
  /** A DELETE that takes nothing away for good, but only how things stand to each other: it can be put back as it was. */
  readonly undoable?: true;
  /** Properties of the node that are one of a few words each, the first by default. Their texts are `form.<name>` of those that nodes share. */
  readonly choices?: Offered;
  /** How it is found out whether the action's write has happened where the response was lost. */
  readonly recovery?: Recovery;
  /**
   * What the node writes happens once for each key: `offered` by a property of the node, with an input for the key, or `always`, by
   * a key that each message gets.
   */
  readonly once?: 'offered' | 'always';
  /**
   * Translates the properties of a node that an earlier version saved into today's, before anything else reads them. A node says no
   * version of itself, so what is old is told by what it holds; today's properties must pass unchanged.
   */
  migrate?(saved: JsonObject): JsonObject;
}

/**
 * What a node hands on, if it is no list: `one` the record that Jira responds with · `reference` the same, but only `id`, `key` and
 * `self` of it, as Jira responds to a creation · `echo` the inputs that identify what the node worked on.
 */
type SingleReturn = 'one' | 'reference' | 'echo';

/** One call. */
interface Single<Spec extends Inputs> {
  readonly returns: SingleReturn;
  request(inputs: Values<Spec>, deployment: Deployment): OwnRequest;
}

/** Several calls, or one that has to be prepared: ordinary code on top of `jira/`. */
interface Several<Spec extends Inputs, Offered extends Choices> {
  readonly returns: SingleReturn;
  run(context: RunContext<Spec, Offered>): Promise<unknown>;
}

/**
 * A list: the request for it, paging being the client's; or, where it takes several calls or work of our own, all its
 * records.
 */
interface Many<Spec extends Inputs> {
  readonly returns: 'many';
  /** The deployment that goes from page to page by a token instead of counting: there, a flow may start at one that it has kept. */
  readonly byToken?: Deployment;
  list(context: Omit<RunContext<Spec>, 'choices'>): OwnListRequest | Promise<readonly unknown[]>;
}

/** Rows, such as a table's: each is a write of its own, and several of them leave in one call. */
interface Rows<Spec extends Inputs> {
  readonly returns: 'rows';
  /** The most rows that a call takes. */
  readonly perCall: number;
  /** What one row writes, as if it were alone. */
  one(context: Omit<RunContext<Spec>, 'choices'>): Promise<OwnRequest>;
  /** Makes one call of several, and tells what became of each. */
  together(jira: Jira, requests: readonly Request[]): Promise<readonly PartResult[]>;
}

/** What an action is: everything that makes it different from the others, and nothing else. */
export type Action<Spec extends Inputs = Inputs, Offered extends Choices = Choices> = Facts<Spec, Offered> &
  (Single<Spec> | Several<Spec, Offered> | Many<Spec> | Rows<Spec>);

/** Checks an action's shape at compile time and returns it unchanged. */
export function defineAction<const Spec extends Inputs, const Offered extends Choices = Record<never, never>>(
  action: Action<Spec, Offered>,
): Action<Spec, Offered> {
  return action;
}
