import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listOf, objectOf } from '../openapi/json';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_RED_VERSIONS, PROJECT_ROOT } from '../support/node-red-versions';
import { npm } from '../support/user-directory';
import { nodeSets, packageName, plugins } from './manifest';

const FILES = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
const FOLDERS = ['dist', 'examples', 'resources'];
const KINDS = /\.(js|html|json|svg|png)$/;
/** An npm that has to fetch the dependencies takes its time. */
const INSTALL_MS = 120_000;

describe('the package that npm publishes', () => {
  let folder = '';
  let tarball = '';
  let files: readonly string[] = [];

  before(async function () {
    this.timeout(INSTALL_MS);
    folder = mkdtempSync(path.join(tmpdir(), 'packed-'));
    // Without scripts: the tests run on what is built, and npm would print the scripts' words into its JSON.
    const said = await npm(PROJECT_ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
    const packed = objectOf(listOf(JSON.parse(said))[0]);
    tarball = path.join(folder, String(packed.filename));
    files = listOf(packed.files).map((file) => String(objectOf(file).path));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds everything that a user needs', () => {
    const entries = Object.values({ ...nodeSets, ...plugins }).map(String);
    const wanted = [
      ...FILES,
      ...entries,
      'resources/jira-editor.js',
      'resources/jira-sidebar.js',
      'resources/jira-sidebar.en-US.json',
    ];
    assert.deepEqual(
      wanted.filter((file) => !files.includes(file)),
      [],
    );
    for (const place of ['dist/icons/', 'dist/locales/en-US/', 'dist/nodes/', 'examples/']) {
      assert.ok(
        files.some((file) => file.startsWith(place)),
        `${place} is empty`,
      );
    }
  });

  it('holds nothing else: no source, no test, no source map, nothing that only the build needs', () => {
    const foreign = files.filter(
      (file) =>
        !FILES.includes(file) &&
        !(FOLDERS.includes(file.split('/')[0] ?? '') && KINDS.test(file) && !/\/editor\/|\.test\./.test(file)),
    );
    assert.deepEqual(foreign, []);
  });

  for (const version of NODE_RED_VERSIONS) {
    describe(`installed into an empty Node-RED ${version}`, () => {
      let nodeRed: RealNodeRed;

      before(async function () {
        this.timeout(INSTALL_MS);
        nodeRed = await startNodeRed({ version, package: tarball });
      });
      after(() => nodeRed?.stop());

      it('loads every node set', async () => {
        const { body } = await nodeRed.request('GET', '/nodes');
        const sets = listOf(body)
          .map(objectOf)
          .filter((set) => set.module === packageName)
          .map(({ name, enabled, types, err }) => ({ name, enabled, types, err }));
        const expected = Object.keys(nodeSets).map((name) => ({ name, enabled: true, types: [name], err: undefined }));
        const byName = (a: { name?: unknown }, b: { name?: unknown }) => String(a.name).localeCompare(String(b.name));
        assert.deepEqual(sets.sort(byName), expected.sort(byName));
      });

      it('loads what the forms share', async () => {
        const { body } = await nodeRed.request('GET', '/plugins');
        const loaded = listOf(body)
          .map(objectOf)
          .filter((set) => set.module === packageName);
        assert.deepEqual(
          loaded.map(({ name, enabled, err }) => ({ name, enabled, err })),
          Object.keys(plugins).map((name) => ({ name, enabled: true, err: undefined })),
        );
        const script = await nodeRed.request('GET', `/resources/${packageName}/jira-editor.js`);
        assert.equal(script.status, 200);
      });

      it('is named by no warning and no error of the log', () => {
        const names = [packageName, ...Object.keys(nodeSets)];
        const bad = names
          .flatMap((name) => nodeRed.logLinesNaming(name))
          .filter((line) => /\[(warn|error|fatal)\]|Warning|Error/.test(line));
        assert.deepEqual(bad, []);
      });

      it('brings no second Node-RED along', () => {
        assert.ok(existsSync(path.join(nodeRed.userDirectory, 'node_modules', packageName)));
        assert.ok(!existsSync(path.join(nodeRed.userDirectory, 'node_modules', 'node-red')));
      });
    });
  }
});
