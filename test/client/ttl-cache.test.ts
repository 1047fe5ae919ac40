import assert from 'node:assert/strict';
import { type CacheKey, TtlCache } from '../../nodes/client/ttl-cache';
import { TestClock } from '../support/clock';

const FIELDS: CacheKey<string> = { name: 'fields' };
const FIVE_MINUTES = 5 * 60_000;

describe('What a site remembers', () => {
  let clock = new TestClock();
  let cache = new TtlCache(clock);
  let asked = 0;
  const load = async () => `answer ${++asked}`;
  beforeEach(() => {
    clock = new TestClock();
    cache = new TtlCache(clock);
    asked = 0;
  });

  it('is asked once, also by many messages at once', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => cache.recall(FIELDS, load)));
    assert.deepEqual(new Set(responses), new Set(['answer 1']));
    assert.equal(await cache.recall(FIELDS, load), 'answer 1');
  });

  it('is believed for five minutes: a new field is found soon', async () => {
    await cache.recall(FIELDS, load);
    clock.advance(FIVE_MINUTES - 1);
    assert.equal(await cache.recall(FIELDS, load), 'answer 1');
    clock.advance(1);
    assert.equal(await cache.recall(FIELDS, load), 'answer 2');
    clock.advance(FIVE_MINUTES - 1);
    assert.equal(await cache.recall(FIELDS, load), 'answer 2');
  });

  it('is kept apart by name', async () => {
    await cache.recall(FIELDS, load);
    assert.equal(await cache.recall({ name: 'people' }, load), 'answer 2');
  });

  it('is no failure: the next message asks again, and nothing is left unhandled', async () => {
    const failing = () => Promise.reject(new Error('down'));
    const one = cache.recall(FIELDS, failing);
    const other = cache.recall(FIELDS, load);
    await assert.rejects(one, /down/);
    await assert.rejects(other, /down/);
    assert.equal(await cache.recall(FIELDS, load), 'answer 1');
  });

  it('survives a failure that comes after it was asked anew', async () => {
    let fail = (_error: Error) => {};
    const old = cache.recall(FIELDS, () => new Promise<string>((_, reject) => (fail = reject)));
    cache.forget(FIELDS);
    await cache.recall(FIELDS, load);
    fail(new Error('late'));
    await assert.rejects(old, /late/);
    assert.equal(await cache.recall(FIELDS, load), 'answer 1');
  });

  it('can be forgotten on purpose', async () => {
    await cache.recall(FIELDS, load);
    cache.forget(FIELDS);
    assert.equal(await cache.recall(FIELDS, load), 'answer 2');
  });

  it('does not grow for ever: what is old makes room', async () => {
    const big = () => Promise.resolve(new Array<number>(1_000).fill(0));
    for (let person = 0; person < 100; person++) await cache.recall({ name: `person:${person}` }, big);
    assert.equal(cache.size, 100);
    clock.advance(FIVE_MINUTES);
    await cache.recall(FIELDS, load);
    assert.equal(cache.size, 1);
  });
});
