import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { runQuietly } from './run.mjs';

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes what it installed into
 * node_modules/.package-lock.json as its last step, so an interrupted installation counts as none. Contents are compared,
 * not times: a clone or a checkout changes every time stamp.
 */
export function packagesAreInstalled(folder) {
  const wanted = readLock(path.join(folder, 'package-lock.json'));
  const installed = readLock(path.join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) {
    throw new Error(
      `${path.relative(ROOT, path.join(folder, 'package-lock.json'))} is missing: the clone is incomplete`,
    );
  }
  // Users may do without these; whoever works on the package needs them.
  const own = Object.keys(wanted['']?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`);
  return (
    installed !== undefined &&
    Object.entries(wanted).every(
      ([place, entry]) => place === '' || isInstalled(entry, installed[place], own.includes(place)),
    )
  );
}

function isInstalled(wanted, installed, isNeeded) {
  if (installed === undefined) {
    // npm leaves out what is made for other platforms.
    return wanted.optional === true && !isNeeded;
  }
  return installed.version === wanted.version && installed.integrity === wanted.integrity;
}

/** Installs exactly what package-lock.json says. */
export async function installPackages(folder) {
  const place = path.relative(ROOT, folder) || '.';
  const { program, args, shell } = npm();
  // Development packages are needed whatever NODE_ENV says. npm warns when Node-RED 5 is installed by an older Node.js:
  // the tests start it with a newer one, so only errors are of interest.
  const ci = [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await runQuietly(program, ci, {
    cwd: folder,
    shell,
    failure: `npm ci failed in ${place}: npm's own words are above, and its log is in the folder that "npm config get cache" names, under _logs`,
  });
}

/** The npm that started us, or else the one in PATH. */
function npm() {
  const started = process.env.npm_execpath;
  if (started !== undefined && /npm-cli\.[cm]?js$/.test(started)) {
    return { program: process.execPath, args: [started], shell: false };
  }
  return { program: 'npm', args: [], shell: process.platform === 'win32' };
}

function readLock(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text).packages;
}
