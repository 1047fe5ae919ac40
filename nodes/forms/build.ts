/**
 * Renders what the editor and Node-RED's loader need into `dist` and `resources`, beside the compiled nodes in
 * `dist/nodes`. Run after the compiler: `tsx nodes/forms/build.ts`.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { actions } from '../actions/index';
import { BuildError } from './problems';
import { type Files, render } from './render';

const ROOT = path.resolve(__dirname, '../..');
/** What the compiler wrote. Everything else in `dist` is rendered here. */
const COMPILED = 'nodes';

function write(files: Files): void {
  const dist = path.join(ROOT, 'dist');
  mkdirSync(dist, { recursive: true });
  for (const stale of readdirSync(dist).filter((entry) => entry !== COMPILED)) {
    rmSync(path.join(dist, stale), { recursive: true });
  }
  rmSync(path.join(ROOT, 'resources'), { recursive: true, force: true });
  for (const [file, content] of files) {
    const place = path.join(ROOT, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
}

try {
  write(render(ROOT, actions));
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
