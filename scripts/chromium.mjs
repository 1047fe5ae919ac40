import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { run, StepFailed } from './run.mjs';

/** Variables that name the browser's program, the first that is set counting. */
const VARIABLES = ['CHROME_PATH', 'CHROMIUM'];

/** What Chromium and the browsers built from it are called in PATH. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Chromium alone brings no font to draw text with. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-dejavu-core'];

const ADVICE =
  'Install Chromium, Google Chrome or Microsoft Edge, or set CHROME_PATH to the program of one that is installed elsewhere';

/**
 * The program of an installed Chromium, Chrome or Edge; `undefined` where none is found.
 * @throws StepFailed if a variable names one that can't be run: somebody meant that one, so no other is taken
 */
export function findChromium({ env = process.env, platform = process.platform } = {}) {
  const variable = VARIABLES.find((name) => env[name]);
  if (variable !== undefined) {
    if (!isProgram(env[variable])) {
      throw new StepFailed(`${variable} is "${env[variable]}", which is not a program that can be run`);
    }
    return env[variable];
  }
  return places(env, platform).find(isProgram);
}

/**
 * Finds a browser as `findChromium` does, and says what to do where there is none.
 * @throws StepFailed
 */
export function chromium() {
  const found = findChromium();
  if (found === undefined) {
    throw new StepFailed(`The browser tests need a browser, and none was found. ${ADVICE}`);
  }
  return found;
}

/**
 * Installs Debian's Chromium, where that is possible without asking anybody.
 * @throws StepFailed with the reason where it is not
 */
export async function installChromium() {
  if (process.platform !== 'linux' || !inPath('apt-get')) {
    chromium();
    return;
  }
  const [program, ...first] = await asRoot();
  for (const step of [
    ['update', '-qq'],
    ['install', '-qq', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES],
  ]) {
    const words = [...first, 'apt-get', ...step];
    const { code, stoppedBy, output } = await run(program, words);
    if (stoppedBy !== undefined) throw new StepFailed(`Stopped by ${stoppedBy}.`);
    if (code !== 0) {
      throw new StepFailed(
        `${output.trimEnd()}\n\nThe browser tests need a browser; none was found, and "${[program, ...words].join(' ')}" failed. ${ADVICE}.`,
      );
    }
  }
  chromium();
}

/** How to run a command as root without being asked for a password. */
async function asRoot() {
  const quietly = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (process.getuid() === 0) return quietly;
  const sudo = ['sudo', '-n'];
  if (inPath('sudo') && (await run('sudo', ['-n', 'true'])).code === 0) {
    return [...sudo, ...quietly];
  }
  throw new StepFailed(
    `The browser tests need a browser; none was found, and only root may install one:\n\n` +
      `  sudo apt-get install --no-install-recommends ${DEBIAN_PACKAGES.join(' ')}\n\n${ADVICE}.`,
  );
}

function inPath(command) {
  return commandPlaces(process.env, process.platform, [command]).some(isProgram);
}

function places(env, platform) {
  if (platform === 'darwin') {
    const bundles = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const folders = ['/Applications', path.join(env.HOME ?? '/', 'Applications')];
    return [
      ...folders.flatMap((folder) => bundles.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`)),
      ...commandPlaces(env, platform, COMMANDS),
    ];
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    const programs = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    return programs.flatMap((program) => folders.map((folder) => path.join(folder, ...program)));
  }
  return [...commandPlaces(env, platform, COMMANDS), '/snap/bin/chromium', '/opt/google/chrome/chrome'];
}

function commandPlaces(env, platform, commands) {
  const folders = (env.PATH ?? '').split(platform === 'win32' ? ';' : ':').filter(Boolean);
  return commands.flatMap((command) => folders.map((folder) => path.join(folder, command)));
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
