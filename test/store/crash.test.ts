import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { LevelStore } from '../../nodes/store/level-store';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';
import { BATCH_SIZE, inFolder } from './batches';

/** Runs the writer until it has told of as many batches, kills it, and returns what it told of. */
async function killedAfter(count: number, folder: string, from: number): Promise<number[]> {
  const args = ['--require', 'tsx/cjs', path.join(__dirname, 'writer.ts'), folder, String(from)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(Number(line));
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  assert.deepEqual(await exited, [null, 'SIGKILL']);
  return acknowledged;
}

describe('a process that is killed while it writes', function () {
  this.timeout(120_000);
  const folder = newUserDirectory();
  after(() => removeUserDirectory(folder));

  it('leaves every acknowledged write, and each write whole or not at all', async () => {
    const acknowledged: number[] = [];
    for (const count of [1, 40, 333, 2_500])
      acknowledged.push(...(await killedAfter(count, folder, acknowledged.length * 10)));
    const store = new LevelStore(folder, inFolder);
    const sizes = new Map<string, number>();
    for await (const [[, number = '']] of store.entries({ prefix: ['batch'] }))
      sizes.set(number, (sizes.get(number) ?? 0) + 1);
    assert.deepEqual([...new Set(sizes.values())], [BATCH_SIZE]);
    const lost = acknowledged.filter((number) => !sizes.has(String(number)));
    assert.deepEqual(lost, []);
    for await (const [[, number = '']] of store.entries({ prefix: ['whole'] })) assert.ok(sizes.delete(number));
    assert.equal(sizes.size, 0);
    await store.close();
  });
});
