/**
 * `npm run coverage`: runs the tests that walk through the client and the engine, prints what they reach, and fails when a folder falls
 * below its mark. A page with every line is in coverage/index.html.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandScript, isMain, ROOT } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main, run, StepFailed } from './run.mjs';

/** The least percentage of branches, by folder. */
const MARKS = { 'nodes/client': 95, 'nodes/engine': 95 };
const TESTS = 'test/{client,engine,jira,nodes,site,faults}/**/*.test.ts';
/** Much work in which neither folder has a part. */
const UNRELATED = 'test/jira/rich-text/*.test.ts';
/** As in .mocharc.json, but compiled so that every branch counted is one of ours; in one process, because mocha ends its others before they have written. */
const HOW = ['scripts/coverage-loader.cjs', 'test/support/property-tests.ts', 'test/openapi/hooks.ts']
  .flatMap((file) => ['--require', `./${file}`])
  .concat('--no-config', '--timeout', '60000', '--reporter', 'dot', '--ignore', UNRELATED);
const REPORT = path.join(ROOT, 'coverage', 'coverage-final.json');

async function coverage() {
  await prepare();
  const folders = Object.keys(MARKS).flatMap((folder) => ['--include', `${folder}/**`]);
  const c8 = (reports, ...command) => {
    const reporters = reports.map((reporter) => `--reporter=${reporter}`);
    return run(process.execPath, [commandScript('c8', 'bin', 'c8.js'), ...reporters, ...folders, ...command], {
      show: true,
    });
  };
  const { code } = await c8(['json'], process.execPath, commandScript('mocha', 'bin', 'mocha.js'), ...HOW, TESTS);
  // A test that fails is the last thing to be seen, not above a table of two hundred lines.
  if (code !== 0) return code;
  await c8(['text', 'html'], 'report');
  const below = Object.entries(MARKS).filter(([folder, mark]) => {
    const percent = branchesReached(folder);
    console.log(`${folder}: ${percent.toFixed(1)} % of branches`);
    return percent < mark;
  });
  if (below.length > 0) {
    throw new StepFailed(below.map(([folder, mark]) => `${folder} is below ${mark} % of branches.`).join('\n'));
  }
  return 0;
}

/**
 * Counted anew, because the table above includes what esbuild wraps around each module: its helpers have branches, and the source map
 * puts them on the first line, which in our files is an import.
 */
function branchesReached(folder) {
  const prefix = path.join(ROOT, folder) + path.sep;
  const counts = Object.entries(JSON.parse(readFileSync(REPORT, 'utf8')))
    .filter(([file]) => file.startsWith(prefix))
    .flatMap(([, { branchMap, b }]) =>
      Object.entries(branchMap)
        .filter(([, { loc }]) => loc.start.line > 1)
        .flatMap(([id]) => b[id]),
    );
  return (100 * counts.filter((count) => count > 0).length) / counts.length;
}

if (isMain(import.meta.url)) {
  await main(coverage);
}
