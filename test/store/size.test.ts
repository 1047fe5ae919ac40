import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { LevelStore } from '../../nodes/store/level-store';
import type { StoreChange, StoreKey } from '../../nodes/store/store';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';
import { inFolder } from './batches';

const ENTRIES = 100_000;
const TOGETHER = 10_000;
const MEGABYTE = 1_000_000;

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

describe('the size of the store', function () {
  this.timeout(120_000);
  const folder = newUserDirectory();
  after(() => removeUserDirectory(folder));

  it('is bounded while entries come and go: 100,000 pass through a queue, and again', async () => {
    const store = new LevelStore(folder, inFolder);
    const sizes: number[] = [];
    for (let round = 0; round < 2; round++) {
      await inBatches((index) => ({ type: 'put', key: keyOf(round, index), value: longValue() }));
      await inBatches((index) => ({ type: 'delete', key: keyOf(round, index) }));
      sizes.push(sizeOf(folder));
    }
    for await (const [key] of store.entries({ prefix: ['queue'] })) assert.fail(`${key.join()} is still there`);
    await store.close();
    assert.ok(Math.max(...sizes) < 20 * MEGABYTE, sizes.join());

    async function inBatches(change: (index: number) => StoreChange): Promise<void> {
      for (let from = 0; from < ENTRIES; from += TOGETHER)
        await store.write(Array.from({ length: TOGETHER }, (_, index) => change(from + index)));
    }
  });
});

const keyOf = (round: number, index: number): StoreKey => ['queue', `${round}`, String(index).padStart(6, '0')];

/** 300 characters that can't be compressed well. */
const longValue = (): string => randomBytes(225).toString('base64');
