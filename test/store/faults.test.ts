import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LevelStore, type StoreObserver } from '../../nodes/store/level-store';
import { type StoreChange, StoreError, type StoreFault } from '../../nodes/store/store';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';

const COUNT = 3_000;
const entries = Array.from(
  { length: COUNT },
  (_, index): StoreChange => ({ type: 'put', key: ['n', String(index)], value: `${index} `.repeat(400) }),
);

async function countIn(store: LevelStore): Promise<number> {
  let count = 0;
  for await (const _ of store.entries({ prefix: ['n'] })) count++;
  return count;
}

const because = (reason: StoreFault) => (error: unknown) => error instanceof StoreError && error.reason === reason;

describe('a store in a folder that is not as it should be', () => {
  let parent: string;
  let folder: string;
  let heard: string[];
  let store: LevelStore;
  const observer: StoreObserver = {
    opened: () => heard.push('opened'),
    failed: ({ reason }) => heard.push(reason),
    repaired: () => heard.push('repaired'),
  };
  const files = (pattern: RegExp) =>
    readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => path.join(folder, name));
  beforeEach(() => {
    parent = newUserDirectory();
    folder = path.join(parent, 'jira-flows', 'store');
    heard = [];
    store = new LevelStore(folder, observer);
  });
  afterEach(async () => {
    await store.close();
    removeUserDirectory(parent);
  });

  it('is made, for nobody else to read', async () => {
    await store.write(entries.slice(0, 1));
    if (process.platform !== 'win32') assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.deepEqual(heard, ['opened']);
  });

  it('that another process has, says so, and works once that one is gone', async () => {
    const other = new LevelStore(folder, observer);
    await other.write(entries.slice(0, 1));
    await assert.rejects(store.get(['n', '0']), because('store.locked'));
    await assert.rejects(store.write([{ type: 'delete', key: ['n', '0'] }]), because('store.locked'));
    await other.close();
    assert.match((await store.get(['n', '0'])) ?? '', /^0 /);
    assert.deepEqual(heard, ['opened', 'store.locked', 'store.locked', 'opened']);
  });

  it('that can not be made, says so in the words of the system, and works once it can', async () => {
    writeFileSync(path.join(parent, 'jira-flows'), 'a file where the folder should be');
    await assert.rejects(store.write(entries.slice(0, 1)), /^StoreError: store\.failed: E(EXIST|NOTDIR)/);
    await assert.rejects(countIn(store), because('store.failed'));
    rmSync(path.join(parent, 'jira-flows'));
    await store.write(entries.slice(0, 1));
    assert.equal(await countIn(store), 1);
  });

  for (const [what, damage] of [
    ['the list of its files is garbage', () => writeFileSync(files(/^MANIFEST/)[0] ?? '', 'garbage'.repeat(100))],
    ['the list of its files is missing', () => rmSync(files(/^MANIFEST/)[0] ?? '')],
    ['the file that leads to the others is missing', () => rmSync(path.join(folder, 'CURRENT'))],
    ['the file that leads to the others is empty', () => truncateSync(path.join(folder, 'CURRENT'))],
  ] as const) {
    it(`is repaired where ${what}, and nothing is lost`, async () => {
      for (let from = 0; from < COUNT; from += 100) await store.write(entries.slice(from, from + 100));
      await store.close();
      damage();
      assert.equal(await countIn(store), COUNT);
      assert.deepEqual(heard, ['opened', 'repaired', 'opened']);
      await store.write([{ type: 'delete', key: ['n', '0'] }]);
      assert.equal(await countIn(store), COUNT - 1);
    });
  }

  it('is repaired where a table is damaged, and keeps what the others hold', async () => {
    for (let from = 0; from < COUNT; from += 100) await store.write(entries.slice(from, from + 100));
    // Closed and opened, LevelDB makes tables of what was in its log.
    await store.close();
    await store.get(['n', '0']);
    await store.close();
    const [table = ''] = files(/\.ldb$/);
    writeFileSync(table, Buffer.alloc(statSync(table).size, 'x'));
    const left = await countIn(store);
    assert.ok(left < COUNT);
    assert.ok(heard.includes('repaired'), heard.join());
    await store.write(entries);
    assert.equal(await countIn(store), COUNT);
  });

  it('loses nothing but the write under way if a log ends in the middle of it', async () => {
    await store.write(entries.slice(0, 10));
    await store.write(entries.slice(10, 20));
    await store.close();
    const [log = ''] = files(/\.log$/);
    truncateSync(log, readFileSync(log).length - 7);
    assert.equal(await countIn(store), 10);
  });

  it('refuses what the disk refuses, and goes on once it takes writes again', () => {
    if (process.platform === 'win32') return;
    const limited = `trap '' XFSZ; ulimit -f 2000; exec "$@"`;
    const args = ['-c', limited, 'sh', process.execPath, '--require', 'tsx/cjs'];
    const { stdout, stderr } = spawnSync('sh', [...args, path.join(__dirname, 'full-disk.ts'), folder], {
      encoding: 'utf8',
    });
    assert.equal(stdout.trim(), 'refused store.failed, went on, lost 0', stderr);
  });
});
