/**
 * `npm run test:unit`: the tests of the nodes' own code, for the time between two changes. They need no build, no browser and no real
 * Node-RED, run in two processes, and try a part of the random cases. `npm test` has the last word.
 * Arguments go to mocha: `npm run test:unit -- --grep paging`.
 */
import { installPackages, packagesAreInstalled } from './packages.mjs';
import { commandScript, isMain, ROOT } from './paths.mjs';
import { main, run } from './run.mjs';

const TESTS = 'test/{client,engine,i18n,jira,forms,locales,nodes,overview,overview-node,site,store}/**/*.test.ts';
/** What waits to show that nothing happens meanwhile, or tries very many combinations or very long texts. */
const SLOW = [
  'test/client/http/stale-connections.test.ts',
  'test/client/limits/lone-refusals.test.ts',
  'test/jira/rich-text/{growth,hostile}.test.ts',
  'test/nodes/{chaining,hostile-inputs,lists,pairs,published-examples,records,resumed-lists}.test.ts',
  'test/site/lookup.test.ts',
  'test/store/{crash,size}.test.ts',
];

async function testUnits(mochaArguments) {
  if (!packagesAreInstalled(ROOT)) await installPackages(ROOT);
  const options = ['--parallel', '--jobs', '2', '--reporter', 'dot', ...SLOW.flatMap((file) => ['--exclude', file])];
  const mocha = [commandScript('mocha', 'bin', 'mocha.js'), ...options, ...mochaArguments, TESTS];
  const { code } = await run(process.execPath, mocha, { show: true, env: { ...process.env, SHARE_OF_CASES: '0.05' } });
  return code;
}

if (isMain(import.meta.url)) {
  await main(() => testUnits(process.argv.slice(2)));
}
