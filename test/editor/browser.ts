import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { actions } from '../../nodes/actions/index';
import { type Language, readLanguages } from '../../nodes/forms/catalogs';
import { SHARED_NAMESPACE } from '../../nodes/forms/namespace';
import { type Files, render } from '../../nodes/forms/render';

export const ROOT = path.resolve(__dirname, '../..');
export const languages = readLanguages(path.join(ROOT, 'locales'));

let rendered: Files | undefined;

/** The rendered package, made once for all tests. */
export function files(): Files {
  rendered ??= render(ROOT, actions);
  return rendered;
}

export function file(name: string): string {
  const content = files().get(name);
  if (content === undefined) throw new Error(`${name} is not rendered`);
  return content;
}

/** A property as `registerType` gets it. */
export interface Property {
  readonly value: unknown;
  readonly type?: string;
  readonly required?: boolean;
  readonly label?: string;
  readonly validate?: (this: object, value: unknown, options: object) => unknown;
}

/** A node type as the editor knows it once its html is loaded. */
export interface Definition {
  readonly category: string;
  readonly color?: string;
  readonly icon?: string;
  readonly inputs?: number;
  readonly outputs?: number;
  readonly defaults: Readonly<Record<string, Property>>;
  readonly credentials?: Readonly<Record<string, { readonly type: string }>>;
  paletteLabel?(this: object): string;
  label(this: object): string;
  inputLabels?(this: object): string;
  outputLabels?(this: object): string;
  labelStyle?(this: object): string;
}

/** `_` of a node: its own catalog first, and the key where there is no such text. */
function translate(
  language: Language,
  set: string,
  key: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const [catalog, place] = key.startsWith(SHARED_NAMESPACE)
    ? ['jira-site', key.slice(SHARED_NAMESPACE.length)]
    : [set, key];
  return language.text(catalog, place, values) ?? key;
}

/**
 * Loads the shared script and a node's html as the editor does, with as much of Node-RED around them as they touch when
 * no form is open.
 */
export function loadNode(type: string, language: Language = languages[0]): { type: string; definition: Definition } {
  const registered: { type: string; definition: Definition }[] = [];
  const sandbox = {
    URL,
    document: { addEventListener() {} },
    RED: {
      _: (key: string, values?: Readonly<Record<string, string>>) => translate(language, type, key, values),
      events: { on() {} },
      hooks: { add() {} },
      nodes: { registerType: (name: string, definition: Definition) => registered.push({ type: name, definition }) },
      utils: { validateTypedProperty },
      // Who may not look gets no sidebar.
      user: { hasPermission: () => false },
      validators: {
        number: (blank: boolean) => (value: unknown) => (blank && value === '') || !Number.isNaN(Number(value)),
      },
    },
    // No form is open: every search for a field finds nothing.
    $: () => ({ val: () => undefined }),
  };
  const script = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(file(`dist/${type}.html`))?.[1] ?? '';
  runInNewContext(`${file('resources/jira-editor.js')}\n${script}`, sandbox);
  const [first] = registered;
  if (!first || registered.length > 1) throw new Error(`${type}.html registers ${registered.length} types`);
  return first;
}

/** A node on the flow, with the words that Node-RED gives it. */
export function nodeOf(type: string, properties: Readonly<Record<string, unknown>>): object {
  const _ = (key: string, values?: Readonly<Record<string, string>>) => translate(languages[0], type, key, values);
  return { type, _, ...properties };
}

/** What Node-RED's own check says to a few types: as much of it as these tests need. */
function validateTypedProperty(value: unknown, type: string): true | string {
  if (type === 'num') return Number.isNaN(Number(value)) ? 'Invalid number' : true;
  if (type !== 'json') return true;
  try {
    JSON.parse(String(value));
    return true;
  } catch {
    return 'Invalid JSON';
  }
}
