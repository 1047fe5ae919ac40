import assert from 'node:assert/strict';
import { SignInStorage } from '../../nodes/site/sign-in-storage';
import { type Store, StoreError } from '../../nodes/store/store';
import { MemoryStore } from '../support/memory-store';

/** What lies beside the store, and refuses to remove it if it is told to. */
class Beside {
  readonly texts = new Map<string, string>();
  removes: 'yes' | 'no' | 'process ends' = 'yes';

  read(id: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(id));
  }

  write(id: string, text: string | undefined): Promise<void> {
    if (text !== undefined) this.texts.set(id, text);
    else if (this.removes === 'process ends') return Promise.reject(new Error('killed'));
    else if (this.removes === 'yes') this.texts.delete(id);
    return Promise.resolve();
  }
}

/** A store that can't be used for a while. */
class UnsteadyStore extends MemoryStore implements Store {
  away: Error | undefined;

  override get(...args: Parameters<MemoryStore['get']>): Promise<string | undefined> {
    return this.away ? Promise.reject(this.away) : super.get(...args);
  }

  override write(...args: Parameters<MemoryStore['write']>): Promise<void> {
    return this.away ? Promise.reject(this.away) : super.write(...args);
  }
}

const LOCKED = new StoreError('store.locked', { folder: 'folder', detail: 'detail' });

describe('a sign-in on the disk', () => {
  let store: UnsteadyStore;
  let beside: Beside;
  /** As after a start of Node-RED. */
  const storage = () => new SignInStorage(store, beside);
  beforeEach(() => {
    store = new UnsteadyStore();
    beside = new Beside();
  });

  it('lies in the store, and is gone once it is removed', async () => {
    await storage().write('one', 'first');
    await storage().write('two', 'second');
    assert.deepEqual([await storage().read('one'), await storage().read('two')], ['first', 'second']);
    assert.equal(beside.texts.size, 0);
    await storage().write('one', undefined);
    assert.deepEqual([await storage().read('one'), await storage().read('two')], [undefined, 'second']);
  });

  it('of an earlier version moves into the store when it is first read', async () => {
    beside.texts.set('one', 'first');
    assert.equal(await storage().read('one'), 'first');
    assert.equal(beside.texts.size, 0);
    assert.equal(await storage().read('one'), 'first');
  });

  it('of an earlier version is of the past once there is a new one, or it was removed', async () => {
    beside.texts.set('one', 'first').set('two', 'second');
    await storage().write('one', 'newer');
    await storage().write('two', undefined);
    assert.deepEqual([await storage().read('one'), await storage().read('two')], ['newer', undefined]);
    assert.equal(beside.texts.size, 0);
  });

  it('is not lost when Node-RED is killed in the middle of the move', async () => {
    beside.texts.set('one', 'first');
    store.away = new Error('killed');
    await assert.rejects(storage().read('one'), /killed/);
    store.away = undefined;
    beside.removes = 'process ends';
    await assert.rejects(storage().read('one'), /killed/);
    beside.removes = 'yes';
    assert.equal(await storage().read('one'), 'first');
    assert.equal(beside.texts.size, 0);
  });

  it('is the newest one, even where the old place refuses to remove its own', async () => {
    beside.texts.set('one', 'first');
    beside.removes = 'no';
    assert.equal(await storage().read('one'), 'first');
    await storage().write('one', 'newer');
    assert.equal(await storage().read('one'), 'newer');
    await storage().write('one', undefined);
    assert.equal(await storage().read('one'), undefined);
  });

  it('goes where it went before while the store can not be used, and moves into it afterwards', async () => {
    await storage().write('one', 'first');
    store.away = LOCKED;
    assert.equal(await storage().read('one'), undefined);
    await storage().write('one', 'newer');
    assert.equal(await storage().read('one'), 'newer');
    store.away = undefined;
    assert.equal(await storage().read('one'), 'newer');
    assert.equal(beside.texts.size, 0);
    assert.equal(await store.get(['sign-ins', 'one', 'text']), 'newer');
  });

  it('is never read before a write that came first has ended', async () => {
    const one = storage();
    const results = await Promise.all([
      one.write('one', 'first'),
      one.read('one'),
      one.write('one', 'second'),
      one.read('one'),
    ]);
    assert.deepEqual(results, [undefined, 'first', undefined, 'second']);
  });
});
