/**
 * `npm run test:matrix`: every suite on the other line of Node-RED, and the Node.js that it needs. What `npm test` tries on both lines is left out.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commandFor, PROJECT_ROOT } from './support/node-red-versions';

const IN_BOTH_ALREADY = ['browser/other-line', 'node-red/examples', 'package/', 'support/'];

async function main(): Promise<void> {
  const { SIDE_BY_SIDE, testFiles } = await import('../scripts/test-files.mjs');
  const { node, script } = commandFor('5');
  const { version } = createRequire(script)('./package.json') as { version: string };
  process.stdout.write(`Node-RED ${version} with ${path.relative(PROJECT_ROOT, node) || node}\n`);
  const mocha = path.join(PROJECT_ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const child = spawn(node, [mocha, ...SIDE_BY_SIDE, '--reporter', 'dot', ...testFiles(IN_BOTH_ALREADY)], {
    cwd: PROJECT_ROOT,
    // Each Node-RED that the tests start compiles the same code.
    env: { NODE_COMPILE_CACHE: path.join(PROJECT_ROOT, '.cache', 'compiled'), ...process.env, NODE_RED_TO_LOAD: '5' },
    stdio: 'inherit',
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

void main();
