import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { addJiraFormats } from './formats';
import { isObject, type JsonObject, listOf, objectOf } from './json';

/** An OpenAPI 3.0 schema; `false` stands for "nothing at all may be here". */
export type Schema = JsonObject | false;

/** Which way a body travels: read-only members must not be sent, write-only ones must not come back. */
export type Direction = 'request' | 'response';

const REFERENCE = '#/components/schemas/';
const SUBSCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SUBSCHEMAS = ['items', 'not', 'additionalProperties'];
const PLAIN_KEYWORDS = [
  'type',
  'enum',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];

/** Judges values by the schemas of one document, compiling each schema when it is first needed. */
export class SchemaChecker {
  readonly #components: JsonObject;
  readonly #ajv: Record<Direction, Ajv | undefined> = { request: undefined, response: undefined };
  readonly #compiled = {
    request: new WeakMap<JsonObject, ValidateFunction>(),
    response: new WeakMap<JsonObject, ValidateFunction>(),
  };

  /** @param components the document's `components.schemas` */
  constructor(components: JsonObject) {
    this.#components = components;
  }

  /** What is wrong with a value, as `{at, what}` with `at` a JSON pointer whose list positions are `*`; empty when nothing is. */
  check(schema: Schema, value: unknown, direction: Direction): { at: string; what: string }[] {
    if (schema === false) return [{ at: '', what: 'must be empty' }];
    const validate = this.#validator(schema, direction);
    return validate(value) ? [] : listOf(validate.errors).map((error) => readable(error as ErrorObject, direction));
  }

  #validator(schema: JsonObject, direction: Direction): ValidateFunction {
    const known = this.#compiled[direction].get(schema);
    if (known) return known;
    const validate = this.#validators(direction).compile(toJsonSchema(schema, direction));
    this.#compiled[direction].set(schema, validate);
    return validate;
  }

  #validators(direction: Direction): Ajv {
    const known = this.#ajv[direction];
    if (known) return known;
    // Atlassian's documents are not written for ajv's strict mode: type-less schemas, keywords beside the wrong type.
    const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, addUsedSchema: false });
    addJiraFormats(ajv);
    for (const [name, schema] of Object.entries(this.#components)) {
      ajv.addSchema(toJsonSchema(objectOf(schema), direction), name);
    }
    this.#ajv[direction] = ajv;
    return ajv;
  }
}

/**
 * The JSON schema (draft 7) that means the same as an OpenAPI 3.0 schema for a body travelling one way.
 * Only what restricts a value is taken over: examples, descriptions, `xml`, discriminators (the alternatives of `oneOf`
 * already say it) and vendor extensions are left out.
 */
export function toJsonSchema(schema: JsonObject, direction: Direction): JsonObject {
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref.replace(REFERENCE, '') };
  const result: JsonObject = {};
  for (const keyword of PLAIN_KEYWORDS) {
    if (schema[keyword] !== undefined) {
      result[keyword] = schema[keyword];
    }
  }
  for (const keyword of SUBSCHEMAS) {
    const subschema = schema[keyword];
    if (subschema !== undefined) {
      result[keyword] = isObject(subschema) ? toJsonSchema(subschema, direction) : subschema;
    }
  }
  for (const keyword of SUBSCHEMA_LISTS) {
    if (schema[keyword] !== undefined) {
      result[keyword] = listOf(schema[keyword]).map((one) => toJsonSchema(objectOf(one), direction));
    }
  }
  if (schema.properties !== undefined || schema.required !== undefined) {
    convertMembers(schema, direction, result);
  }
  return schema.nullable === true ? { anyOf: [result, { type: 'null' }] } : result;
}

function convertMembers(schema: JsonObject, direction: Direction, result: JsonObject): void {
  const properties: JsonObject = {};
  const foreign = new Set<string>();
  for (const [name, property] of Object.entries(objectOf(schema.properties))) {
    const declared = objectOf(property);
    if (declared[direction === 'request' ? 'readOnly' : 'writeOnly'] === true) {
      foreign.add(name);
      properties[name] = false;
    } else {
      properties[name] = toJsonSchema(declared, direction);
    }
  }
  result.properties = properties;
  if (schema.required !== undefined) {
    result.required = listOf(schema.required).filter((name) => typeof name === 'string' && !foreign.has(name));
  }
}

function readable(error: ErrorObject, direction: Direction): { at: string; what: string } {
  const at = error.instancePath.replace(/\/\d+(?=\/|$)/g, '/*');
  const params: JsonObject = error.params;
  switch (error.keyword) {
    case 'additionalProperties':
      return { at, what: `has the unknown property "${String(params.additionalProperty)}"` };
    case 'false schema':
      return { at, what: direction === 'request' ? 'is read-only, so it cannot be sent' : 'is write-only' };
    case 'enum':
      return { at, what: `must be one of ${JSON.stringify(params.allowedValues)}` };
    default:
      return { at, what: error.message ?? error.keyword };
  }
}
