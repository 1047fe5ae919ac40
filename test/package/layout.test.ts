import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../../nodes/actions/index';
import { CASES, casesFile } from '../support/cases';
import { PROJECT_ROOT } from '../support/node-red-versions';
import { nodeSets, readJson, readText } from './manifest';

const TYPES = [...actions.map((action) => action.type), 'jira-event', 'jira-site'];
const LANGUAGES = readdirSync(path.join(PROJECT_ROOT, 'locales'));

const isBuilt = (file: string): void =>
  assert.ok(existsSync(path.join(PROJECT_ROOT, file)), `${file} is missing: is the build up to date (npm run build)?`);

describe('the package', () => {
  it('has an index of actions and a list of node sets that follow from the files', () => {
    const script = path.join(PROJECT_ROOT, 'scripts', 'actions.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('offers exactly its actions, the trigger and the site to Node-RED: none forgotten, none left behind', () => {
    assert.deepEqual(Object.keys(nodeSets).sort(), [...TYPES].sort());
  });

  it('has cases for every action: the suites that go through all actions know it from them alone', () => {
    const without = actions.filter((action) => !CASES.has(action));
    assert.deepEqual(
      without.map((action) => `${action.type} needs its cases in ${casesFile(action)}`),
      [],
    );
  });

  it('has no two actions of one type', () => {
    assert.equal(new Set(TYPES).size, TYPES.length);
  });

  it('has no example with a node of ours that does not exist', () => {
    const ours = exampleTypes().filter((type) => type.startsWith('jira-'));
    assert.deepEqual(
      ours.filter((type) => !TYPES.includes(type)),
      [],
    );
  });

  for (const type of TYPES) {
    describe(type, () => {
      it('is found by Node-RED where package.json says', () => {
        assert.equal(nodeSets[type], `dist/${type}.js`);
        isBuilt(`dist/${type}.js`);
      });

      it('has a form, in the place and with the literal words that Node-RED and the Flow Library look for', () => {
        const form = readText(`dist/${type}.html`);
        assert.match(form, new RegExp(`data-template-name="${type}"`));
        assert.match(readText(`dist/locales/en-US/${type}.html`), new RegExp(`data-help-name="${type}"`));
        assert.match(form, new RegExp(`registerType\\(\\s*['"]${type}['"]`));
      });

      it('has its words in every language', () => {
        for (const language of LANGUAGES) {
          isBuilt(`dist/locales/${language}/${type}.json`);
        }
      });

      it('has an icon that exists', () => {
        const icon = /\bicon:\s*['"]([^'"]+)['"]/.exec(readText(`dist/${type}.html`))?.[1];
        if (type !== 'jira-site') {
          assert.ok(icon !== undefined, 'the form names no icon');
        }
        if (icon !== undefined && !icon.startsWith('font-awesome/')) {
          isBuilt(`dist/icons/${icon}`);
        }
      });

      it('is shown by an example that a user can import', () => {
        assert.ok(exampleTypes().includes(type), `no file in examples/ uses ${type}`);
      });
    });
  }
});

/** The types of all nodes in all examples. */
function exampleTypes(): string[] {
  return readdirSync(path.join(PROJECT_ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const flow = readJson(path.join('examples', file));
      assert.ok(Array.isArray(flow), `examples/${file} is no flow`);
      return flow.map((node: { type: string }) => node.type);
    });
}
