import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../support/node-red-versions';

const scriptUrl = (name: string): string => pathToFileURL(path.join(PROJECT_ROOT, 'scripts', name)).href;

/** The scripts run before anything is installed, so they are plain JavaScript, and are tested as they run: in a process of their own. */
async function evaluate(code: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  return stdout.trim();
}

describe('prepare', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'prepare-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('decides whether packages are installed by contents', () => {
    const axios = { version: '1.2.3', integrity: 'sha512-a' };
    const macOnly = { version: '1.0.0', optional: true, os: ['darwin'] };
    const level = { version: '2.0.0', optional: true };
    const wanted = {
      '': { name: 'x', optionalDependencies: { level: '2' } },
      'node_modules/axios': axios,
      'node_modules/fsevents': macOnly,
      'node_modules/level': level,
    };

    const installed = async (packages: object | undefined): Promise<string> => {
      writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
      if (packages !== undefined) {
        mkdirSync(path.join(folder, 'node_modules'));
        const record = path.join(folder, 'node_modules', '.package-lock.json');
        writeFileSync(record, JSON.stringify({ packages }));
        // Older than package-lock.json, as after a checkout: that alone must not lead to another installation.
        utimesSync(record, 0, 0);
      }
      return evaluate(`import { packagesAreInstalled } from '${scriptUrl('packages.mjs')}';
        console.log(packagesAreInstalled(${JSON.stringify(folder)}));`);
    };

    it('a fresh clone has none', async () => assert.equal(await installed(undefined), 'false'));
    it('the same versions are enough, without those for other platforms', async () =>
      assert.equal(await installed({ 'node_modules/axios': axios, 'node_modules/level': level }), 'true'));
    it('an optional one of our own is needed here', async () =>
      assert.equal(await installed({ 'node_modules/axios': axios }), 'false'));
    it('another version is not', async () =>
      assert.equal(
        await installed({ 'node_modules/axios': { ...axios, version: '1.2.2' }, 'node_modules/level': level }),
        'false',
      ));
    it('another content of the same version is not', async () =>
      assert.equal(
        await installed({ 'node_modules/axios': { ...axios, integrity: 'sha512-b' }, 'node_modules/level': level }),
        'false',
      ));
    it('a missing package is not', async () => assert.equal(await installed({ 'node_modules/level': level }), 'false'));
  });

  describe('works alone', () => {
    /** Whoever has the lock keeps it until another one has waited, however late that one starts. */
    const contend = (name: string): Promise<string> =>
      evaluate(`import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
        import { setTimeout as sleep } from 'node:timers/promises';
        import { exclusively } from '${scriptUrl('lock.mjs')}';
        const waited = ${JSON.stringify(path.join(folder, 'waited'))};
        const say = (word) => appendFileSync(${JSON.stringify(path.join(folder, 'said'))}, word + '${name} ');
        await exclusively(${JSON.stringify(path.join(folder, 'lock'))}, async () => {
          say('begin');
          while (!existsSync(waited)) await sleep(10);
          say('end');
        }, () => {
          writeFileSync(waited, '');
          console.log('waits');
        });`);

    const neverTwoAtOnce = (runs: number): void => {
      const said = readFileSync(path.join(folder, 'said'), 'utf8');
      assert.match(said, new RegExp(`^(begin(\\w) end\\2 ){${runs}}$`));
    };

    it('while another run is at work, and the other one tells that it waits', async () => {
      const waited = await Promise.all([contend('A'), contend('B'), contend('C')]);
      neverTwoAtOnce(3);
      assert.ok(waited.includes('waits'));
    });

    it('also when several find the lock of a run that was killed', async () => {
      const lock = path.join(folder, 'lock');
      writeFileSync(lock, 'of a process that is gone');
      utimesSync(lock, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
      await Promise.all([contend('A'), contend('B'), contend('C'), contend('D')]);
      neverTwoAtOnce(4);
    });
  });
});
