import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mock } from 'node:test';
import { systemClock } from '../../nodes/client/clock';
import { PROJECT_ROOT } from '../support/node-red-versions';

const DAY_MS = 86_400_000;

describe("The system's clock", () => {
  const realNow = Date.now;
  /** The timers that were set, in their order. */
  let timers: { task: () => void; ms: number }[];

  beforeEach(() => {
    timers = [];
    mock.method(globalThis, 'setTimeout', (task: () => void, ms: number) => timers.push({ task, ms }));
  });
  afterEach(() => mock.restoreAll());

  for (const [what, days] of [
    ['back', -1],
    ['forward', 1],
  ] as const) {
    it(`goes on evenly while the machine's is set ${what}`, () => {
      const [before, wallBefore] = [systemClock.now(), systemClock.wallNow()];
      mock.method(Date, 'now', () => realNow() + days * DAY_MS);
      const passed = systemClock.now() - before;
      assert.ok(passed >= 0 && passed < 1_000, `${passed} ms`);
      assert.ok(Math.abs(systemClock.wallNow() - wallBefore) > DAY_MS / 2);
    });
  }

  it('waits longer than a timer can be set to, and then no longer', () => {
    let over = false;
    systemClock.after(2 ** 31 + 5_000, () => {
      over = true;
    });
    assert.deepEqual(
      timers.map(({ ms }) => ms),
      [2 ** 31 - 1],
    );
    timers[0]?.task();
    assert.deepEqual([timers[1]?.ms, over], [5_001, false]);
    timers[1]?.task();
    assert.deepEqual([timers.length, over], [2, true]);
  });

  it('waits for ever if told so, and not at all for a time that is none', () => {
    let ended = 0;
    systemClock.after(Number.POSITIVE_INFINITY, () => ended++);
    for (let timer = 0; timer < 5; timer++) timers[timer]?.task();
    assert.deepEqual([timers.length, ended], [6, 0]);
    for (const ms of [Number.NaN, -1, Number.NEGATIVE_INFINITY]) systemClock.after(ms, () => ended++);
    assert.deepEqual(
      timers.slice(6).map(({ ms }) => ms),
      [0, 0, 0],
    );
  });

  it('is the only one that the nodes look at', () => {
    const folder = path.join(PROJECT_ROOT, 'nodes');
    const looking = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      // What runs in a browser has the clock of the person who looks.
      .filter((file) => file.endsWith('.ts') && !file.startsWith(`editor${path.sep}`))
      .filter((file) => file !== path.join('client', 'clock.ts'))
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/.test(readFileSync(path.join(folder, file), 'utf8')),
      );
    assert.deepEqual(looking, []);
  });
});
