import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../support/node-red-versions';

const MOCHA = path.join(PROJECT_ROOT, 'node_modules/mocha/bin/mocha.js');
const REPORTER = path.join(PROJECT_ROOT, 'scripts/part-reporter.mjs');
const TESTS = {
  'good.js': `it('holds', () => {});`,
  'bad.js': `describe('a promise', () => {
    it('is broken', () => require('node:assert').deepEqual({ kept: false }, { kept: true }));
    it('is left open');
  });`,
};

describe('the summary of tests that ran in two processes', () => {
  it('counts those of both, and shows what failed in either, or a red run would look green', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'parts-'));
    try {
      const parts = Object.entries(TESTS).map(([name, text]) => {
        const file = path.join(folder, name);
        writeFileSync(file, text);
        const env = { ...process.env, MOCHA_PART: `${file}.json` };
        const { stdout } = spawnSync(process.execPath, [MOCHA, '--no-config', '--reporter', REPORTER, file], {
          env,
          encoding: 'utf8',
        });
        assert.doesNotMatch(stdout, /passing/);
        return `${file}.json`;
      });
      const script = `import { readFileSync } from 'node:fs'; import { printSummary } from ${JSON.stringify(REPORTER)};
        printSummary(${JSON.stringify(parts)}.map((file) => JSON.parse(readFileSync(file, 'utf8'))), 61000);`;
      const summary = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
      assert.match(summary, /1 passing \(1m\)\n\s+1 pending\n\s+1 failing/);
      assert.match(summary, /1\) a promise\n\s+is broken:/);
      assert.match(summary, /kept/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
