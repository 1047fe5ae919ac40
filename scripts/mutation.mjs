/**
 * `npm run mutation`: changes one small thing at a time in the code that must not be wrong, and expects a test to fail for it.
 * What survives is explained in test/mutation.md; a survivor without an explanation fails the run, and so does an explanation without
 * a survivor.
 * `npm run mutation -- retry` runs one of them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE, commandScript, isMain, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main, run, StepFailed } from './run.mjs';

/** Each file with the tests that alone must find whatever is changed in it. */
const AREAS = {
  retry: { mutate: 'nodes/client/limits/retry.ts', tests: ['test/client/limits/retry.test.ts'] },
  paging: { mutate: 'nodes/client/lists/paging.ts', tests: ['test/client/lists/paging.test.ts'] },
  coerce: { mutate: 'nodes/engine/coerce.ts', tests: ['test/engine/coerce.test.ts'] },
  chaining: { mutate: 'nodes/engine/chaining.ts', tests: ['test/engine/chaining.test.ts'] },
  inputs: {
    mutate: 'nodes/engine/inputs.ts',
    tests: ['test/engine/inputs.test.ts', 'test/engine/field-inputs.test.ts'],
  },
};
const SURVIVED = new Set(['Survived', 'NoCoverage']);

async function mutation(wanted) {
  await prepare();
  const names = wanted.length > 0 ? wanted : Object.keys(AREAS);
  const wrong = [];
  for (const name of names) {
    const { tried, survivors } = await mutate(name);
    const explained = explanations(name);
    console.log(`${name}: ${tried} changes, ${survivors.length} noticed by no test, ${explained.length} explained`);
    wrong.push(...without(survivors, explained).map((one) => `${name}: nothing explains why this survived: ${one}`));
    wrong.push(...without(explained, survivors).map((one) => `${name}: explained, but a test notices it: ${one}`));
  }
  if (wrong.length > 0) throw new StepFailed(`${wrong.join('\n')}\nThe place for explanations is test/mutation.md.`);
}

/** What is in the first list more often than in the second. */
function without(list, others) {
  const left = [...others];
  return list.filter((one) => {
    const place = left.indexOf(one);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

/** @returns {Promise<{ tried: number, survivors: string[] }>} how many changes were tried, and those that no test noticed */
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
  const tried = Object.values(JSON.parse(readFileSync(report, 'utf8')).files).flatMap(({ source, mutants }) =>
    mutants.map((mutant) => ({ ...mutant, source })),
  );
  return { tried: tried.length, survivors: tried.filter(({ status }) => SURVIVED.has(status)).map(change) };
}

/** A change as test/mutation.md writes it: both in the words of the code, as line numbers would soon be others. */
function change({ source, location: { start, end }, replacement }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines.push(lines.pop().slice(0, end.column - 1));
  lines[0] = lines[0].slice(start.column - 1);
  return `${quoted(lines.join('\n'))} → ${quoted(replacement)}`;
}

function quoted(code) {
  return `\`\` ${code.replace(/\s+/g, ' ')} \`\``;
}

/** The survivors that test/mutation.md explains: the list items below the heading of that name, up to their reasons. */
function explanations(name) {
  const text = readFileSync(path.join(ROOT, 'test', 'mutation.md'), 'utf8');
  const section = text.split(/^## /m).find((one) => one.startsWith(`${name}\n`)) ?? '';
  return [...section.matchAll(/^- (`` .*? `` → `` .*? ``): \S/gm)].map(([, survivor]) => survivor);
}

if (isMain(import.meta.url)) {
  await main(() => mutation(process.argv.slice(2)));
}
