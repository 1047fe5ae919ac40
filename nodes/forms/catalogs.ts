import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord, type JsonRecord } from '../client/json';
import { BuildError } from './problems';

/** The language that every other one falls back to, as in Node-RED. */
export const MAIN_LANGUAGE = 'en-US';
/** The catalog with the words that several nodes share. */
export const SHARED_CATALOG = 'jira-site';
/** The catalog with the words of the sidebar, which no node has. */
export const SIDEBAR_CATALOG = 'jira-sidebar';

/** Values for the `__gaps__` of a sentence. */
export type Gaps = Readonly<Record<string, string>>;

/** The words of one language. What it lacks is said in English. */
export class Language {
  readonly #catalogs = new Map<string, JsonRecord>();

  /** @param folder the language's folder, and the main language's where that is another */
  constructor(
    readonly name: string,
    folder: string,
    private readonly main?: Language,
  ) {
    for (const file of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
      const catalog: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
      if (isRecord(catalog)) this.#catalogs.set(path.basename(file, '.json'), catalog);
    }
  }

  /** The catalogs that this language has itself, sorted. */
  get catalogs(): readonly string[] {
    return [...this.#catalogs.keys()].sort();
  }

  /** What this language has itself of a catalog, and no more. */
  catalog(name: string): JsonRecord | undefined {
    return this.#catalogs.get(name);
  }

  /** A catalog with every text of the main language in it, translated as far as it is. */
  whole(name: string): unknown {
    return merged(this.main?.whole(name), this.#catalogs.get(name));
  }

  /** Whatever stands at a place such as `help.summary` of the whole catalog: a text, a list of texts or an object. */
  entry(catalog: string, key: string): unknown {
    let found = this.whole(catalog);
    for (const step of key.split('.')) found = isRecord(found) ? found[step] : undefined;
    return found;
  }

  /** A text of a catalog; `undefined` where there is none. */
  text(catalog: string, key: string, gaps: Gaps = {}): string | undefined {
    const found = this.entry(catalog, key);
    return typeof found === 'string' ? fill(found, gaps) : undefined;
  }

  /** @throws BuildError where no language has it */
  shared(key: string, gaps: Gaps = {}): string {
    const found = this.text(SHARED_CATALOG, key, gaps);
    if (found === undefined) throw new BuildError([`locales/${this.name}/${SHARED_CATALOG}.json lacks "${key}"`]);
    return found;
  }

  /** Label or help of an input: the node's own words, or else those that the nodes share. */
  ofInput(type: string, key: string): string | undefined {
    return this.text(type, key) ?? this.text(SHARED_CATALOG, key);
  }
}

/** A text for each of the main language's: the translation where there is one. */
function merged(main: unknown, own: unknown): unknown {
  if (isRecord(main) && isRecord(own)) {
    const names = new Set([...Object.keys(main), ...Object.keys(own)]);
    return Object.fromEntries([...names].map((name) => [name, merged(main[name], own[name])]));
  }
  if (Array.isArray(main) && Array.isArray(own)) return main.map((text, index) => merged(text, own[index]));
  return own ?? main;
}

function fill(text: string, gaps: Gaps): string {
  return text.replace(/__(\w+?)__/g, (gap, name: string) => gaps[name] ?? gap);
}

/** Every language there is a folder for, the main one first. */
export function readLanguages(folder: string): readonly [Language, ...Language[]] {
  const main = new Language(MAIN_LANGUAGE, path.join(folder, MAIN_LANGUAGE));
  const others = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== MAIN_LANGUAGE)
    .map(({ name }) => new Language(name, path.join(folder, name), main));
  return [main, ...others];
}

/** Where an input's words are, below `input.`. */
export function wordsKey(name: string, part: 'label' | 'help'): string {
  return `input.${name}.${part}`;
}
