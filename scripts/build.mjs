import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deriveFromActions } from './actions.mjs';
import { CACHE, commandScript, isMain, ROOT } from './paths.mjs';
import { main, runQuietly } from './run.mjs';

/** Everything that the build reads; package-lock.json stands for the versions of its tools. */
const SOURCES = [
  'nodes',
  'icons',
  'locales',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/actions.mjs',
];
const RESULTS = ['dist', 'resources'];
const STAMP = path.join(CACHE, 'build.json');
/** tsc writes nothing when this file says that nothing changed, even if the results are gone. */
const COMPILER_MEMORY = path.join(CACHE, 'build.tsbuildinfo');

/** Whether the results are there, untouched, and made from the present sources. */
export function buildIsFresh() {
  if (!existsSync(STAMP)) return false;
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8'));
  return stamp.sources === contentHash(SOURCES) && stamp.results === contentHash(RESULTS);
}

/** Builds from nothing, so that the result of a deleted source can't be packed. */
export async function build() {
  for (const old of [STAMP, COMPILER_MEMORY, ...RESULTS]) {
    rmSync(path.resolve(ROOT, old), { recursive: true, force: true });
  }
  deriveFromActions();
  // Taken before the build: what changes while it runs must lead to another build.
  const sources = contentHash(SOURCES);
  await runQuietly(process.execPath, [commandScript('typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
    failure: 'The nodes do not compile',
  });
  await runQuietly(process.execPath, [commandScript('tsx', 'dist', 'cli.mjs'), 'nodes/forms/build.ts'], {
    failure: 'nodes/forms/build.ts could not render the forms',
  });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(STAMP, `${JSON.stringify({ sources, results: contentHash(RESULTS) }, null, 2)}\n`);
}

function contentHash(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesIn)) {
    const content = readFileSync(path.join(ROOT, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** @returns {string[]} paths from the root, sorted; nothing when the place does not exist */
function filesIn(place) {
  const absolute = path.join(ROOT, place);
  const what = statSync(absolute, { throwIfNoEntry: false });
  if (!what?.isDirectory()) return what === undefined ? [] : [place];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}

if (isMain(import.meta.url)) {
  await main(build);
}
