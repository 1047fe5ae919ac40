import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../../nodes/actions/index';
import { isRecord } from '../../nodes/client/json';
import { allInputs } from '../../nodes/definition';
import { SHARED_CATALOG, SIDEBAR_CATALOG, wordsKey } from '../../nodes/forms/catalogs';
import { EXPLAINED } from '../../nodes/forms/event-help';
import { SHARED_NAMESPACE } from '../../nodes/forms/namespace';
import { titleInput } from '../../nodes/forms/node-html';
import { file, files, languages, ROOT } from '../editor/browser';

/** Where every text of a catalog stands: `help.summary`. Lists count as one, examples are not words. */
function keysOf(value: unknown, place = ''): string[] {
  if (!isRecord(value)) return [place];
  return Object.entries(value).flatMap(([name, of]) => {
    const key = place === '' ? name : `${place}.${name}`;
    return key === 'help.example' ? [] : keysOf(of, key);
  });
}

const [main] = languages;
const sharedKeys = keysOf(main.catalog(SHARED_CATALOG));
const below = (part: string) => sharedKeys.filter((key) => key.startsWith(`${part}.`));

/** Every source below `nodes/` that runs in Node.js or in the browser. */
function sources(...without: string[]): string {
  return readdirSync(path.join(ROOT, 'nodes'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|html)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => !without.some((part) => path.relative(ROOT, name).includes(`${path.sep}${part}${path.sep}`)))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
}

/** Keys as a source has them, `${…}` standing for one word: literal ones, and patterns of those. */
function keysIn(source: string, pattern: RegExp): RegExp[] {
  const keys = [...source.matchAll(pattern)].map(([, key = '']) => key);
  return [...new Set(keys)].map((key) => {
    const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
    return new RegExp(`^${parts.join('[\\w-]+')}$`);
  });
}

function assertSame(used: readonly RegExp[], known: readonly string[]): void {
  const missing = used.filter((pattern) => !known.some((key) => pattern.test(key))).map(({ source }) => source);
  assert.deepEqual(missing, [], 'used, but in no catalog');
  const unused = known.filter((key) => !used.some((pattern) => pattern.test(key)));
  assert.deepEqual(unused, [], 'in the catalog, but never used');
}

