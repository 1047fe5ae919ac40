import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../nodes/client/clock';
import { Outbox } from '../../nodes/outbox/outbox';
import type { LiveCarrier } from '../../nodes/outbox/sender';
import { LevelStore } from '../../nodes/store/level-store';
import { StoreError } from '../../nodes/store/store';
import { inFolder } from '../store/batches';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';

describe('the outbox on a disk that fails', function () {
  this.timeout(60_000);
  const directory = newUserDirectory();
  after(() => removeUserDirectory(directory));

  it('refuses what a full disk does not take, and sends all that it has kept', () => {
    if (process.platform === 'win32') return;
    const limited = `trap '' XFSZ; ulimit -f 2000; exec "$@"`;
    const args = ['-c', limited, 'sh', process.execPath, '--require', 'tsx/cjs', path.join(__dirname, 'full-disk.ts')];
    const { stdout, stderr } = spawnSync('sh', [...args, path.join(directory, 'full')], { encoding: 'utf8' });
    assert.equal(stdout.trim(), 'refused store.failed, kept many, lost 0', stderr);
  });

  it('gives a message back untouched where the folder can not be written', async () => {
    const inTheWay = path.join(directory, 'file');
    writeFileSync(inTheWay, '');
    const store = new LevelStore(path.join(inTheWay, 'store'), inFolder);
    const outbox = new Outbox(store, 'site', systemClock, { keepFor: 7, keepMost: 10 });
    const nothing = () => assert.fail('nothing may be done with it');
    const live: LiveCarrier = { attempt: nothing, handOn: nothing, fail: nothing, kept: nothing };
    const taken = await outbox.take({ node: 'node', operation: 'issue-create', lanes: [], content: '' }, live);
    assert.ok(taken.type === 'not-kept' && taken.error instanceof StoreError);
    assert.equal(taken.overtakes, false);
  });
});
