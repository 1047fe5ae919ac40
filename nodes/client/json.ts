/** A JSON object, nothing known of its entries. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Whether a value is an object of entries: no array, and no date, buffer or map either. A function node's objects come
 * from another realm, so their prototype tells nothing.
 */
export function isRecord(value: unknown): value is JsonRecord {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** An object's own entry; nothing that it inherits. */
export function entry(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** An object's own entry if it is a string. */
export function textEntry(value: unknown, name: string): string | undefined {
  const found = entry(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** An object's own entry if it is a number. */
export function numberEntry(value: unknown, name: string): number | undefined {
  const found = entry(value, name);
  return typeof found === 'number' ? found : undefined;
}

/** An object's own entry if it is a list, else an empty one. */
export function listEntry(value: unknown, name: string): readonly unknown[] {
  const found = entry(value, name);
  return Array.isArray(found) ? found : [];
}

/** An object without its `undefined` entries. */
export function given<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;
}

/** The value of JSON text, or `undefined` if it isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
