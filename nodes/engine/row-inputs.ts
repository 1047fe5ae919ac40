import { isRecord } from '../client/json';
import type { Inputs } from '../definition';
import { type ExtraFields, NO_EXTRA_FIELDS } from '../jira/extra-fields';
import { badInput } from '../jira/input-errors';
import { returnedRecord } from './chaining';
import { coerce, kindOf } from './coerce';
import { type ExtraMode, extraIn, loose, NamedEntries } from './extra-fields';
import type { InputValues } from './input-values';
import { identityFor, seen } from './inputs';
import type { RowsAction } from './perform';

/** What one row says, with the defaults that its message has for all of them. */
export interface RowInputs {
  readonly inputs: InputValues;
  readonly extra: ExtraFields;
}

/** The inputs that a row may hold: all but the rows themselves. */
function inputsOfRow({ inputs }: RowsAction): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, { kind }]) => kind !== 'rows'));
}

/**
 * Reads a row as a message's payload is read.
 * @param row anything: what a flow sent in the place of a row
 * @param message the inputs of its message
 * @throws JiraError `JIRA_INPUT`
 */
export function readRow(action: RowsAction, mode: ExtraMode, row: unknown, message: InputValues): RowInputs {
  if (!isRecord(row)) throw badInput('input.notARow', { found: kindOf(row) });
  const spec = inputsOfRow(action);
  const record = returnedRecord(row);
  const entries = seen('row', () => new NamedEntries(row, mode === 'use'));
  const own = Object.entries(spec).map(([name, input]) => {
    const raw = () => (record ? identityFor(input, record) : entries.take(name, input));
    const value = seen(name, () => coerce(name, input, raw()));
    return [name, value === undefined ? message[name] : value] as const;
  });
  const extra = entries.comeFromJira ? NO_EXTRA_FIELDS : seen('row', () => entries.rest(spec, [], mode));
  return {
    inputs: Object.fromEntries(own.filter(([, value]) => value !== undefined)),
    extra: withDefaults(extra, extraIn(message)),
  };
}

/** What the message holds beyond its inputs is a default as well. */
function withDefaults(own: ExtraFields, message: ExtraFields): ExtraFields {
  const names = new Set(Object.keys(own.entries).map(loose));
  const more = Object.entries(message.entries).filter(([name]) => !names.has(loose(name)));
  return {
    use: own.use || message.use,
    entries: { ...own.entries, ...Object.fromEntries(more) },
    set: [],
    unused: [...own.unused, ...message.unused],
  };
}
