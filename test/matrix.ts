/**
 * `npm run test:matrix`: once more, on the Node.js and the Node-RED that are newest, every suite that loads our code into its own process.
 * The suites that start real Node-REDs start both lines of it in `npm test` already.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commandFor, PROJECT_ROOT } from './support/node-red-versions';

const SUITES = ['client', 'clients', 'demo', 'engine', 'jira', 'nodes'].map((room) => `test/${room}/**/*.test.ts`);

const { node, script } = commandFor('5');
const { version } = createRequire(script)('./package.json') as { version: string };
process.stdout.write(`Node-RED ${version} with ${path.relative(PROJECT_ROOT, node) || node}\n`);
const mocha = path.join(PROJECT_ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
const child = spawn(node, [mocha, '--reporter', 'dot', ...SUITES], {
  cwd: PROJECT_ROOT,
  env: { ...process.env, NODE_RED_TO_LOAD: '5' },
  stdio: 'inherit',
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
