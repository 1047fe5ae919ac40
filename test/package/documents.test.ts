import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../../nodes/actions/index';
import { EVENT_TYPES, isEventType, isWebhookOnly } from '../../nodes/events/event';
import { SHARED_CATALOG } from '../../nodes/forms/catalogs';
import { languages } from '../editor/browser';
import { textsOf } from '../locales/texts';
import { listOf, objectOf } from '../openapi/json';
import { PROJECT_ROOT } from '../support/node-red-versions';
import { manifest, readJson, readText } from './manifest';

const [english] = languages;
const DOCS = readdirSync(path.join(PROJECT_ROOT, 'docs')).filter((file) => file.endsWith('.md'));
const DOCUMENTS = [
  ...readdirSync(PROJECT_ROOT).filter((file) => file.endsWith('.md')),
  ...DOCS.map((file) => `docs/${file}`),
  'demo/README.md',
  'test/mutation.md',
];

/** The cells of a table's rows, its head left out. */
function rowsOf(markdown: string): string[][] {
  return [...markdown.matchAll(/^\| (.*) \|$/gm)]
    .map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()))
    .filter(([first = '']) => !/^-+$/.test(first))
    .slice(1);
}

function sectionOf(markdown: string, title: string): string {
  return markdown.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? assert.fail(`no "${title}"`);
}

/** What GitHub calls the place of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/** A file's text without what stands in fenced blocks. */
function prose(file: string): string {
  return readText(file).replace(/^```[\s\S]*?^```/gm, '');
}

describe('the documents', () => {
  for (const document of DOCUMENTS) {
    it(`${document} links to files and headings that there are`, () => {
      const broken = [...prose(document).matchAll(/\]\(([^)]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^https?:/.test(link))
        .filter((link) => {
          const [file = '', anchor] = link.split('#');
          const target = file === '' ? document : path.join(path.dirname(document), file);
          if (!existsSync(path.join(PROJECT_ROOT, target))) return true;
          return anchor !== undefined && !anchorsOf(readText(target)).includes(anchor);
        });
      assert.deepEqual(broken, []);
    });

    it(`${document} names scripts of package.json that there are`, () => {
      const named = [...readText(document).matchAll(/\bnpm run ([\w:]+)/g)].map(([, script = '']) => script);
      assert.deepEqual(
        named.filter((script) => !Object.hasOwn(objectOf(manifest.scripts), script)),
        [],
      );
    });
  }

  it('are all found from the README', () => {
    const readme = readText('README.md');
    assert.deepEqual(
      DOCS.filter((file) => !readme.includes(`(docs/${file})`)),
      [],
    );
  });
});

describe('README.md', () => {
  const readme = readText('README.md');

  it('is short, however many nodes its table has', () =>
    assert.ok(readme.split('\n').filter((line) => !/^\| .*`jira-/.test(line)).length <= 90));

  it('lists the nodes as the palette and their help call them', () => {
    const told = ['jira-event', ...actions.map(({ type }) => type)].map((type) => [
      english.text(type, 'label'),
      `\`${type}\``,
      english.text(type, 'help.summary'),
    ]);
    assert.deepEqual(rowsOf(sectionOf(readme, 'Nodes')).sort(), told.sort());
  });

  it('has a flow to paste that is the example of creating an issue, which the tests run', () => {
    const pasted = listOf(JSON.parse(/^```json\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? 'null'));
    const example = listOf(readJson('examples/issue/create-issue.json'));
    const ids = pasted.map((node) => objectOf(node).id);
    assert.deepEqual(
      pasted,
      example.filter((node) => ids.includes(objectOf(node).id)),
    );
    const wired = pasted.flatMap((node) => listOf(objectOf(node).wires ?? []).flatMap(listOf));
    assert.ok(pasted.length >= 3 && wired.length >= 2 && wired.every((id) => ids.includes(id)));
  });
});

describe('what the documents say of the code', () => {
  it('errors.md tells every code once, and no other', () => {
    const told = rowsOf(readText('docs/errors.md')).flatMap(([codes = '']) => codes.match(/JIRA_[A-Z_]+/g) ?? []);
    const codes = Object.keys(objectOf(english.entry(SHARED_CATALOG, 'status'))).filter((key) => /^JIRA_/.test(key));
    assert.deepEqual(told.sort(), codes.sort());
  });

  it('events.md tells every event once, and which of them only webhooks tell', () => {
    const rows = rowsOf(readText('docs/events.md')).filter(([name = '']) => /^`\w+\.\w+`$/.test(name));
    const told = rows.map(([name = '', , only]) => [name.replaceAll('`', ''), only === 'yes']);
    const types = Object.keys(EVENT_TYPES).filter(isEventType);
    assert.deepEqual(
      told,
      types.map((type) => [type, isWebhookOnly(type)]),
    );
  });

  it('lists.md calls the settings of a list as the form does', () => {
    const labels = [...textsOf(english).values()];
    const told = rowsOf(readText('docs/lists.md')).map(([label = '']) => label.replaceAll('_', ''));
    assert.ok(told.length >= 5);
    assert.deepEqual(
      told.filter((label) => !labels.includes(label)),
      [],
    );
  });
});
