import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { actions } from '../../nodes/actions/index';
import { type Action, allInputs, givesRichText, isReading, takesRichText } from '../../nodes/definition';
import { file, files, loadNode } from '../editor/browser';

/** What a list node does unless it is told otherwise: a contract with saved flows. */
const OPTIONS: ReadonlyMap<string, object> = new Map<string, object>([
  ['many', { paginateAll: false, limit: 0, output: 'array', strategy: 'auto', onIncomplete: 'fail' }],
  ['rows', { output: 'array', stopOnError: false }],
]);

/** Bytes of html that a node's form, its help's place and its definition may have, on the average. */
const LARGEST_FORM = 6_000;

/** Inputs of a new node, all from the payload. */
function untouched(names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, ''],
      [`${name}Type`, 'payload'],
    ]),
  );
}

/** What a new node does unless it is told otherwise. */
function optionsOf(action: Action): object {
  return {
    ...(action.extraFields && { extraFields: 'use', fieldInputs: '' }),
    ...(takesRichText(action) && { textFormat: 'text' }),
    ...(givesRichText(action) && { richText: 'native' }),
    ...Object.fromEntries(Object.entries(action.choices ?? {}).map(([name, [first]]) => [name, first])),
    ...(action.once === 'offered' && { once: false }),
    ...(!isReading(action) && { whenAway: 'fail' }),
    ...OPTIONS.get(action.returns),
  };
}

describe('the rendered forms', () => {
  for (const action of actions) {
    const { type } = action;
    const inputs = allInputs(action);

    it(`${type}: registers as literal text, so that the Flow Library sees what the palette has`, () => {
      const { type: registered, definition } = loadNode(type);
      assert.equal(registered, type);
      const { category, icon, inputs: ins, outputs } = definition;
      assert.deepEqual({ category, icon, ins, outputs }, { category: 'Jira', icon: `${type}.svg`, ins: 1, outputs: 1 });
      assert.match(definition.color ?? '', /^#[0-9A-F]{6}$/);
      assert.ok(files().has(`dist/icons/${type}.svg`));
    });

    it(`${type}: keeps every input and its type in the flow, or a user's settings would be lost at the next deploy`, () => {
      const { defaults } = loadNode(type).definition;
      const values = Object.fromEntries(Object.entries(defaults).map(([name, { value }]) => [name, value]));
      assert.deepEqual(values, { name: '', site: '', ...optionsOf(action), ...untouched(Object.keys(inputs)) });
      assert.equal(defaults.site?.type, 'jira-site');
      assert.equal(defaults.site?.required, true);
    });

    it(`${type}: has a labelled field for everything it keeps`, () => {
      const { defaults } = loadNode(type).definition;
      const form = load(load(file(`dist/${type}.html`))(`script[data-template-name="${type}"]`).html() ?? '');
      for (const name of Object.keys(defaults)) {
        assert.equal(form(`#node-input-${name}`).length, 1, `no field for ${name}`);
        const isHidden = form(`#node-input-${name}`).attr('type') === 'hidden';
        if (!isHidden)
          assert.ok(form(`label[for="node-input-${name}"] [data-i18n]`).length === 1, `no label for ${name}`);
      }
      assert.equal(form('[id^="node-input-"]').length, Object.keys(defaults).length, 'a field that is not kept');
    });

    it(`${type}: shows what it needs at once, and the rest below a fold that a keyboard opens`, () => {
      const form = load(load(file(`dist/${type}.html`))(`script[data-template-name="${type}"]`).html() ?? '');
      for (const [name, { required, primary, prominent }] of Object.entries(inputs)) {
        const folded = form(`details > .form-row #node-input-${name}`).length === 1;
        assert.equal(folded, !(required || primary || prominent), name);
      }
      assert.equal(form('details > summary:first-child').length, 1);
    });
  }

  it('stay small, however many they are, as the editor loads all of them before it opens', () => {
    const html = [...files()].filter(([name]) => /^dist\/[^/]+\.html$/.test(name));
    const bytes = html.map(([, content]) => Buffer.byteLength(content)).reduce((sum, size) => sum + size, 0);
    // Of each node, on the average: the package grows by nodes, and a form must not grow with it.
    assert.ok(bytes / html.length < LARGEST_FORM, `${bytes} bytes of html in ${html.length} files`);
    assert.ok(Buffer.byteLength(file('resources/jira-editor.js')) < 70_000);
  });

  it('leave the sidebar to a script of its own, as most editors are opened without a look at it', () => {
    assert.ok(Buffer.byteLength(file('resources/jira-sidebar.js')) < 35_000);
    assert.doesNotMatch(file('resources/jira-editor.js'), /class SiteView/);
  });

  it('use no colour of their own, which the dark theme could not change', () => {
    for (const [name, content] of files()) {
      if (!/^dist\/[^/]+\.html$/.test(name)) continue;
      const withoutPalette = content.replace(/^ *color: '#\w+',$/m, '');
      assert.doesNotMatch(withoutPalette, /(color|background)[\w-]*:\s*(#|rgb|white|black)/, name);
    }
  });

  it('say in their first line what they were made from', () => {
    for (const [name, content] of files()) {
      if (/\.(json|svg)$/.test(name)) continue;
      assert.match(content.split('\n')[0] ?? '', /Generated from .*nodes\/|Generated from locales\//, name);
    }
  });
});
