import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../../nodes/actions/index';
import type { Action } from '../../nodes/definition';
import { CASES, casesFile } from '../support/cases';
import { EXAMPLES, type Example } from '../support/examples';
import { PROJECT_ROOT } from '../support/node-red-versions';
import { nodeSets, readText } from './manifest';

const TYPES = [...actions.map((action) => action.type), 'jira-event', 'jira-site'];
const LANGUAGES = readdirSync(path.join(PROJECT_ROOT, 'locales'));

/** The folder of `nodes/actions` that an action is in. */
const resourceOf = (action: Action): string => path.basename(path.dirname(casesFile(action)));

const typesIn = (examples: readonly Example[]): string[] =>
  examples.flatMap(({ flow }) => flow.map((node) => node.type));

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

  it('has an example of each action in the folder of its resource, where the import dialog shows it', () => {
    const without = actions.filter(
      (action) => !typesIn(EXAMPLES.filter(({ folder }) => folder === resourceOf(action))).includes(action.type),
    );
    assert.deepEqual(
      without.map((action) => `${action.type} needs an example in examples/${resourceOf(action)}/`),
      [],
    );
  });

  it('has no example where nobody looks for it', () => {
    const folders = ['stories', ...actions.map(resourceOf)];
    assert.deepEqual(
      EXAMPLES.filter(({ folder }) => !folders.includes(folder)).map(({ name }) => name),
      [],
    );
  });

  it('has only examples whose site the editor knows for that of an example, which gives way to the own site of whoever imports it', () => {
    const sites = EXAMPLES.flatMap(({ name, flow }) =>
      flow.filter(({ type }) => type === 'jira-site').map(({ siteUrl }) => [name, siteUrl]),
    );
    assert.ok(sites.length > 0);
    assert.deepEqual(
      sites.filter(([, address]) => address !== 'https://your-company.atlassian.net'),
      [],
    );
  });

  it('has no example with a node of ours that does not exist', () => {
    const ours = typesIn(EXAMPLES).filter((type) => type.startsWith('jira-'));
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
        assert.ok(typesIn(EXAMPLES).includes(type), `no file in examples/ uses ${type}`);
      });
    });
  }
});