describe('the words of the editor', () => {
  for (const language of languages) {
    it(`${language.name}: every text that a form names is there, or a user would read its key`, () => {
      for (const [name, html] of files()) {
        const set = /^dist\/([^/]+)\.html$/.exec(name)?.[1];
        if (set === undefined) continue;
        for (const [, key = ''] of html.matchAll(/data-i18n="(?:\[\w+\])?([^"]+)"/g)) {
          const [catalog, place] = key.startsWith(SHARED_NAMESPACE)
            ? [SHARED_CATALOG, key.slice(SHARED_NAMESPACE.length)]
            : [set, key];
          assert.ok(language.text(catalog, place), `${name}: ${key}`);
        }
      }
    });

    it(`${language.name}: the catalogs that the editor loads hold labels, and leave the help to its own files`, () => {
      const catalog: unknown = JSON.parse(file(`dist/locales/${language.name}/${SHARED_CATALOG}.json`));
      const keys = keysOf(catalog);
      assert.ok(keys.includes('input.issueIdOrKey.label') && keys.includes('error.input.missing'));
      assert.ok(!keys.some((key) => key.startsWith('help.') || key.endsWith('.help')));
    });
  }

  for (const name of ['en-US', 'fr']) {
    it(`${name}: no number that may be 1 stands before a plural`, () => {
      const catalog = readFileSync(path.join(ROOT, 'locales', name, `${SHARED_CATALOG}.json`), 'utf8');
      assert.deepEqual(catalog.match(/__(count|minutes|received|total|waiting)__ \p{L}+s\b.*/gu), null);
    });
  }

  for (const action of actions) {
    const { type } = action;
    it(`${type}: its catalog holds what is used and nothing else, so that translators do no work in vain`, () => {
      const inputs = Object.keys(allInputs(action)).flatMap((name) => [
        wordsKey(name, 'label'),
        wordsKey(name, 'help'),
      ]);
      const known = ['label', 'help.summary', 'help.payload', 'help.details', ...inputs];
      if (titleInput(action) !== undefined) known.push('labelOf');
      const unknown = keysOf(main.catalog(type)).filter(
        (key) => !known.includes(key) && !/^help\.errors\.JIRA_[A-Z_]+$/.test(key),
      );
      assert.deepEqual(unknown, []);
    });
  }

  it('jira-event: its catalog holds what is used and nothing else; its form and help are looked at below', () => {
    const form = file('dist/jira-event.html');
    const status = keysIn(sources(), /'((?:status)\.[\w.]+)'/g);
    const unknown = keysOf(main.catalog('jira-event'))
      .filter((key) => !/^(form|help)\./.test(key) && key !== 'label' && !form.includes(`data-i18n="${key}"`))
      .filter((key) => !EXPLAINED.some((name) => key === wordsKey(name, 'label') || key === wordsKey(name, 'help')))
      .filter((key) => !status.some((pattern) => pattern.test(key)));
    assert.deepEqual(unknown, []);
  });

  it('the words of the sidebar are there and all used', () => {
    const folder = path.join(ROOT, 'nodes', 'editor', 'sidebar');
    const source = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');
    const known = keysOf(main.catalog(SIDEBAR_CATALOG));
    const families = [...new Set(known.map((key) => key.split('.')[0] ?? ''))].join('|');
    const dotted = keysIn(source, new RegExp(`['\`]((?:${families})\\.[\\w.\${}-]+)['\`]`, 'g'));
    const bare = keysIn(source, /\btext\('(\w+)'\)/g);
    // The title of each part, and the names of buttons.
    const composed = keysIn(source, /#(?:title|list)\('(\w+)'/g).map(
      ({ source: name }) => new RegExp(`${name.slice(0, -1)}\\.title$`),
    );
    assertSame([...dotted, ...bare, ...composed], known);
  });

  it('the words that nodes share are all used', () => {
    const source = sources();
    const own = /^\^help\\\.(summary|payload|details|example|errors)\$$/;
    const called = keysIn(source, /['"`]((?:form|site|help)\.[\w.${}-]+)['"`]/g).filter((key) => !own.test(key.source));
    const numbers = [...source.matchAll(/validNumber\('(\w+)'/g)].map(
      ([, name = '']) => new RegExp(`^site\\.${name}$`),
    );
    const inForms = [...files()].flatMap(([name, html]) =>
      /^dist\/[^/]+\.html$/.test(name)
        ? keysIn(html, /data-i18n="(?:\[\w+\])?(?:@[^:]+:)?((?:form|site)\.[\w.]+)"/g)
        : [],
    );
    const ofEvents = keysOf(main.catalog('jira-event')).filter(
      (key) =>
        /^(form|help)\./.test(key) && !own.test(`^${key.replaceAll('.', '\\.')}$`) && !/^help\.errors\./.test(key),
    );
    assertSame(
      [...called, ...numbers, ...inForms],
      [...below('form'), ...below('site'), ...below('help'), ...ofEvents],
    );
  });

  it('the words that inputs share each fit some node', () => {
    const used = actions.flatMap((action) =>
      Object.keys(allInputs(action))
        .flatMap((name) => [wordsKey(name, 'label'), wordsKey(name, 'help')])
        .filter((key) => main.text(action.type, key) === undefined),
    );
    assert.deepEqual(
      below('input').filter((key) => !used.includes(key)),
      [],
    );
  });
});

describe('the words of the runtime', () => {
  const source = sources('editor', 'forms');
  const codes = [...new Set([...source.matchAll(/'(JIRA_[A-Z_]+)'/g)].map(([, code = '']) => code))];

  it('every reason for an error is a sentence, and every sentence has its reason', () => {
    const known = below('error').map((key) => key.slice('error.'.length));
    const families = [...new Set(known.filter((key) => key.includes('.')).map((key) => key.split('.')[0]))].join('|');
    // `input.<name>.label` is a form's word, and of all reasons none is called so.
    const dotted = keysIn(source, new RegExp(`['\`]((?:${families})\\.[\\w.\${}-]+)(?<!label)['\`]`, 'g'));
    const bare = keysIn(source, /(?:badInput\(|'JIRA_[A-Z_]+', )['`](?!JIRA_)([\w.${}-]+)['`]/g);
    assertSame([...dotted, ...bare], known);
  });

  it('every code has something to do about it and a word for the status', () => {
    assert.ok(codes.length >= 20);
    for (const language of languages) {
      for (const code of codes) {
        assert.notEqual(language.text(SHARED_CATALOG, `hint.${code}`), undefined, `hint.${code}`);
        const status = language.text(SHARED_CATALOG, `status.${code}`) ?? '';
        assert.ok(status.length > 0 && status.length <= 20, `status.${code}: "${status}"`);
      }
    }
  });

  it('every warning is a sentence, and every sentence is used', () => {
    const warned = keysIn(source, /\bwarn\(\s*['`]([\w.${}-]+)['`]/g);
    assertSame(
      warned,
      below('warning').map((key) => key.slice('warning.'.length)),
    );
  });

  it('every line for the log is a sentence, and every sentence is used', () => {
    const logged = keysIn(source, /['`](?:@[\w/-]+:)?log\.([\w.${}-]+)['`]/g);
    assertSame(
      logged,
      below('log').map((key) => key.slice('log.'.length)),
    );
  });

  it('hints belong to a code or to a reason that exists', () => {
    const reasons = below('error').map((key) => key.slice('error.'.length));
    const hints = below('hint').map((key) => key.slice('hint.'.length));
    assert.deepEqual(
      hints.filter((hint) => !codes.includes(hint) && !reasons.includes(hint)),
      [],
    );
  });

  it("help names only codes that exist, as people copy them into their flows' switches", () => {
    const named = actions.flatMap(({ type }) => Object.keys(Object(main.entry(type, 'help.errors'))));
    assert.ok(named.length >= actions.length);
    assert.deepEqual(
      named.filter((code) => !codes.includes(code)),
      [],
    );
  });
});
