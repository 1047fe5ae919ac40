import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const PROJECT_ROOT = path.resolve(__dirname, '..', '..');

/** The two lines of Node-RED that people run: the newest for Node.js 20, and the newest of all. */
export const NODE_RED_VERSIONS = ['4.1', '5'] as const;
export type NodeRedVersion = (typeof NODE_RED_VERSIONS)[number];

/** The line that a suite is tried with which needs only one: the newest for Node.js 20, or 5 where the matrix says so. */
export const ONE_NODE_RED: NodeRedVersion = process.env.NODE_RED_TO_LOAD === '5' ? '5' : '4.1';

/**
 * What a suite goes through that is as long on either line: `npm test` has 4.1 and `npm run test:matrix` has 5, so that continuous integration sees
 * both, and a person who waits sees one. Both lines install the package, run the examples and show every form in `npm test` alone.
 */
export const NODE_REDS_OF_THIS_RUN: readonly NodeRedVersion[] = [ONE_NODE_RED];

const NODE_RED_5 = path.join(PROJECT_ROOT, 'test', 'node-red-5', 'node_modules');
/** `engines` of Node-RED 5. */
const OLDEST_NODE_FOR_5 = { major: 22, minor: 9 };

/** The Node.js to start a Node-RED with, and the script to give it. */
export function commandFor(version: NodeRedVersion): { node: string; script: string } {
  if (version === '4.1') {
    return { node: process.execPath, script: require.resolve('node-red/red.js') };
  }
  return { node: nodeFor5(), script: existing(path.join(NODE_RED_5, 'node-red', 'red.js')) };
}

/** The Node-RED that tests load into their own process. */
export function nodeRedToLoad(): string {
  return ONE_NODE_RED === '5'
    ? require.resolve(existing(path.join(NODE_RED_5, 'node-red')))
    : require.resolve('node-red');
}

/** Loads a module as that Node-RED does: its own core nodes, its own log. */
export function requireFromNodeRed(module: string): unknown {
  return createRequire(nodeRedToLoad())(module);
}

/**
 * Node-RED 5 refuses Node.js 20, on which this package must be tested too, so test/node-red-5 installs a newer Node.js
 * from npm as an ordinary dependency. Where it exists it is used, so that the tests run the same everywhere. npm has none
 * for macOS in the version we pin: there, and wherever it is missing, the Node.js that runs the tests has to be new enough.
 */
function nodeFor5(): string {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const installed = path.join(NODE_RED_5, `node-${process.platform.replace(/32$/, '')}-${process.arch}`, 'bin', binary);
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough =
    major > OLDEST_NODE_FOR_5.major || (major === OLDEST_NODE_FOR_5.major && minor >= OLDEST_NODE_FOR_5.minor);
  return isNewEnough ? process.execPath : existing(installed);
}

function existing(file: string): string {
  if (!existsSync(file)) {
    throw new Error(
      `${file} is missing. Run "node scripts/prepare.mjs --for-tests", or the tests with Node.js ` +
        `${OLDEST_NODE_FOR_5.major}.${OLDEST_NODE_FOR_5.minor} or newer where npm has no Node.js for this platform.`,
    );
  }
  return file;
}
