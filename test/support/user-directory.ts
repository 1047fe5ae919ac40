import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Of settings.js. Ours are replaced key by key. */
export type NodeRedSettings = Readonly<Record<string, unknown>>;

/** Core nodes that no flow of the tests has. Some bring a library along, which takes a tenth of every start. */
const UNUSED_NODES = ['22-websocket', '23-watch', '31-tcpin', '32-udp', '70-HTML', '70-XML', '70-YAML', '90-exec'];

const QUIET_SETTINGS: NodeRedSettings = {
  uiHost: '127.0.0.1',
  // Otherwise that of the machine which runs the tests.
  lang: 'en-US',
  // Node-RED asks the system for a free port and says in its log which one it got.
  uiPort: 0,
  flowFile: 'flows.json',
  credentialSecret: 'secret of the tests',
  nodesExcludes: UNUSED_NODES.map((name) => `${name}.js`),
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false, projects: { enabled: false }, palette: { catalogues: [] } },
  externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
  logging: { console: { level: 'info', metrics: false, audit: false } },
};

/**
 * A parent that was killed can't stop its children; a child sees that the channel to its parent is gone, and settings.js
 * is code that runs in Node-RED.
 */
const END_WITH_PARENT = "process.on('disconnect', () => process.exit(1));\n";

/** Lets a test move the process's clocks, for what ends by itself after minutes or hours; timers run on as they would. */
const MOVABLE_CLOCK = `let ahead = 0;
const now = Date.now;
Date.now = () => now() + ahead;
const sinceStart = performance.now.bind(performance);
performance.now = () => sinceStart() + ahead;
process.on('message', ({ advanceMs }) => {
  ahead += advanceMs;
  process.send({ ahead });
});
`;

const made: string[] = [];
process.on('exit', () => {
  for (const directory of made) {
    removeUserDirectory(directory);
  }
});

/** An empty one, which is gone when the process of the tests ends, if nobody removes it earlier. */
export function newUserDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'node-red-jira-'));
  made.push(directory);
  return directory;
}

export function removeUserDirectory(directory: string): void {
  // A store that is open may be writing just now.
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** @returns the file's path */
export function writeSettings(userDirectory: string, settings: NodeRedSettings = {}): string {
  const file = path.join(userDirectory, 'settings.js');
  const merged = JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2);
  writeFileSync(file, `${END_WITH_PARENT}${MOVABLE_CLOCK}module.exports = ${merged};\n`);
  return file;
}

/**
 * Makes a package one of the user's: a folder is linked, as `npm install <folder>` does but without its seconds;
 * a packed package (`.tgz`) is truly installed.
 */
export async function addPackage(userDirectory: string, source: string): Promise<void> {
  const manifest = path.join(userDirectory, 'package.json');
  if (source.endsWith('.tgz')) {
    writeFileSync(manifest, JSON.stringify({ name: 'node-red-project', private: true }));
    await npm(userDirectory, 'install', source, '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund');
    return;
  }
  const name = packageName(source);
  const link = path.join(userDirectory, 'node_modules', name);
  mkdirSync(path.dirname(link), { recursive: true });
  // A junction needs no rights on Windows; elsewhere the word is ignored.
  symlinkSync(source, link, 'junction');
  writeFileSync(
    manifest,
    JSON.stringify({ name: 'node-red-project', private: true, dependencies: { [name]: `file:${source}` } }),
  );
}

/** Runs npm; what it wrote to its standard output. */
export async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', args, {
    cwd,
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

function packageName(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'name' in manifest && typeof manifest.name === 'string') {
    return manifest.name;
  }
  throw new Error(`${folder} holds no package`);
}
