import { entry, isRecord, type JsonRecord, listEntry, textEntry } from '../client/json';
import { type Action, allInputs, EXTRA_FIELDS, type Input, type Inputs } from '../definition';
import { type ExtraFields, NO_EXTRA_FIELDS } from '../jira/extra-fields';
import { returnedRecord } from './chaining';
import { option } from './list-options';
import { plainData } from './plain-data';
import { isDefault } from './typed-property';

export type ExtraMode = (typeof EXTRA_FIELDS)[number];

/** The most values inside one entry that may be a field's. */
const MOST_VALUES = 10_000;

/**
 * What a node does with what the payload holds beyond its inputs. A node saved before there was a choice sends nothing of it, and says so.
 * @throws JiraError `JIRA_INPUT`
 */
export function extraMode(config: JsonRecord): ExtraMode {
  return option(config, 'extraFields', EXTRA_FIELDS);
}

/** How a name reads where neither case nor spaces count: `Issue Type` and `issue_type` mean `issueType`. */
export const loose = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

/** An object of inputs, as a message or a row of a table has them. */
export class NamedEntries {
  readonly #record: JsonRecord;
  readonly #byLooseName: ReadonlyMap<string, string>;
  /** Entries that have been taken for inputs. */
  readonly #taken = new Set<string>();

  /** @param anyCase whether a column `Summary` is the summary */
  constructor(
    record: JsonRecord,
    private readonly anyCase: boolean,
  ) {
    this.#record = record;
    this.#byLooseName = anyCase
      ? new Map(
          Object.keys(record)
            .reverse()
            .map((key) => [loose(key), key]),
        )
      : new Map();
  }

  /** Whether it says of itself where in Jira it is: nothing of it is meant as a field then. */
  get comeFromJira(): boolean {
    return URL.canParse(textEntry(this.#record, 'self') ?? '');
  }

  /** The value for an input: by one of its names, else by one in another case. */
  take(name: string, input: Input): unknown {
    const exact = namesOf(name, input).find((one) => entry(this.#record, one) !== undefined);
    const key = exact ?? this.#looselyNamed(name, input);
    if (key === undefined) return undefined;
    this.#taken.add(key);
    return entry(this.#record, key);
  }

  #looselyNamed(name: string, input: Input): string | undefined {
    const { orInFields } = input;
    const names = [...namesOf(name, input), ...(orInFields === undefined ? [] : [orInFields])];
    return names.map((one) => this.#byLooseName.get(loose(one))).find((key) => key !== undefined);
  }

  /**
   * What no input has taken.
   * @param elsewhere inputs that don't read the payload: their entries are not looked at
   */
  rest(inputs: Inputs, elsewhere: readonly string[], mode: ExtraMode): ExtraFields {
    const entries: [string, unknown][] = [];
    const unused: string[] = [];
    const known = new Set(Object.entries(inputs).flatMap(([name, input]) => namesOf(name, input)));
    const others = new Set(this.anyCase ? elsewhere.map(loose) : []);
    for (const key of mode === 'ignore' ? [] : Object.keys(this.#record)) {
      if (known.has(key) || this.#taken.has(key) || others.has(loose(key))) continue;
      const value = mode === 'use' ? usable(this.#record, key) : usableOrNot(this.#record, key);
      if (value === undefined || value === '') continue;
      if (mode === 'use' && value !== UNUSABLE) entries.push([key, value]);
      else unused.push(key);
    }
    const set = elsewhere.map((name) => inputs[name]?.orInFields ?? name);
    return { use: mode === 'use', entries: Object.fromEntries(entries), set, unused };
  }
}

function namesOf(name: string, { from = [] }: Input): readonly string[] {
  return [name, ...from];
}

const UNUSABLE = Symbol('unusable');

/** A value as data; what can't be sent, such as a request of an `http in` node, is none, however large it is. */
function usable(record: JsonRecord, key: string): unknown {
  try {
    const value = record[key];
    return Buffer.isBuffer(value) ? UNUSABLE : plainData(key, value, MOST_VALUES);
  } catch {
    return UNUSABLE;
  }
}

/** Whether there is a value at all. */
function usableOrNot(record: JsonRecord, key: string): unknown {
  try {
    return record[key];
  } catch {
    return UNUSABLE;
  }
}

/** What a message's inputs say of what came beyond them. */
export function extraIn(inputs: JsonRecord): ExtraFields {
  const extra = entry(inputs, 'extraFields');
  const entries = entry(extra, 'entries');
  if (!isRecord(entries)) return NO_EXTRA_FIELDS;
  const [set, unused] = [listEntry(extra, 'set'), listEntry(extra, 'unused')].map((list) =>
    list.filter((one) => typeof one === 'string'),
  );
  return { use: entry(extra, 'use') === true, entries, set: set ?? [], unused: unused ?? [] };
}

/** The payload where it is an object that a flow has made of inputs. */
export function namedEntries(action: Action, config: JsonRecord, payload: unknown): NamedEntries | undefined {
  if (!isRecord(payload) || returnedRecord(payload)) return undefined;
  return new NamedEntries(payload, action.extraFields === true && extraMode(config) === 'use');
}

/** What such a payload holds beyond the inputs; `undefined` if that is nothing, or nothing is to be told of it. */
export function extraFields(
  action: Action,
  config: JsonRecord,
  inputs: Inputs,
  entries: NamedEntries | undefined,
): ExtraFields | undefined {
  if (!action.extraFields || entries === undefined || entries.comeFromJira) return undefined;
  const elsewhere = Object.keys(inputs).filter((name) => !isDefault(config, name));
  const extra = entries.rest(allInputs(action), elsewhere, extraMode(config));
  return Object.keys(extra.entries).length + extra.unused.length > 0 ? extra : undefined;
}
