/**
 * `npm test`: prepares the clone, lints and checks types side by side, then runs the tests.
 * Arguments go to mocha: `npm test -- --grep paging`, `npm test -- test/client/limits/retry.test.ts`.
 */

import { commandScript, isMain } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main, run, runQuietly } from './run.mjs';

const ALL_TESTS = 'test/**/*.test.ts';

async function test(mochaArguments) {
  await prepare({ forTests: true });
  await check();
  // mocha adds the files it is given to those of its configuration, so the default lives here.
  const files = mochaArguments.some((argument) => argument.endsWith('.ts')) ? [] : [ALL_TESTS];
  const { code } = await run(
    process.execPath,
    [commandScript('mocha', 'bin', 'mocha.js'), ...mochaArguments, ...files],
    // Only a run of every test can tell what no test tries.
    { show: true, env: mochaArguments.length === 0 ? { ...process.env, WHOLE_RUN: 'true' } : process.env },
  );
  return code;
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
