import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { entry, isRecord, type JsonRecord, textEntry } from '../client/json';
import { isContinuation } from '../client/lists/cursor';
import { type Action, allInputs, type Input, type Inputs, isDeleting, isReading } from '../definition';
import { badInput } from '../jira/input-errors';
import { partsOf } from '../jira/record-kinds';
import { type ReturnedRecord, returnedRecord } from './chaining';
import { coerce } from './coerce';

/** The inputs of one message, by name; what was not given is left out. */
export type InputValues = Readonly<Record<string, unknown>>;

/** Where an input comes from by default: the payload's entry of the same name, if it is there. */
export const PAYLOAD_TYPE = 'payload';

/**
 * Reads a node's inputs from its properties and the message, and checks them.
 * @throws JiraError `JIRA_INPUT` where one is missing or can't be read
 */
export async function readInputs(
  RED: NodeAPI,
  node: Node,
  config: JsonRecord,
  action: Action,
  msg: NodeMessage,
): Promise<InputValues> {
  const inputs = allInputs(action);
  const payload = payloadReader(action, msg.payload);
  const given: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const raw = await rawValue(RED, node, config, msg, name, () => payload(name, input));
    const value = coerce(name, input, raw);
    if (value !== undefined) given[name] = value;
  }
  const next = given.next ?? (inputs.next && isContinuation(msg.payload) ? msg.payload : undefined);
  const values = isRecord(next) ? continued(inputs, next) : given;
  for (const [name, input] of Object.entries(inputs)) {
    if (values.next !== null && isMissing(name, input, values)) {
      throw badInput(isDefault(config, name) ? missingReason(action, msg.payload) : 'input.missing', { name });
    }
  }
  return values;
}

function missingReason(action: Action, payload: unknown): string {
  if (Array.isArray(payload)) return 'input.array';
  return isRecord(payload) && isDeleting(action) && !isOwnKind(action, payload) ? 'input.otherKind' : 'input.missing';
}

function isMissing(name: string, input: Input, values: InputValues): boolean {
  if (!input.required || values[name] !== undefined) return false;
  return input.orInFields === undefined || values.fields === undefined;
}

/** `next` of an earlier message carries its inputs along: they must be the same on every page. */
function continued(inputs: Inputs, next: JsonRecord): InputValues {
  const { next: _next, ...others } = inputs;
  const values: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(others)) {
    const value = coerce(name, input, entry(next, name));
    if (value !== undefined) values[name] = value;
  }
  const place = Object.fromEntries(Object.entries(next).filter(([name]) => !Object.hasOwn(inputs, name)));
  return { ...values, next: place };
}

async function rawValue(
  RED: NodeAPI,
  node: Node,
  config: JsonRecord,
  msg: NodeMessage,
  name: string,
  fromPayload: () => unknown,
): Promise<unknown> {
  if (isDefault(config, name)) return fromPayload();
  const type = typedInputType(config, name);
  const value = entry(config, name);
  // Node-RED would read an empty number as 0 and an empty message property as the whole message.
  if (value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return await evaluate(RED, node, msg, value, type);
  } catch (error) {
    throw badInput('input.unevaluable', { name, detail: messageOf(error) });
  }
}

/** JSONata throws plain objects. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : (textEntry(error, 'message') ?? String(error));
}

function isDefault(config: JsonRecord, name: string): boolean {
  return typedInputType(config, name) === PAYLOAD_TYPE;
}

/** A flow written by hand may leave both properties out (the default) or give the value alone (a string). */
function typedInputType(config: JsonRecord, name: string): string {
  const type = entry(config, `${name}Type`);
  if (typeof type === 'string' && type !== '') return type;
  return entry(config, name) === undefined ? PAYLOAD_TYPE : 'str';
}

function evaluate(RED: NodeAPI, node: Node, msg: NodeMessage, value: string, type: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, type, node, msg, (error, result: unknown) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

/** How inputs at their default read the payload: a bare value, a list of ids, a record of Jira, or an object of inputs. */
function payloadReader(action: Action, payload: unknown): (name: string, input: Input) => unknown {
  if (isDeleting(action) && !isOwnKind(action, payload)) return () => undefined;
  if (typeof payload === 'string' || (typeof payload === 'number' && isReading(action))) {
    return (_name, input) => (input.primary ? payload : undefined);
  }
  if (Array.isArray(payload)) return (_name, input) => (input.primary && input.kind === 'ids' ? payload : undefined);
  const record = returnedRecord(payload);
  if (record) return (_name, input) => identityFor(input, record);
  return (name, input) =>
    [name, ...(input.from ?? [])].map((one) => entry(payload, one)).find((value) => value !== undefined);
}

/**
 * Whether a payload may tell a node what to delete: an object of inputs, or a record of its kind. A comment tells its issue, too, and so
 * does what a comment's node echoes; neither means that the issue is to be deleted.
 */
function isOwnKind({ record }: Pick<Action, 'record'>, payload: unknown): boolean {
  const returned = returnedRecord(payload);
  if (returned) return returned.kind === record;
  return record === undefined || partsOf(record).every((part) => entry(payload, `${part}Id`) === undefined);
}

/** Only what names a thing is read from something that Jira returned; none of its other entries becomes an input. */
function identityFor({ identity }: Input, { identities }: ReturnedRecord): unknown {
  return identity && identities[identity];
}
