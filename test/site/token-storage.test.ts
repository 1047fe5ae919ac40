import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { DurableStorage } from '../../nodes/site/token-storage';
import { nodeRedInProcess } from '../support/nodes';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';

describe("what outlives a restart, where Node-RED's own settings are of no use", () => {
  nodeRedInProcess({ hasUserDirectory: false });
  let RED: NodeAPI;
  let warnings: number;
  const warn = () => {
    warnings++;
  };
  beforeEach(async () => {
    warnings = 0;
    await helper.load((api: NodeAPI) => {
      RED = api;
    }, []);
  });

  it('lies in a file that nobody else may read, and is always whole', async () => {
    const userDir = newUserDirectory();
    const here = { ...RED, settings: { ...RED.settings, userDir } };
    const storage = new DurableStorage(here, warn);
    await Promise.all([storage.write('one', 'first'), storage.write('two', 'second')]);
    const file = path.join(userDir, '.jira-sign-ins.json');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { one: 'first', two: 'second' });
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(userDir), ['.jira-sign-ins.json']);
    await storage.write('one', undefined);
    const afterRestart = new DurableStorage(here, warn);
    assert.deepEqual([await afterRestart.read('one'), await afterRestart.read('two')], [undefined, 'second']);
    assert.equal(warnings, 0);
    removeUserDirectory(userDir);
  });

  it('is kept in memory at the least, with one warning', async () => {
    const storage = new DurableStorage(RED, warn);
    await storage.write('one', 'first');
    await storage.write('two', 'second');
    assert.equal(await storage.read('one'), 'first');
    assert.equal(warnings, 1);
  });
});
