/** One request as the operations see it: who asks which site for what. */

import { isObject, type JsonObject } from './json';
import type { Deployment, User } from './model';
import { refuseBody, refuseByFramework } from './responses';
import type { SiteStore } from './store';

/** Who reads a response, and at which address of the site. */
export interface View {
  readonly store: SiteStore;
  /** Address of the site as the caller used it, without a trailing slash. */
  readonly base: string;
  /** Address of the REST API, e.g. `http://127.0.0.1:8089/cloud/rest/api/3`. */
  readonly api: string;
  /** Undefined for an anonymous caller, also one whose credential was refused. */
  readonly user: User | undefined;
  /** How this version of the API writes rich text: as documents in Cloud's version 3, as wiki markup in version 2. */
  readonly richText: 'adf' | 'wiki';
}

export interface Call extends View {
  /** The app that calls for the person, let in by OAuth 2.0. */
  readonly clientId: string | undefined;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Parsed JSON; undefined for methods without a body. */
  readonly body: unknown;
}

export type QueryRules = Readonly<Record<string, 'integer' | 'boolean'>>;

/** Query parameters, with those that have a type checked before the operation runs. */
export class Query {
  readonly #values: URLSearchParams;

  constructor(values: URLSearchParams, rules: QueryRules, deployment: Deployment, path: string) {
    this.#values = values;
    for (const [name, type] of Object.entries(rules)) {
      const value = values.get(name);
      if (value === null || isTyped(value, type, deployment)) continue;
      // Data Center's framework treats a parameter it cannot convert as an address that does not exist.
      const status = deployment === 'cloud' ? 400 : 404;
      throw refuseByFramework(deployment, status, `Failed to convert '${name}' with value: '${value}'`, path);
    }
  }

  /** Every parameter, for writing the address of another page. */
  all(): URLSearchParams {
    return this.#values;
  }

  text(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  integer(name: string, otherwise: number): number {
    return Number.parseInt(this.#values.get(name) ?? String(otherwise), 10);
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.#values.get(name);
    return value === null ? otherwise : value.toLowerCase() === 'true';
  }

  /** A list given with commas, with repeated parameters, or both. */
  list(name: string): readonly string[] | undefined {
    return this.#values.has(name) ? this.repeated(name).flatMap((value) => splitList(value)) : undefined;
  }

  /** A list that Jira takes only as repeated parameters. */
  repeated(name: string): readonly string[] {
    return this.#values.getAll(name);
  }
}

function isTyped(value: string, type: 'integer' | 'boolean', deployment: Deployment): boolean {
  if (type === 'integer') return /^[+-]?\d{1,18}$/.test(value);
  return deployment === 'datacenter' || /^(true|false)$/i.test(value);
}

export function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

export type PropertyType = 'string' | 'integer' | 'boolean' | 'object' | 'strings' | 'integers' | 'any';
export type BodyShape = Readonly<Record<string, PropertyType>>;

/**
 * The body as an object with none but the named properties, each of its type or null.
 * @param javaClass name that Data Center's message shows
 */
export function closedBody(call: Call, shape: BodyShape, javaClass = 'request'): JsonObject {
  const { body, store } = call;
  if (!isObject(body)) throw refuseBody(store.deployment, `Can not deserialize instance of ${javaClass}`);
  for (const [name, value] of Object.entries(body)) {
    const type = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (type === undefined) {
      throw refuseBody(store.deployment, `Unrecognized field "${name}" (class ${javaClass}), not marked as ignorable`);
    }
    if (value !== null && !hasType(value, type)) {
      throw refuseBody(store.deployment, `Can not deserialize property "${name}" of ${javaClass}`);
    }
  }
  return body;
}

/** The body as an object whose other properties are tolerated. */
export function openBody(call: Call): JsonObject {
  if (isObject(call.body)) return call.body;
  throw refuseBody(call.store.deployment, 'Can not deserialize instance of an object');
}

const isInteger = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value);

const typeChecks: Readonly<Record<PropertyType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: isInteger,
  boolean: (value) => typeof value === 'boolean',
  object: isObject,
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  integers: (value) => Array.isArray(value) && value.every(isInteger),
  any: () => true,
};

function hasType(value: unknown, type: PropertyType): boolean {
  return typeChecks[type](value);
}

/** Strings of a list; anything else in it is left out. Use after `closedBody` has checked it. */
export function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}
