import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Finder = typeof import('../../scripts/chromium.mjs', { with: { 'resolution-mode': 'import' }});

describe('the browser of the tests', () => {
  let folder = '';
  let finder: Finder;
  before(async () => {
    finder = await import('../../scripts/chromium.mjs');
    folder = mkdtempSync(path.join(tmpdir(), 'browser-'));
    for (const name of ['google-chrome', 'mine']) {
      writeFileSync(path.join(folder, name), '');
      chmodSync(path.join(folder, name), 0o755);
    }
    writeFileSync(path.join(folder, 'notes.txt'), '');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const find = (env: NodeJS.ProcessEnv) => finder.findChromium({ env, platform: 'linux' });

  it('is found in PATH by any of its names', () =>
    assert.equal(find({ PATH: `/nowhere:${folder}` }), path.join(folder, 'google-chrome')));
  for (const variable of ['CHROME_PATH', 'CHROMIUM']) {
    it(`is the one that ${variable} names, whatever else there is`, () =>
      assert.equal(find({ PATH: folder, [variable]: path.join(folder, 'mine') }), path.join(folder, 'mine')));
  }
  it('is never another one than the one that was meant', () => {
    for (const wrong of ['notes.txt', 'missing', '.']) {
      const file = path.join(folder, wrong);
      assert.throws(() => find({ PATH: folder, CHROME_PATH: file }), /CHROME_PATH is ".+", which is not a program/);
    }
  });
});
