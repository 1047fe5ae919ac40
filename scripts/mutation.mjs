/**
 * `npm run mutation`: changes one small thing at a time in the code that must not be wrong, and expects a test to fail for it.
 * What survives is explained in test/mutation.md, and fails the run if it is more than is explained there.
 * `npm run mutation -- retry` runs one of them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE, commandScript, isMain, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main, run, StepFailed } from './run.mjs';

/** Each file with the tests that alone must find whatever is changed in it. */
const AREAS = {
  retry: { mutate: 'nodes/client/retry.ts', tests: ['test/client/retry.test.ts'] },
  paging: { mutate: 'nodes/client/paging.ts', tests: ['test/client/paging.test.ts'] },
  coerce: { mutate: 'nodes/engine/coerce.ts', tests: ['test/engine/coerce.test.ts'] },
  chaining: { mutate: 'nodes/engine/chaining.ts', tests: ['test/engine/chaining.test.ts'] },
  inputs: { mutate: 'nodes/engine/inputs.ts', tests: ['test/engine/inputs.test.ts'] },
};
const SURVIVED = new Set(['Survived', 'NoCoverage']);

async function mutation(wanted) {
  await prepare();
  const explained = readExplained();
  const names = wanted.length > 0 ? wanted : Object.keys(AREAS);
  let surplus = 0;
  for (const name of names) {
    const survivors = await mutate(name);
    for (const survivor of survivors) console.log(`  ${survivor}`);
    const expected = explained.get(name) ?? 0;
    console.log(`${name}: ${survivors.length} survived, ${expected} explained`);
    surplus += Math.max(0, survivors.length - expected);
  }
  if (surplus > 0) throw new StepFailed(`${surplus} mutants survived that test/mutation.md does not explain.`);
}

/** @returns {Promise<string[]>} the changes that no test noticed */
async function mutate(name) {
  const area = AREAS[name];
  if (area === undefined) throw new StepFailed(`${name}? There are: ${Object.keys(AREAS).join(', ')}`);
  const folder = path.join(CACHE, 'mutation');
  mkdirSync(folder, { recursive: true });
  const report = path.join(folder, `${name}.json`);
  const config = path.join(folder, `${name}.config.json`);
  const mocha = ['node', path.join('node_modules', 'mocha', 'bin', 'mocha.js'), '--bail', '--reporter', 'dot'];
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: 'command',
      // Only what a test needs: the hooks of the whole run would read Atlassian's documents for every mutant.
      commandRunner: { command: [...mocha, '--no-config', '--require', 'tsx/cjs', ...area.tests].join(' ') },
      mutate: [area.mutate],
      reporters: ['json'],
      jsonReporter: { fileName: report },
      ignorePatterns: ['/dist', '/docs', '/resources', '/.cache', '/coverage', '/test/node-red-5'],
      tempDirName: path.join(folder, `sandbox-${name}`),
      allowConsoleColors: false,
      logLevel: 'error',
      concurrency: 2,
      timeoutMS: 15_000,
    }),
  );
  const { code, output } = await run(process.execPath, [
    commandScript('@stryker-mutator', 'core', 'bin', 'stryker.js'),
    'run',
    config,
  ]);
  if (code !== 0) throw new StepFailed(`${output.trimEnd()}\n\nThe mutants of ${area.mutate} could not be tried.`);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  return Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants
      .filter(({ status }) => SURVIVED.has(status))
      .map(({ location, mutatorName, replacement }) => `${file}:${location.start.line} ${mutatorName}: ${replacement}`),
  );
}

/** How many survivors of each file test/mutation.md explains: the list items below the heading of that name. */
function readExplained() {
  const text = readFileSync(path.join(ROOT, 'test', 'mutation.md'), 'utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.split('\n')[0].trim(), [...section.matchAll(/^- /gm)].length]));
}

if (isMain(import.meta.url)) {
  await main(() => mutation(process.argv.slice(2)));
}
