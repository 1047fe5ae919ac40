import type { Operation, Parameter } from './api-document';
import { listOf, objectOf } from './json';
import type { SchemaChecker } from './schemas';

/** One thing wrong with a parameter. */
export interface ParameterFault {
  where: string;
  what: string;
}

/** Lists that Jira also reads from one comma-separated value; every other list must repeat its parameter. */
const COMMA_LISTS = new Set(['fields', 'expand', 'properties']);

/** What is wrong with the values that stand in the path. */
export function checkVariables(operation: Operation, variables: Record<string, string>): ParameterFault[] {
  return operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .flatMap((parameter) => checkValue(operation.schemas, parameter, [variables[parameter.name] ?? '']));
}

/**
 * What is wrong with a query: names that the operation doesn't have, values that are not of their type, single values given
 * twice, required ones left out.
 * @param query raw, without the question mark
 */
export function checkQuery(operation: Operation, query: string): ParameterFault[] {
  const given = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const declared = operation.parameters.filter((parameter) => parameter.in === 'query');
  const faults: ParameterFault[] = [];
  for (const [name, values] of given) {
    const parameter = declared.find((one) => one.name === name);
    faults.push(
      ...(parameter
        ? checkValue(operation.schemas, parameter, values)
        : [{ where: `query ${name}`, what: 'is not a parameter of this operation' }]),
    );
  }
  for (const parameter of declared) {
    if (parameter.required && !given.has(parameter.name)) {
      faults.push({ where: `query ${parameter.name}`, what: 'is required' });
    }
  }
  return faults;
}

function checkValue(schemas: SchemaChecker, parameter: Parameter, values: string[]): ParameterFault[] {
  const where = `${parameter.in} ${parameter.name}`;
  const { type, items } = parameter.schema;
  if (type === 'array') {
    if (!COMMA_LISTS.has(parameter.name) && values.some((value) => value.includes(','))) {
      return [{ where, what: 'must be repeated, not given as a comma list' }];
    }
    const typed = values.map((value) => typedValue(value, objectOf(items).type));
    return fault(schemas, parameter, where, typed);
  }
  if (values.length > 1) return [{ where, what: 'is given more than once' }];
  return fault(schemas, parameter, where, typedValue(values[0] ?? '', type));
}

function fault(schemas: SchemaChecker, parameter: Parameter, where: string, value: unknown): ParameterFault[] {
  return schemas.check(parameter.schema, value, 'request').map(({ what }) => ({
    where,
    what: `${what}, not ${listOf(value).length > 0 ? listOf(value).join(',') : String(value)}`,
  }));
}

/** A text as the type that it has to be; the text itself where it isn't one, so that the schema objects. */
function typedValue(text: string, type: unknown): unknown {
  switch (type) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : text;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    default:
      return text;
  }
}
