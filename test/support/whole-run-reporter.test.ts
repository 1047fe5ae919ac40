import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withDocuments } from '../openapi/samples';
import { operationOn, ROUTES } from '../openapi/used-operations';
import { DEPLOYMENTS } from './demo';
import { PROJECT_ROOT } from './node-red-versions';

const MOCHA = path.join(PROJECT_ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
const OPERATIONS = ROUTES.flatMap((route) => DEPLOYMENTS.map((deployment) => operationOn(deployment, route)));

describe('the run of every test, in several processes', function () {
  this.timeout(120_000);
  withDocuments();
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'whole-run-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A run of some tests, whose processes have made nodes call some operations each. */
  function runOf(tests: Readonly<Record<string, string>>, ...called: readonly (readonly string[])[]) {
    const seen = path.join(folder, 'seen');
    rmSync(seen, { recursive: true, force: true });
    mkdirSync(seen);
    for (const [index, operations] of called.entries()) {
      const counts = Object.fromEntries(operations.map((operation) => [operation, 1]));
      writeFileSync(path.join(seen, `${index}.json`), JSON.stringify(counts));
    }
    const files = Object.entries(tests).map(([name, text]) => {
      const file = path.join(folder, name);
      writeFileSync(file, text);
      return file;
    });
    const options = ['--no-config', '--require', 'tsx/cjs', '--parallel', '--jobs', '2'];
    const reporter = ['--reporter', './test/support/whole-run-reporter.ts'];
    const { status, stdout } = spawnSync(process.execPath, [MOCHA, ...options, ...reporter, ...files], {
      cwd: PROJECT_ROOT,
      env: { ...process.env, WHOLE_RUN: seen },
      encoding: 'utf8',
    });
    return { status, stdout };
  }

  const good = { 'good.js': `it('holds', () => {});` };

  it('is green where what one of them leaves untried is tried by another', () => {
    const { status, stdout } = runOf(good, OPERATIONS.slice(0, 5), OPERATIONS.slice(5));
    assert.match(stdout, /1 passing \(\d+m?s\)\s*$/);
    assert.equal(status, 0);
  });

  it('fails, in its summary and in its exit code, where none of them tried a route', () => {
    const untried = 'cloud POST /rest/api/3/issueLink';
    const { status, stdout } = runOf(
      good,
      OPERATIONS.filter((operation) => operation !== untried),
    );
    assert.match(stdout, /1 passing.*\n\s+1 failing/);
    assert.ok(stdout.includes(`${untried}: no test made a node call it`), stdout);
    assert.equal(status, 1);
  });

  it('shows in one summary what failed in any of them, or a red run would look green', () => {
    const bad = `describe('a promise', () => {
      it('is broken', () => require('node:assert').deepEqual({ kept: false }, { kept: true }));
    });`;
    const { status, stdout } = runOf({ ...good, 'bad.js': bad }, OPERATIONS);
    assert.match(stdout, /1 passing.*\n\s+1 failing/);
    assert.match(stdout, /1\) a promise\n\s+is broken:[\s\S]*kept/);
    assert.equal(status, 1);
  });
});
