import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { listOf, objectOf } from '../openapi/json';
import { PROJECT_ROOT } from '../support/node-red-versions';
import { npm } from '../support/user-directory';
import { manifest, readJson, readText } from './manifest';

/** Licences that let anybody use this package in anything, as its own does. */
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Python-2.0',
  'PSF-2.0',
  '0BSD',
]);
/** How far the README's size may be from the true one before somebody has to measure again. */
const TOLERANCE = 0.1;

/** What an installation of this package brings along: the lock file's entries that are not for development. */
const RUNTIME = Object.entries(objectOf(objectOf(readJson('package-lock.json')).packages))
  .map(([place, entry]) => ({ place, ...objectOf(entry) }))
  // What is `devOptional` is needed by something optional of ours as well.
  .filter(({ place, ...entry }) => place !== '' && !('dev' in entry));

describe('what an installation brings along', () => {
  it('is named in CONTRIBUTING, with the reason, as far as we chose it', () => {
    const reasons = readText('CONTRIBUTING.md');
    for (const name of [
      ...Object.keys(objectOf(manifest.dependencies)),
      ...Object.keys(objectOf(manifest.optionalDependencies)),
      ...Object.keys(objectOf(manifest.devDependencies)),
    ]) {
      const family = name.startsWith('@types/') ? '@types/*' : name;
      assert.ok(reasons.includes(family), `CONTRIBUTING.md does not say why ${name} is there`);
    }
  });

  for (const { place, ...entry } of RUNTIME) {
    it(`${place.replace(/^.*node_modules\//, '')} may be used by anybody, and says so in its own text`, () => {
      const own = objectOf(readJson(`${place}/package.json`));
      const licence = String(own.license ?? Reflect.get(entry, 'license'));
      assert.ok(PERMISSIVE.has(licence), `licence ${licence}`);
      const texts = readdirSync(path.join(PROJECT_ROOT, place)).filter((file) => /^licen[cs]e|^copying/i.test(file));
      const inReadme = () => /licen[cs]e/i.test(readText(`${place}/README.md`));
      assert.ok(texts.length > 0 || inReadme(), 'has no licence text');
    });
  }

  it('is as many packages and as large as the README says', async () => {
    const said = /(\d+) packages.*?([\d.]+) MB/s.exec(readText('README.md'));
    assert.ok(said, 'README.md says neither');
    assert.equal(Number(said[1]), RUNTIME.length + 1);
    const packed = await npm(PROJECT_ROOT, 'pack', '--json', '--dry-run', '--ignore-scripts');
    const own = Number(objectOf(listOf(JSON.parse(packed))[0]).unpackedSize);
    const bytes = own + RUNTIME.reduce((sum, { place }) => sum + sizeOf(path.join(PROJECT_ROOT, place)), 0);
    const megabytes = bytes / 1e6;
    const off = Math.abs(Number(said[2]) - megabytes) / megabytes;
    assert.ok(off < TOLERANCE, `it is ${megabytes.toFixed(1)} MB`);
  });
});

/** Bytes of a package's own files; packages inside it are entries of their own. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => path.join(folder, entry.name))
    .reduce((sum, place) => sum + (statSync(place).isDirectory() ? sizeOf(place) : statSync(place).size), 0);
}
