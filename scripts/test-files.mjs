import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './paths.mjs';

/** What begins first: it mostly waits for programs of its own (a browser, Node-RED), or is long, and nobody should be left to wait for it. */
const FIRST = ['browser/', 'jira/rich-text/', 'node-red/', 'faults/', 'saved/', 'package/', 'support/'];

/** Mocha's options for files side by side: one process more than there are cores, since of several one mostly waits, as far as memory goes. */
export const SIDE_BY_SIDE = ['--parallel', '--jobs', String(Math.min(os.availableParallelism() + 1, 8))];

/**
 * Every test file, in the order in which they should begin.
 * @param {readonly string[]} [without] beginnings of those to leave out, below `test/`
 */
export function testFiles(without = []) {
  const files = readdirSync(path.join(ROOT, 'test'), { recursive: true })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules/'))
    .filter((file) => !without.some((start) => file.startsWith(start)))
    .sort();
  const rank = (file) => FIRST.findIndex((start) => file.startsWith(start)) + 1 || FIRST.length + 1;
  return files.sort((a, b) => rank(a) - rank(b)).map((file) => `test/${file}`);
}
