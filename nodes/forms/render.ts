import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { isRecord, type JsonRecord } from '../client/json';
import type { Action } from '../definition';
import { type Language, readLanguages, SHARED_CATALOG, SIDEBAR_CATALOG } from './catalogs';
import { problems } from './check';
import { eventHelp } from './event-help';
import { eventHtml } from './event-html';
import { nodeHelp } from './help';
import { modulePath } from './modules';
import { nodeHtml } from './node-html';
import { BuildError } from './problems';

/** The files of the package that the editor needs, by their path from the project's root. */
export type Files = ReadonlyMap<string, string>;

/**
 * Renders everything that stands between the compiled nodes and Node-RED: a node set per action one for the site, and one
 * for events, the script that they share, icons and words.
 * @param root the project's folder
 * @throws BuildError naming everything that is missing or misnamed
 */
export function render(root: string, actions: readonly Action[]): Files {
  const languages = readLanguages(path.join(root, 'locales'));
  const icons = readdirSync(path.join(root, 'icons'));
  const found = actions.flatMap((action) => problems(action, languages[0], icons));
  if (found.length > 0) throw new BuildError(found);
  const entries = [
    ...actions.flatMap((action) => nodeSet(root, action, languages)),
    ...eventSet(root, languages),
    ...siteSet(root, languages),
    ...sharedScript(root),
    ...sidebar(root, languages),
  ];
  return new Map(entries.map(([name, content]) => [name, FORM.test(name) ? withoutIndentation(content) : content]));
}

const FORM = /^dist\/[^/]+\.html$/;

/** The editor loads all forms before it opens any, and nobody reads them there. */
function withoutIndentation(html: string): string {
  return html.replace(/^ +/gm, '');
}

type Entries = [file: string, content: string][];

function nodeSet(root: string, action: Action, languages: readonly [Language, ...Language[]]): Entries {
  const { type } = action;
  const place = modulePath(action, path.join(root, 'nodes', 'actions'));
  const source = `nodes/actions/${place}.ts`;
  return [
    [`dist/${type}.js`, nodeSetScript(place)],
    [`dist/${type}.html`, nodeHtml(action, languages[0], source)],
    ...iconAndWords(root, type, languages, (language, catalog) =>
      nodeHelp(action, language, `${source} and ${catalog}`),
    ),
  ];
}

/** What stands beside the script and the form of a node. */
function iconAndWords(
  root: string,
  type: string,
  languages: readonly Language[],
  helpIn: (language: Language, catalog: string) => string,
): Entries {
  const icon = `icons/${type}.svg`;
  return [
    [`dist/${icon}`, read(root, icon)],
    ...languages.flatMap((language): Entries => {
      const catalog = `locales/${language.name}/${type}.json`;
      return [
        [`dist/locales/${language.name}/${type}.html`, helpIn(language, catalog)],
        [`dist/${catalog}`, json(withoutHelp(language.whole(type)))],
      ];
    }),
  ];
}

function nodeSetScript(place: string): string {
  return `// Generated from nodes/actions/${place}.ts. Changes made here are lost.
const { register } = require('./nodes/engine/register');
const { default: action } = require('./nodes/actions/${place}');

module.exports = (RED) => register(RED, action);
`;
}

function eventSet(root: string, languages: readonly Language[]): Entries {
  const type = 'jira-event';
  const source = 'nodes/forms/event-form.ts';
  return [
    [`dist/${type}.js`, eventScript],
    [`dist/${type}.html`, eventHtml(source)],
    ...iconAndWords(root, type, languages, (language, catalog) => eventHelp(language, `${source} and ${catalog}`)),
  ];
}

const eventScript = `// Generated from nodes/event-node/event-node.ts. Changes made here are lost.
const { registerEvents } = require('./nodes/event-node/event-node');

module.exports = (RED) => registerEvents(RED);
`;

function siteSet(root: string, languages: readonly Language[]): Entries {
  const form = 'nodes/site/site.html';
  return [
    [`dist/${SHARED_CATALOG}.js`, siteScript],
    [`dist/${SHARED_CATALOG}.html`, copyOf(form, read(root, form))],
    ...languages.flatMap((language): Entries => {
      const help = `locales/${language.name}/${SHARED_CATALOG}.html`;
      return [
        ...(exists(root, help) ? ([[`dist/${help}`, copyOf(help, read(root, help))]] satisfies Entries) : []),
        [`dist/locales/${language.name}/${SHARED_CATALOG}.json`, json(withoutHelp(language.whole(SHARED_CATALOG)))],
      ];
    }),
  ];
}

const siteScript = `// Generated from nodes/site/site.ts. Changes made here are lost.
const { registerOutboxEndpoints } = require('./nodes/outbox-node/endpoints');
const { registerOverview } = require('./nodes/overview-node/endpoint');
const { registerSite } = require('./nodes/site/site');

module.exports = (RED) => {
  registerSite(RED);
  registerOutboxEndpoints(RED);
  registerOverview(RED);
};
`;

/** One script for all forms, loaded once, and the entry by which Node-RED loads it before any node. */
function sharedScript(root: string): Entries {
  const plugin = 'nodes/editor/plugin.html';
  return [
    ['dist/jira-editor.html', copyOf(plugin, read(root, plugin))],
    ['resources/jira-editor.js', bundle(root, 'nodes/editor/index.ts', 'jiraFlows')],
  ];
}

/** The sidebar, its words apart: both are loaded when somebody first opens it, and of the words one language. */
function sidebar(root: string, languages: readonly Language[]): Entries {
  const names = JSON.stringify(languages.map(({ name }) => name));
  return [
    ['resources/jira-sidebar.js', bundle(root, 'nodes/editor/sidebar/index.ts', 'jiraSidebar', { LANGUAGES: names })],
    ...languages.map((language): Entries[number] => [
      `resources/${SIDEBAR_CATALOG}.${language.name}.json`,
      json(language.whole(SIDEBAR_CATALOG)),
    ]),
  ];
}

/** A script for browsers. @param define what the build knows, by the names that the script has for it */
function bundle(
  root: string,
  entry: string,
  globalName: string,
  define: Readonly<Record<string, string>> = {},
): string {
  const { outputFiles } = buildSync({
    ...{ absWorkingDir: root, entryPoints: [entry], globalName, define: { ...define }, loader: { '.css': 'text' } },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    // What only people read stays out; the names of functions stay, so that a report of an error tells something.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 500,
    charset: 'utf8',
    banner: { js: `// Generated from ${entry}. Changes made here are lost.` },
  });
  return outputFiles.map(({ text }) => text).join('\n');
}

function copyOf(source: string, html: string): string {
  return `<!-- Generated from ${source}. Changes made here are lost. -->\n${html}`;
}

/** The editor loads every catalog at start, but help only from its own files: sent twice, it would only cost time. */
function withoutHelp(words: unknown): JsonRecord {
  if (!isRecord(words)) return {};
  const { help: _help, ...rest } = words;
  if (!isRecord(rest.input)) return rest;
  const labels = Object.entries(rest.input).map(([name, of]) => [name, isRecord(of) ? { label: of.label } : of]);
  return { ...rest, input: Object.fromEntries(labels) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function read(root: string, file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function exists(root: string, file: string): boolean {
  const { dir, base } = path.parse(file);
  return readdirSync(path.join(root, dir)).includes(base);
}
