import assert from 'node:assert/strict';
import { Memory, type MemoryKey } from '../../nodes/client/memory';
import { TestClock } from '../support/clock';

const FIELDS: MemoryKey<string> = { name: 'fields' };
const FIVE_MINUTES = 5 * 60_000;

describe('What a site remembers', () => {
  let clock = new TestClock();
  let memory = new Memory(clock);
  let asked = 0;
  const load = async () => `answer ${++asked}`;
  beforeEach(() => {
    clock = new TestClock();
    memory = new Memory(clock);
    asked = 0;
  });

  it('is asked once, also by many messages at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => memory.recall(FIELDS, load)));
    assert.deepEqual(new Set(answers), new Set(['answer 1']));
    assert.equal(await memory.recall(FIELDS, load), 'answer 1');
  });

  it('is believed for five minutes: a new field is found soon', async () => {
    await memory.recall(FIELDS, load);
    clock.advance(FIVE_MINUTES - 1);
    assert.equal(await memory.recall(FIELDS, load), 'answer 1');
    clock.advance(1);
    assert.equal(await memory.recall(FIELDS, load), 'answer 2');
    clock.advance(FIVE_MINUTES - 1);
    assert.equal(await memory.recall(FIELDS, load), 'answer 2');
  });

  it('is kept apart by name', async () => {
    await memory.recall(FIELDS, load);
    assert.equal(await memory.recall({ name: 'people' }, load), 'answer 2');
  });

  it('is no failure: the next message asks again, and nothing is left unhandled', async () => {
    const failing = () => Promise.reject(new Error('down'));
    const one = memory.recall(FIELDS, failing);
    const other = memory.recall(FIELDS, load);
    await assert.rejects(one, /down/);
    await assert.rejects(other, /down/);
    assert.equal(await memory.recall(FIELDS, load), 'answer 1');
  });

  it('survives a failure that comes after it was asked anew', async () => {
    let fail = (_error: Error) => {};
    const old = memory.recall(FIELDS, () => new Promise<string>((_, reject) => (fail = reject)));
    memory.forget(FIELDS);
    await memory.recall(FIELDS, load);
    fail(new Error('late'));
    await assert.rejects(old, /late/);
    assert.equal(await memory.recall(FIELDS, load), 'answer 1');
  });

  it('can be forgotten on purpose', async () => {
    await memory.recall(FIELDS, load);
    memory.forget(FIELDS);
    assert.equal(await memory.recall(FIELDS, load), 'answer 2');
  });

  it('does not grow for ever: what is old makes room', async () => {
    const big = () => Promise.resolve(new Array<number>(1_000).fill(0));
    for (let person = 0; person < 100; person++) await memory.recall({ name: `person:${person}` }, big);
    assert.equal(memory.size, 100);
    clock.advance(FIVE_MINUTES);
    await memory.recall(FIELDS, load);
    assert.equal(memory.size, 1);
  });
});
