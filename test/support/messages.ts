import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeAPI } from 'node-red';

const LOCALES = path.resolve(__dirname, '../../locales');

/**
 * `RED` with the real catalogs: the test helper reads none and answers the key, so that no test would ever see the words
 * that a user reads.
 */
export function withWords(RED: NodeAPI): NodeAPI {
  return { ...RED, _: (key: string, values: object = {}) => translate(key, values) };
}

function translate(key: string, values: object): string {
  const [set = '', place = ''] = key.slice(key.lastIndexOf('/') + 1).split(':');
  const file = path.join(LOCALES, 'en-US', `${set}.json`);
  if (!existsSync(file)) return key;
  let found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  for (const step of place.split('.'))
    found = found && typeof found === 'object' ? Reflect.get(found, step) : undefined;
  if (typeof found !== 'string') return place;
  return found.replace(/__(\w+)__/g, (gap, name: string) => String(Reflect.get(values, name) ?? gap));
}
