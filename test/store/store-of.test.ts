import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { StoreError } from '../../nodes/store/store';
import { storeOf } from '../../nodes/store/store-of';
import { withWords } from '../support/messages';
import { nodeRedInProcess } from '../support/nodes';
import { newUserDirectory, removeUserDirectory } from '../support/user-directory';

describe('the store of a Node-RED', () => {
  nodeRedInProcess();
  let userDir: string;
  let logged: string[];
  let api: NodeAPI;
  const nodeRed = (settings: object): NodeAPI => {
    const say = (level: string) => (text: unknown) => logged.push(`${level}: ${text}`);
    const log = { ...api.log, error: say('error'), warn: say('warn') };
    return withWords({ ...api, log, settings: { ...api.settings, ...settings } });
  };
  beforeEach(async () => {
    userDir = newUserDirectory();
    logged = [];
    await helper.load((RED: NodeAPI) => {
      api = RED;
    }, []);
  });
  afterEach(() => removeUserDirectory(userDir));

  it('lies below its user directory, and is the same for all that ask', async () => {
    const store = storeOf(nodeRed({ userDir }));
    await store.write([{ type: 'put', key: ['a'], value: '1' }]);
    assert.ok(statSync(path.join(userDir, 'jira-flows', 'store')).isDirectory());
    assert.equal(storeOf(nodeRed({ userDir })), store);
    const elsewhere = path.join(userDir, 'another');
    mkdirSync(elsewhere);
    assert.equal(await storeOf(nodeRed({ userDir: elsewhere })).get(['a']), undefined);
    assert.deepEqual(logged, []);
  });

  it('is not opened before it is needed', () => {
    storeOf(nodeRed({ userDir }));
    assert.equal(statSync(path.join(userDir, 'jira-flows'), { throwIfNoEntry: false }), undefined);
  });

  it('that can not be used refuses every call, and says so once in the log until it works again', async () => {
    const obstacle = path.join(userDir, 'jira-flows');
    writeFileSync(obstacle, '');
    const store = storeOf(nodeRed({ userDir }));
    await assert.rejects(store.write([{ type: 'put', key: ['a'], value: '1' }]), StoreError);
    await assert.rejects(store.get(['a']), StoreError);
    const [line = ''] = logged;
    assert.match(line, /^error: The store of the Jira nodes \(.*store\) can't be read or written: .+\. Check that /);
    assert.equal(logged.length, 1);
    rmSync(obstacle);
    assert.equal(await store.get(['a']), undefined);
    rmSync(obstacle, { recursive: true });
  });

  it('says that it was repaired', async () => {
    const folder = path.join(userDir, 'jira-flows', 'store');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'CURRENT'), 'garbage');
    assert.equal(await storeOf(nodeRed({ userDir })).get(['a']), undefined);
    assert.match(
      logged.join('\n'),
      /^warn: The store of the Jira nodes \(.*store\) was damaged and has been repaired;/,
    );
  });

  it('refuses every call where there is no user directory', async () => {
    const store = inNewProcess()(nodeRed({ userDir: undefined }));
    const read = async () => {
      for await (const _ of store.entries({ prefix: ['a'] })) assert.fail();
    };
    for (const call of [store.get(['a']), store.write([]), read()])
      await assert.rejects(call, (error) => error instanceof StoreError && error.reason === 'store.noFolder');
    assert.match(logged.join('\n'), /^error: This Node-RED has no user directory, .* Start it with a user directory/);
    assert.equal(logged.length, 1);
  });
});

/** As in a process in which nobody has asked before: the log says once what there is to say. */
function inNewProcess(): typeof storeOf {
  const file = require.resolve('../../nodes/store/store-of');
  delete require.cache[file];
  const loaded: { storeOf: typeof storeOf } = require(file);
  return loaded.storeOf;
}
