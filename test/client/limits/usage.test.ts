import assert from 'node:assert/strict';
import { RateLimiter } from '../../../nodes/client/limits/rate-limiter';
import type { UsageMinute } from '../../../nodes/client/limits/usage';
import { TestClock } from '../../support/clock';

const MINUTE = 60_000;
const GET = { endpoint: 'GET /issue/{issueIdOrKey}' } as const;

/** A rate limiter with one place, so that the second call waits. */
class Site {
  readonly clock = new TestClock();
  readonly limiter = new RateLimiter({ concurrency: 1, maxQueue: 10 }, this.clock);

  respond(status: number): void {
    this.limiter.observe(GET, this.clock.now(), { status, headers: {} }, 0);
  }

  ask(signal = new AbortController().signal): Promise<() => void> {
    return this.limiter.acquire('node', GET, signal, () => {});
  }

  /** The minutes in which something was, from the oldest on. */
  get busy(): (readonly [minutesAgo: number, calls: number, limited: number, waiting: number])[] {
    const minutes = this.limiter.minutes();
    assert.equal(minutes.length, 60);
    const isBusy = ({ calls, limited, waiting }: UsageMinute) => calls + limited + waiting > 0;
    return minutes.flatMap((minute, place) =>
      isBusy(minute) ? [[59 - place, minute.calls, minute.limited, minute.waiting] as const] : [],
    );
  }
}

describe('the last hour of a site, minute by minute', () => {
  it('has the calls and those that were refused for a limit, for an hour and no longer', () => {
    const one = new Site();
    one.respond(200);
    one.respond(429);
    one.clock.advance(59 * MINUTE);
    one.respond(200);
    assert.deepEqual(one.busy, [
      [59, 2, 1, 0],
      [0, 1, 0, 0],
    ]);
    one.clock.advance(MINUTE);
    assert.deepEqual(one.busy, [[1, 1, 0, 0]]);
    assert.deepEqual(one.limiter.status().lastHour, { calls: 1, limited: 0 });
  });

  it('has the times of the machine, in a row', () => {
    const { limiter, clock } = new Site();
    clock.advance(90 * MINUTE + 1_000);
    const minutes = limiter.minutes();
    assert.equal(minutes.at(-1)?.at, clock.wallNow() - 1_000);
    assert.ok(minutes.slice(1).every(({ at }, place) => at - Number(minutes[place]?.at) === MINUTE));
  });

  it('has the most calls that waited at once, and shows a wait in each minute that it lasts', async () => {
    const site = new Site();
    const release = await site.ask();
    const waiting = [site.ask(), site.ask(), site.ask()];
    site.clock.advance(3 * MINUTE);
    assert.deepEqual(
      site.busy,
      [3, 2, 1, 0].map((ago) => [ago, 0, 0, 3]),
    );
    release();
    for (const one of waiting) (await one)();
    site.clock.advance(MINUTE);
    assert.deepEqual(site.busy.at(-1), [1, 0, 0, 3]);
  });

  it('shows a wait that is longer than the hour in every minute of it', async () => {
    const site = new Site();
    await site.ask();
    void site.ask();
    site.clock.advance(200 * MINUTE);
    assert.deepEqual(
      site.busy.map(([, , , waiting]) => waiting),
      Array(60).fill(1),
    );
  });

  it('counts a call that waits to be repeated, and none that has given up', async () => {
    const site = new Site();
    const goesOn = site.limiter.repeatWaits();
    assert.deepEqual(site.busy, [[0, 0, 0, 1]]);
    goesOn();
    site.clock.advance(MINUTE);
    await site.ask();
    const giving = new AbortController();
    const waits = site.ask(giving.signal);
    giving.abort(new Error('enough'));
    await assert.rejects(waits);
    site.clock.advance(MINUTE);
    assert.deepEqual(site.busy, [
      [2, 0, 0, 1],
      [1, 0, 0, 1],
    ]);
  });
});
