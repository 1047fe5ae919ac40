/**
 * `npm test`: prepares the clone, lints and checks types side by side, then runs the tests.
 * Arguments go to mocha: `npm test -- --grep paging`, `npm test -- test/client/limits/retry.test.ts`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandScript, isMain } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main, run, runQuietly } from './run.mjs';
import { SIDE_BY_SIDE, testFiles } from './test-files.mjs';

/** Of suites with very many cases, so that nobody waits longer than six minutes. The matrix tries all of them. */
const PART_OF_CASES = '0.25';
const ALL_TESTS = 'test/**/*.test.ts';
/** Known once the packages are installed. */
const mocha = () => commandScript('mocha', 'bin', 'mocha.js');

async function test(mochaArguments) {
  await prepare({ forTests: true });
  await check();
  return mochaArguments.length === 0 ? testAll() : testSome(mochaArguments);
}

async function testSome(mochaArguments) {
  // mocha adds the files it is given to those of its configuration, so the default lives here.
  const files = mochaArguments.some((argument) => argument.endsWith('.ts')) ? [] : [ALL_TESTS];
  const { code } = await run(process.execPath, [mocha(), ...mochaArguments, ...files], { show: true });
  return code;
}

/** Every test, file by file in several processes, under one reporter that also knows what only a whole run can tell. */
async function testAll() {
  const seen = mkdtempSync(path.join(os.tmpdir(), 'jira-flows-tests-'));
  const options = [...SIDE_BY_SIDE, '--reporter', './test/support/whole-run-reporter.ts'];
  try {
    const { code } = await run(process.execPath, [mocha(), ...options, ...testFiles()], {
      show: true,
      env: { SHARE_OF_CASES: PART_OF_CASES, ...process.env, WHOLE_RUN: seen },
    });
    return code;
  } finally {
    rmSync(seen, { recursive: true, force: true });
  }
}

/** Both are waited for, so that one run shows what either has to say. */
async function check() {
  const results = await Promise.allSettled([
    runQuietly(process.execPath, [commandScript('@biomejs', 'biome', 'bin', 'biome'), 'check', '--colors=off'], {
      failure: 'The linter found something; "npm run lint -- --write" mends what it can',
    }),
    runQuietly(process.execPath, [commandScript('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json'], {
      failure: 'The types do not fit',
    }),
  ]);
  const failed = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
  if (failed.length > 1) {
    console.error(`${failed[0].message}\n`);
  }
  if (failed.length > 0) throw failed.at(-1);
}

if (isMain(import.meta.url)) {
  await main(() => test(process.argv.slice(2)));
}
