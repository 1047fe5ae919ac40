import assert from 'node:assert/strict';
import { storedKey } from '../../nodes/idempotency/once-key';
import { OnceLedger } from '../../nodes/idempotency/once-ledger';
import { Turns } from '../../nodes/idempotency/turns';
import { TestClock } from '../support/clock';
import { MemoryStore } from '../support/memory-store';

const DAY = 24 * 60 * 60_000;

describe('the ledger of writes that happen once', () => {
  const done = (at: number) => ({ state: 'done', at, result: { key: 'OPS-1' } }) as const;

  it('forgets what is older than thirty days, and not a key that was used again since', async () => {
    const [store, clock] = [new MemoryStore(), new TestClock()];
    const ledger = new OnceLedger(store, clock);
    const began = clock.wallNow();
    await ledger.write(['site', 'issue-create', 'old'], done(began));
    await ledger.write(['site', 'issue-create', 'used'], done(began));
    await ledger.write(['site', 'issue-create', 'used'], done(began + 20 * DAY));
    clock.advance(35 * DAY);
    while ((await ledger.prune()) > 0);
    assert.equal(await ledger.read(['site', 'issue-create', 'old']), undefined);
    assert.equal((await ledger.read(['site', 'issue-create', 'used']))?.state, 'done');
    const left: unknown[] = [];
    for await (const [key] of store.entries({ prefix: ['once-by-day'] })) left.push(key);
    assert.equal(left.length, 1);
  });

  it('takes what it can not read for a write that may have left, not for none', async () => {
    const store = new MemoryStore();
    await store.write([{ type: 'put', key: ['once', 'site', 'issue-create', 'k'], value: '{"state' }]);
    const entry = await new OnceLedger(store, new TestClock()).read(['site', 'issue-create', 'k']);
    assert.equal(entry?.state, 'sending');
  });

  it('stores keys as they are where every database takes them, and all others by a hash that tells them apart', () => {
    assert.equal(storedKey('alarm 4711/7'), 'alarm 4711/7');
    const odd = ['', 'ä', 'a\u0308', '\u0000', '\ud800', '\ud801', 'x'.repeat(201), 'sha256:1', '😀'];
    const stored = odd.map(storedKey);
    for (const one of stored) assert.match(one, /^sha256:[0-9a-f]{64}$/);
    assert.equal(new Set(stored).size, odd.length);
  });

  it('holds no turn for a key that nobody waits for', async () => {
    const turns = new Turns();
    await Promise.allSettled([turns.run('a', async () => 1), turns.run('a', () => Promise.reject(new Error('no')))]);
    assert.equal(turns.size, 0);
  });
});
