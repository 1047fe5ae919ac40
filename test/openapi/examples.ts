import type { ApiDocument, Operation } from './api-document';
import type { Documents } from './documents';
import type { Deployment } from './exchange';
import { isObject, type JsonObject, listOf, objectOf } from './json';

const REFERENCE = '#/components/schemas/';

/** What Atlassian's document shows as an operation's good response. `body` is undefined where Jira sends none. */
export interface ExampleResponse {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The good response of an operation as Atlassian's own example shows it: that of the operation where there is one (Cloud), else put
 * together from the examples of its schema's properties (Data Center).
 * @param deployment whose document the operation comes from, corrected by the known defects
 */
export function exampleResponse(documents: Documents, deployment: Deployment, operation: Operation): ExampleResponse {
  const good = [...operation.responses.keys()].filter((status) => status < 300);
  const status = good.includes(204) ? 204 : Math.min(...good);
  const schema = operation.responses.get(status)?.content.get('application/json');
  if (status === 204 || schema === undefined || schema === false) {
    return { status, body: undefined };
  }
  const size = sizeWith(documents, deployment, operation);
  const published = documents.asPublished().document(deployment, size);
  const whole = wholeExample(published, operation, status);
  if (whole !== undefined) return { status, body: whole };
  const components = withAdditions(schemasOf(published), schemasOf(documents.document(deployment, size)));
  return { status, body: exampleOf(schema, components, []) };
}

/** The smaller document, where it has the operation. */
function sizeWith(documents: Documents, deployment: Deployment, { name }: Operation): 'subset' | 'full' {
  const [method = '', template = ''] = name.split(' ');
  return documents.document(deployment, 'subset').operation(method, template) ? 'subset' : 'full';
}

function schemasOf(document: ApiDocument): JsonObject {
  return objectOf(objectOf(document.json.components).schemas);
}

/** The published schemas, whose examples our corrections don't have, and the members that the document forgot. */
function withAdditions(published: JsonObject, corrected: JsonObject): JsonObject {
  const entries = Object.entries(published).map(([name, schema]) => {
    const properties = { ...objectOf(objectOf(corrected[name]).properties), ...objectOf(objectOf(schema).properties) };
    return [name, Object.keys(properties).length > 0 ? { ...objectOf(schema), properties } : schema];
  });
  return Object.fromEntries(entries);
}

function wholeExample(document: ApiDocument, { name }: Operation, status: number): unknown {
  const [method = '', template = ''] = name.split(' ');
  const operation = objectOf(objectOf(document.json.paths)[template])[method.toLowerCase()];
  const response = objectOf(objectOf(objectOf(operation).responses)[String(status)]);
  const { example } = objectOf(objectOf(response.content)['application/json']);
  return typeof example === 'string' ? asJson(example) : example;
}

/** @param inside names of the schemas on the way here, so that one that holds itself ends */
function exampleOf(schema: JsonObject, components: JsonObject, inside: readonly string[]): unknown {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace(REFERENCE, '');
    return inside.includes(name) ? undefined : exampleOf(objectOf(components[name]), components, [...inside, name]);
  }
  if (schema.example !== undefined && schema.example !== null) {
    return fitting(schema.example, schema.type);
  }
  const part = (one: unknown): unknown => exampleOf(objectOf(one), components, inside);
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (schema.type === 'array') {
    return [part(schema.items)].filter((item) => item !== undefined);
  }
  if (isObject(schema.properties)) {
    const entries = Object.entries(schema.properties).map(([name, one]) => [name, part(one)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (isObject(schema.additionalProperties)) {
    const value = part(schema.additionalProperties);
    // Data Center's document shows a whole map where it should show one value.
    return isObject(value) ? value : {};
  }
  for (const alternatives of [schema.allOf, schema.oneOf, schema.anyOf]) {
    if (listOf(alternatives).length > 0) return part(listOf(alternatives)[0]);
  }
  return PLAIN[String(schema.type)];
}

const PLAIN: Readonly<Record<string, unknown>> = { boolean: true, integer: 1, number: 1, string: 'text' };

/** Some examples stand as text where the schema wants something else. */
function fitting(example: unknown, type: unknown): unknown {
  if (typeof example !== 'string' || type === 'string' || type === undefined) return example;
  const json = asJson(example);
  return type === 'array' && !Array.isArray(json) ? example.replace(/^\[|\]$/g, '').split(/,\s*/) : json;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
