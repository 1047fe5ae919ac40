/**
 * `npm test`: prepares the clone, lints and checks types side by side, then runs the tests.
 * Arguments go to mocha: `npm test -- --grep paging`, `npm test -- test/client/limits/retry.test.ts`.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { printSummary } from './part-reporter.mjs';
import { commandScript, isMain } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main, run, runQuietly, StepFailed } from './run.mjs';

const ALL_TESTS = 'test/**/*.test.ts';
/** They mostly wait for programs of their own (Node-RED, a browser, npm), so that those which compute run beside them. */
const WITH_PROCESSES = ['browser', 'node-red', 'package', 'saved', 'support'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const MOCHA = commandScript('mocha', 'bin', 'mocha.js');

async function test(mochaArguments) {
  await prepare({ forTests: true });
  await check();
  return mochaArguments.length === 0 ? testAll() : testSome(mochaArguments);
}

async function testSome(mochaArguments) {
  // mocha adds the files it is given to those of its configuration, so the default lives here.
  const files = mochaArguments.some((argument) => argument.endsWith('.ts')) ? [] : [ALL_TESTS];
  const { code } = await run(process.execPath, [MOCHA, ...mochaArguments, ...files], { show: true });
  return code;
}

/** Every test, in two processes. What the second one says is shown when the first has ended, and one summary stands below both. */
async function testAll() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jira-flows-tests-'));
  const begun = Date.now();
  const part = (name, files, options) =>
    run(process.execPath, [MOCHA, '--reporter', './scripts/part-reporter.mjs', '--color', ...files], {
      env: { ...process.env, MOCHA_PART: path.join(folder, name), ...options.env },
      show: options.show,
    });
  try {
    const ignored = WITH_PROCESSES.flatMap((files) => ['--ignore', files]);
    const [computing, waiting] = await Promise.all([
      // Only a run of every test of the nodes can tell what no test tries.
      part('computing', [...ignored, ALL_TESTS], { show: true, env: { WHOLE_RUN: 'true' } }),
      part('waiting', WITH_PROCESSES, { show: false }),
    ]);
    console.log(waiting.output);
    const parts = Object.entries({ computing, waiting }).map(([name, { code }]) => {
      const file = path.join(folder, name);
      if (!existsSync(file)) throw new StepFailed(`Mocha ended before its summary, with exit code ${code}.`);
      return JSON.parse(readFileSync(file, 'utf8'));
    });
    printSummary(parts, Date.now() - begun);
    return computing.code || waiting.code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
