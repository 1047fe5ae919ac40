import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** What the scripts remember between two runs; never committed, safe to delete. */
export const CACHE = path.join(ROOT, '.cache');
export const NODE_RED_5 = path.join(ROOT, 'test', 'node-red-5');

/** The script behind an installed command. Started with `node`, so that it also works where `.bin` holds shell scripts. */
export function commandScript(...where) {
  const script = path.join(ROOT, 'node_modules', ...where);
  if (!existsSync(script)) {
    throw new Error(`${path.relative(ROOT, script)} is missing: delete node_modules and try again`);
  }
  return script;
}

/** Whether Node.js was started with this module, and not with one that imports it. */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);
}
