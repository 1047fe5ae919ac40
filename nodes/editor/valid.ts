import { sourcesIn } from './field-sources';
import type { Validator } from './node-red';
import { readTraits, type Traits } from './traits';
import { isBlank, PAYLOAD_TYPE, typeOf } from './typed-property';
import { inputLabel, shared } from './words';

/**
 * A validator for an input's value, which has another property beside it that says how it is meant.
 * @param traits as the build writes them: `text required primary`
 */
export function valid(name: string, traits: string): Validator {
  const input = readTraits(traits);
  return function (value, _options) {
    // While the form is open, the type that counts is the one in the form.
    const type = typeOf(value, $(`#node-input-${name}Type`).val() || this[`${name}Type`]);
    const problem = problemOf(input, type, value);
    return problem === undefined ? true : `${inputLabel(this, name)}: ${problem}`;
  };
}

/** A validator for the sources of fields that the form has set one by one. */
export const validFieldInputs: Validator = (value, _options) => {
  const problems = Object.entries(sourcesIn(value)).flatMap(([field, source]) => {
    const readable = RED.utils.validateTypedProperty(source.value, source.type, {});
    return readable === true ? [] : [`${field}: ${readable}`];
  });
  return problems[0] ?? true;
};

function problemOf(input: Traits, type: string, value: unknown): string | undefined {
  if (type === PAYLOAD_TYPE) return undefined;
  if (isBlank(value)) return input.required ? shared('form.invalid.required') : undefined;
  if (typeof value !== 'string' || isEnvironmentVariable(value)) return undefined;
  const readable = RED.utils.validateTypedProperty(value, type, {});
  if (readable !== true) return readable;
  return fits(input, fixedValue(type, value)) ? undefined : shared(`form.invalid.${input.kind}`);
}

/** Node-RED puts the value in its place before the node sees it. */
function isEnvironmentVariable(value: string): boolean {
  return /^\$\{[^}]+\}$/.test(value);
}

/** The value as the node will get it, if that can be known now. */
function fixedValue(type: string, value: string): unknown {
  switch (type) {
    case 'str':
      return value;
    case 'num':
      return Number(value);
    case 'bool':
      return value === 'true';
    case 'json':
      return JSON.parse(value);
    default:
      return undefined;
  }
}

/** What the node itself will accept: the same rules as when it reads a message. */
function fits({ kind, clearable }: Traits, value: unknown): boolean {
  if (value === undefined) return true;
  if (value === null) return clearable;
  switch (kind) {
    case 'count':
      return Number.isSafeInteger(Number(value)) && Number(value) >= 0;
    case 'flag':
      return typeof value === 'boolean' || /^(true|false)$/i.test(String(value).trim());
    case 'list':
    case 'references':
      return Array.isArray(value) || typeof value === 'string' || typeof value === 'number';
    case 'ids':
      return idsOf(value).every((id) => /^\d+$/.test(String(id).trim()));
    case 'rows':
      return Array.isArray(value) ? value.every(isObject) : isObject(value);
    case 'object':
      return isObject(value) || (typeof value === 'string' && isObject(parsed(value)));
    default:
      return !Array.isArray(value);
  }
}

function idsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : String(value).split(',');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
