/** Reading JSON that somebody else wrote. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object; arrays and null are none. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The string of `object[key]`, or undefined when it is none. */
export function stringAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** Jira takes ids as strings and, where Jackson coerces, as numbers. */
export function idAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : stringAt(object, key);
}
