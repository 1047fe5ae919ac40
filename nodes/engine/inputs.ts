import { JiraError } from '../client/errors/jira-error';
import { thrownMessage } from '../client/errors/thrown';
import { entry, isRecord, type JsonRecord } from '../client/json';
import { isContinuation } from '../client/lists/cursor';
import { type Action, allInputs, type Input, type Inputs, isDeleting, isReading } from '../definition';
import type { ExtraFields } from '../jira/extra-fields';
import { badInput } from '../jira/input-errors';
import { partsOf } from '../jira/record-kinds';
import { type ReturnedRecord, returnedRecord } from './chaining';
import { coerce } from './coerce';
import { extraFields, type NamedEntries, namedEntries } from './extra-fields';
import { withFieldInputs } from './field-inputs';
import type { InputValues } from './input-values';
import { isOnce } from './once';
import { isOneRow, oneRow } from './one-row';
import { isDefault, typedInputType } from './typed-property';
import { type Boxed, typedValue, type ValueSource } from './typed-values';

/**
 * Reads a node's inputs from its properties and the message, and checks them.
 * @throws JiraError `JIRA_INPUT` where one is missing or can't be read
 */
export async function readInputs(source: ValueSource, config: JsonRecord, action: Action): Promise<InputValues> {
  const inputs = inputsInUse(action, config);
  const payload = seen('msg.payload', () => source.msg.payload);
  const { entries, fromPayload } = seen('msg.payload', () => payloadReader(action, config, payload));
  const given: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const raw = await rawValue(source, config, name, () => fromPayload(name, input));
    const read = seen(name, () => coerce(name, input, raw.value));
    const value = read === undefined && input.orNow ? coerce(name, input, 'now') : read;
    if (value !== undefined) given[name] = value;
  }
  const fields = await withFieldInputs(source, action, config, given.fields);
  if (fields !== undefined) given.fields = fields;
  const next = given.next ?? (inputs.next && seen('next', () => isContinuation(payload)) ? payload : undefined);
  const values = seen('next', () => (isRecord(next) ? continued(inputs, next) : given));
  const extra = seen('msg.payload', () => extraFields(action, config, inputs, entries));
  for (const [name, input] of Object.entries(inputs)) {
    if (values.next !== null && isMissing(name, input, values, extra)) {
      throw badInput(isDefault(config, name) ? missingReason(action, payload) : 'input.missing', { name });
    }
  }
  return extra === undefined ? values : { ...values, extraFields: extra };
}

/** A key for something that the node doesn't do is not read. */
function inputsInUse(action: Action, config: JsonRecord): Inputs {
  const { onceKey, ...others } = allInputs(action);
  return onceKey && isOnce(action, config) ? { ...others, onceKey } : others;
}

/**
 * What a look at a message finds. A getter or a proxy in it that throws is the flow's, and no fault of this package.
 * @throws JiraError `JIRA_INPUT`
 */
export function seen<Found>(name: string, look: () => Found): Found {
  try {
    return look();
  } catch (thrown) {
    if (thrown instanceof JiraError) throw thrown;
    throw badInput('input.unevaluable', { name, detail: thrownMessage(thrown) });
  }
}

function missingReason(action: Action, payload: unknown): string {
  if (Array.isArray(payload)) return 'input.array';
  return isRecord(payload) && isDeleting(action) && !isOwnKind(action, payload) ? 'input.otherKind' : 'input.missing';
}

/** What may come as a field is looked for where the fields are known. */
function isMissing(name: string, input: Input, values: InputValues, extra?: ExtraFields): boolean {
  if (!input.required || values[name] !== undefined) return false;
  if (input.orInFields === undefined) return true;
  return values.fields === undefined && Object.keys(extra?.entries ?? {}).length === 0;
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
  source: ValueSource,
  config: JsonRecord,
  name: string,
  fromPayload: () => unknown,
): Promise<Boxed> {
  if (isDefault(config, name)) return { value: seen(name, fromPayload) };
  return typedValue(source, name, typedInputType(config, name), entry(config, name));
}

interface PayloadReader {
  /** The payload where it is an object of inputs. */
  readonly entries?: NamedEntries | undefined;
  readonly fromPayload: (name: string, input: Input) => unknown;
}

function payloadReader(action: Action, config: JsonRecord, payload: unknown): PayloadReader {
  if (isOneRow(action, config, payload)) return { fromPayload: oneRow(payload) };
  const entries = namedEntries(action, config, payload);
  return { entries, fromPayload: wholeOrEntry(action, payload, entries) };
}

/** How inputs at their default read the payload: a bare value, a list of ids, a record of Jira, or an object of inputs. */
function wholeOrEntry(
  action: Action,
  payload: unknown,
  entries: NamedEntries | undefined,
): (name: string, input: Input) => unknown {
  if (isDeleting(action) && !isOwnKind(action, payload)) return () => undefined;
  if (typeof payload === 'string' || (typeof payload === 'number' && isReading(action))) {
    return (_name, input) => (input.primary ? payload : undefined);
  }
  if (Array.isArray(payload)) return (_name, input) => (input.primary && isListed(input) ? payload : undefined);
  const record = returnedRecord(payload);
  if (record) return (_name, input) => identityFor(input, record);
  return (name, input) => entries?.take(name, input);
}

function isListed({ kind }: Input): boolean {
  return kind === 'ids' || kind === 'rows' || kind === 'references';
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
export function identityFor({ identity }: Input, { identities }: ReturnedRecord): unknown {
  return identity && identities[identity];
}
