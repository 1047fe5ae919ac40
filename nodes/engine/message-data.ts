import { deserialize, serialize } from 'node:v8';
import { isRecord, type JsonRecord } from '../client/json';

/** So deep is looked for what can be kept of an object that can't be kept as a whole. */
const DEEPEST = 20;

/** What can be kept of something, and where the rest of it was. */
interface Keepable {
  readonly value: unknown;
  readonly left: readonly string[];
}

/**
 * A value as text that outlasts the process: all that structured cloning knows, buffers, dates and maps among it.
 * @throws whatever V8 says of what can't be cloned
 */
export function asText(value: unknown): string {
  return serialize(value).toString('base64');
}

/** What `asText` made a text of. @throws for any other text */
export function fromText(text: string): unknown {
  return deserialize(Buffer.from(text, 'base64'));
}

/** A message without what only this process can hold: sockets, functions, proxies, what fails when it is read. Never fails itself. */
export function keepable(msg: object): Keepable {
  const left: string[] = [];
  const inside = new Set<object>();

  const take = (value: unknown, place: string, depth: number): unknown => {
    if (isCloneable(value)) return value;
    const isOpen = typeof value === 'object' && value !== null && depth < DEEPEST && !inside.has(value);
    const parts = isOpen ? partsOf(value) : undefined;
    if (!isOpen || parts === undefined) {
      left.push(place);
      return undefined;
    }
    inside.add(value);
    const taken = parts.map(([name, read]) => {
      const at = place === '' ? name : Array.isArray(value) ? `${place}[${name}]` : `${place}.${name}`;
      try {
        return [name, take(read(), at, depth + 1)] as const;
      } catch {
        left.push(at);
        return [name, undefined] as const;
      }
    });
    inside.delete(value);
    if (Array.isArray(value)) return taken.map(([, one]) => one);
    return Object.fromEntries(taken.filter(([, one]) => one !== undefined));
  };

  return { value: take(msg, '', 0) ?? {}, left };
}

function isCloneable(value: unknown): boolean {
  try {
    serialize(value);
    return true;
  } catch {
    return false;
  }
}

/** What a plain object or a list consists of, each part to be read on its own; `undefined` for anything else, of which a part means nothing. */
function partsOf(value: object): readonly (readonly [string, () => unknown])[] | undefined {
  try {
    if (!Array.isArray(value) && !isPlain(value)) return undefined;
    return Object.keys(value).map((name) => [name, () => Reflect.get(value, name)]);
  } catch {
    return undefined;
  }
}

/** Made by a literal or by JSON, in whatever realm. */
function isPlain(value: object): value is JsonRecord {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null);
}
