import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../nodes/client/json';
import type { Language } from '../../nodes/forms/catalogs';
import { PROJECT_ROOT } from '../support/node-red-versions';

/** Where a text stands: `jira-issue-get:help.details.0`. */
export type Place = string;

/** A message that a node takes: data, and the same in every language. */
const EXAMPLE = 'help.example';

/** Every text of a language by its place; those of a list one by one, examples left out. */
export function textsOf(language: Language): ReadonlyMap<Place, string> {
  const texts = new Map<Place, string>();
  const collect = (set: string, value: unknown, key: string): void => {
    if (key === EXAMPLE) return;
    if (typeof value === 'string') texts.set(`${set}:${key}`, value);
    else for (const [name, of] of entriesOf(value)) collect(set, of, key === '' ? name : `${key}.${name}`);
  };
  for (const set of language.catalogs) collect(set, language.catalog(set), '');
  return texts;
}

/** The places whose text a language lacks, so that a user reads English there. */
export function missingIn(language: Language, main: Language): Place[] {
  const translated = textsOf(language);
  return [...textsOf(main).keys()].filter((place) => !translated.has(place));
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) || Array.isArray(value) ? Object.entries(value) : [];
}

/** The help of the site, which is written by hand in each language. */
export function siteHelp(language: Language): string {
  return readFileSync(path.join(PROJECT_ROOT, 'locales', language.name, 'jira-site.html'), 'utf8');
}

/** The `__gaps__` of a text, in one order for all languages. */
export function gapsOf(text: string): string[] {
  return [...text.matchAll(/__\w+?__/g)].map(([gap]) => gap).sort();
}

/**
 * What a text names for the flow to use as it is: properties of messages, values such as `none`, codes. Examples of names
 * (`High`, `Start progress`, JQL, JSON) have capitals, spaces or brackets, and may be those of a Jira in that language.
 */
export function namesOf(text: string): string[] {
  const named = [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const bare = [...text.matchAll(/\bmsg(?:\.\w+)+|\bJIRA_[A-Z_]+|\bhttps?:/g)].map(([name]) => name);
  return [
    ...new Set([...named.filter((name) => /^(?:[a-z*\d-][\w.*=-]*|[A-Z]+-\d+|[A-Z_]+\d*)$/.test(name)), ...bare]),
  ].sort();
}

/** Whether anything is left to translate once gaps, code and message properties are taken out. */
export function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replace(/__\w+?__|`[^`]*`|\bmsg(?:\.\w+)+/g, ''));
}
