import assert from 'node:assert/strict';
import ts from 'typescript';
import { objectOf } from '../openapi/json';
import { manifest, nodeSets, packageName, readJson, readText } from './manifest';

/** What the Flow Library reads as text, without running it. */
const LITERAL = ['category', 'color', 'icon', 'inputs', 'outputs'];
/** The 95th percentile of all packages, says the scorecard. */
const MOST_DEPENDENCIES = 6;

/**
 * The checks of the Flow Library's scorecard (node-red-dev 0.1.6) that need no network. Its other three, whether a type or a name is taken
 * (N01, P08) and whether dependencies are the newest (D03), are for the day of a release.
 */
describe("the Flow Library's scorecard", () => {
  it('P01, P03: names a licence, and where to report what is broken', () => {
    assert.equal(manifest.license, 'MIT');
    assert.ok(objectOf(manifest.repository).url);
    assert.ok(manifest.bugs);
  });

  it('P04, P05: has a scoped name and the keyword by which the library finds it', () => {
    assert.match(packageName, /^@[a-z\d][\w-.]+\/[a-z\d][\w-.]*$/);
    assert.ok(Array.isArray(manifest.keywords) && manifest.keywords.includes('node-red'));
  });

  it('P06, P07: says that it runs on the newest Node-RED, and on the Node.js that this one needs', () => {
    const newest = objectOf(readJson('test/node-red-5/node_modules/node-red/package.json'));
    assert.ok(atLeast(newest.version, objectOf(manifest['node-red']).version));
    assert.ok(atLeast(newest.version, '>=4.1.0') && !atLeast('4.0.9', objectOf(manifest['node-red']).version));
    assert.ok(atLeast(String(objectOf(newest.engines).node).replace('>=', ''), objectOf(manifest.engines).node));
  });

  it('D01: has few dependencies', () => {
    assert.ok(Object.keys(objectOf(manifest.dependencies)).length <= MOST_DEPENDENCIES);
  });

  it('D02: brings no package that is known to break Node-RED', () => {
    const packages = objectOf(objectOf(readJson('package-lock.json')).packages);
    const agents = Object.entries(packages).filter(([place]) => place.endsWith('node_modules/agent-base'));
    assert.ok(agents.length > 0);
    for (const [place, entry] of agents) assert.ok(atLeast(objectOf(entry).version, '>=6.0.0'), place);
  });

  for (const type of Object.keys(nodeSets)) {
    it(`N01, N02: reads ${type} as text, so that its type, its look and its properties are known without running it`, () => {
      const { name, properties } = registration(readText(`dist/${type}.html`));
      assert.equal(name, type);
      const isConfig = type === 'jira-site';
      for (const property of isConfig ? ['category'] : LITERAL) {
        const value = properties.get(property);
        assert.ok(value && ts.isLiteralExpression(value), `${property} is no literal`);
      }
      const defaults = properties.get('defaults');
      assert.ok(defaults && ts.isObjectLiteralExpression(defaults), 'the defaults are not written out');
    });
  }
});

/** Whether a version is within a range of the form `>=1.2.3`, the only one used here. */
function atLeast(version: unknown, range: unknown): boolean {
  const wanted = /^>=([\d.]+)$/.exec(String(range))?.[1];
  assert.ok(wanted, `${String(range)} is no range of the form >=1.2.3`);
  return String(version).localeCompare(wanted, 'en', { numeric: true }) >= 0;
}

/** The one `RED.nodes.registerType(…)` in the scripts of a form. */
function registration(html: string): { name: string; properties: ReadonlyMap<string, ts.Expression> } {
  const scripts = [...html.matchAll(/<script type="text\/javascript">([\s\S]*?)<\/script>/g)].map(
    ([, code]) => code ?? '',
  );
  const source = ts.createSourceFile('form.js', scripts.join('\n'), ts.ScriptTarget.Latest);
  const calls = source.statements
    .filter(ts.isExpressionStatement)
    .map(({ expression }) => expression)
    .filter(ts.isCallExpression)
    .filter(({ expression }) => ts.isPropertyAccessExpression(expression) && expression.name.text === 'registerType');
  assert.equal(calls.length, 1);
  const [name, definition] = calls[0]?.arguments ?? [];
  assert.ok(name && ts.isStringLiteral(name) && definition && ts.isObjectLiteralExpression(definition));
  const assignments = definition.properties.filter(ts.isPropertyAssignment);
  return {
    name: name.text,
    properties: new Map(assignments.map((one) => [one.name.getText(source), one.initializer])),
  };
}
