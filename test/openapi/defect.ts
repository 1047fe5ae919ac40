import type { Deployment } from './exchange';
import type { JsonObject } from './json';
import type { Schema } from './schemas';

/**
 * One point in which a published document is wrong about the real Jira. `documented` is what the document says, without its
 * descriptions and examples (undefined: nothing), so that a test can tell when an entry is no longer needed; `actual` takes its place.
 */
export type KnownDefect = {
  deployment: Deployment;
  /** In one sentence, what the document has wrong. */
  what: string;
  /** How we know what Jira really does. */
  reason: string;
} & (
  | { aspect: 'status'; operation: string; status: number }
  | { aspect: 'query'; operation: string; parameter: string; documented: Schema | undefined; actual: JsonObject }
  // Without `optional`, the body must be there.
  | { aspect: 'request'; operation: string; documented: Schema | undefined; actual: Schema; optional?: true }
  | { aspect: 'response'; operation: string; status: number; documented: Schema | undefined; actual: Schema }
  // A member of a schema that several operations share, so that no single operation can be named.
  | { aspect: 'schema'; schema: string; property: string; documented: Schema | undefined; actual: JsonObject }
  // Such a schema as a whole.
  | { aspect: 'whole schema'; schema: string; documented: JsonObject; actual: JsonObject }
);

export const INTEGER = { type: 'integer', format: 'int32' };
export const BOOLEAN = { type: 'boolean' };
export const STRING = { type: 'string' };
export const ANYTHING = {};
export const COMMA_LIST = { type: 'array', items: STRING };

export function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

export function listOf(name: string): JsonObject {
  return { type: 'array', items: ref(name) };
}

/** A page as every paged Data Center list has it. */
export function pageOf(name: string): JsonObject {
  return {
    type: 'object',
    required: ['startAt', 'maxResults', 'isLast', 'values'],
    properties: {
      startAt: INTEGER,
      maxResults: INTEGER,
      total: INTEGER,
      isLast: BOOLEAN,
      nextPage: { type: 'string', format: 'uri' },
      self: { type: 'string', format: 'uri' },
      values: listOf(name),
    },
  };
}

export const TYPED_AS_ONE = 'The answer is typed as a single bean although the operation returns many.';

export function bareArray(operation: string, bean: string, reason: string): KnownDefect {
  const typing = { documented: ref(bean), actual: listOf(bean) };
  return {
    deployment: 'datacenter',
    aspect: 'response',
    operation,
    status: 200,
    ...typing,
    what: TYPED_AS_ONE,
    reason,
  };
}

export function page(operation: string, bean: string, reason: string): KnownDefect {
  const typing = { documented: ref(bean), actual: pageOf(bean) };
  return {
    deployment: 'datacenter',
    aspect: 'response',
    operation,
    status: 200,
    ...typing,
    what: TYPED_AS_ONE,
    reason,
  };
}

export function untyped(operation: string, parameter: string, actual: JsonObject): KnownDefect {
  return {
    deployment: 'datacenter',
    aspect: 'query',
    operation,
    parameter,
    documented: STRING,
    actual,
    what: 'The parameter is typed as any string.',
    reason: 'Its description names a number or a flag, and Cloud, which grew from the same code, types it so.',
  };
}

export function undocumentedStatus(
  deployment: Deployment,
  operation: string,
  status: number,
  reason: string,
): KnownDefect {
  return { deployment, aspect: 'status', operation, status, what: `Answers ${status} too.`, reason };
}

export function javaObject(
  schema: string,
  property: string,
  documented: Schema,
  actual: JsonObject,
  value: string,
): KnownDefect {
  return {
    deployment: 'datacenter',
    aspect: 'schema',
    schema,
    property,
    documented,
    actual,
    what: "Java's Object was published as a JSON object.",
    reason: `${value} may be any JSON value: text, a number, a list, null.`,
  };
}
