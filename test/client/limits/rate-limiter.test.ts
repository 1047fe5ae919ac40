import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import * as fc from 'fast-check';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { type OnHold, RateLimiter } from '../../../nodes/client/limits/rate-limiter';
import { type CallScope, type LimitScope, limitScope } from '../../../nodes/client/limits/scopes';
import { TestClock } from '../../support/clock';

const GET: CallScope = { endpoint: 'GET issue/*' };
const SEARCH: CallScope = { endpoint: 'POST search/jql' };
const edit = (issue: string): CallScope => ({ endpoint: 'PUT issue/*', issue });

/** A rate limiter, the calls that have started, and how to end them. */
class Site {
  readonly clock = new TestClock();
  readonly rateLimiter: RateLimiter;
  readonly started: string[] = [];
  readonly #releases = new Map<string, () => void>();

  constructor(concurrency: number, maxQueue = 1_000) {
    this.rateLimiter = new RateLimiter({ concurrency, maxQueue }, this.clock);
  }

  /** Asks for a queue slot under a name of the form `source:anything`. */
  ask(name: string, scope = GET, signal = new AbortController().signal, onHold: OnHold = () => {}): Promise<void> {
    const slot = this.rateLimiter.acquire(name.split(':')[0] ?? '', scope, signal, onHold);
    return slot.then((release) => {
      this.started.push(name);
      this.#releases.set(name, release);
    });
  }

  async end(name: string): Promise<void> {
    this.#releases.get(name)?.();
    await settled();
  }
}

/** Lets every promise that can go on go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof JiraError && error.code === code;
}

describe('The rate limiter of a site', () => {
  it('never has more calls in flight than the site allows, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ source: fc.constantFrom('a', 'b', 'c'), ticks: fc.integer({ min: 1, max: 4 }) }), {
          maxLength: 40,
        }),
        async (concurrency, calls) => {
          const { rateLimiter } = new Site(concurrency);
          let inFlight = 0;
          let most = 0;
          let done = 0;
          const work = calls.map(async ({ source, ticks }) => {
            const release = await rateLimiter.acquire(source, GET, new AbortController().signal, () => {});
            most = Math.max(most, ++inFlight);
            for (let tick = 0; tick < ticks; tick++) await settled();
            inFlight--;
            done++;
            release();
          });
          await Promise.all(work);
          assert.equal(most, Math.min(concurrency, calls.length));
          assert.equal(done, calls.length);
          assert.deepEqual(rateLimiter.status(), {
            inFlight: 0,
            waiting: 0,
            pauses: [],
            lastHour: { calls: 0, limited: 0 },
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('serves the nodes in turn: a single create does not wait behind a list of thousands', async () => {
    const site = new Site(1);
    for (let page = 1; page <= 5; page++) void site.ask(`list:${page}`);
    void site.ask('create:1');
    void site.ask('create:2');
    await settled();
    for (let turn = 0; turn < 6; turn++) await site.end(site.started.at(-1) ?? '');
    assert.deepEqual(site.started, ['list:1', 'list:2', 'create:1', 'list:3', 'create:2', 'list:4', 'list:5']);
  });

  it('survives a slot given back twice: the limit holds', async () => {
    const site = new Site(1);
    for (const name of ['a:1', 'a:2', 'a:3']) void site.ask(name);
    await settled();
    await site.end('a:1');
    await site.end('a:1');
    assert.deepEqual(site.started, ['a:1', 'a:2']);
    assert.equal(site.rateLimiter.status().inFlight, 1);
  });

  describe('pauses', () => {
    const PAUSED: readonly (readonly [scope: LimitScope, held: string[]])[] = [
      ['endpoint:GET issue/*', ['get']],
      ['issue:OPS-1', ['edit OPS-1']],
      ['site', ['get', 'search', 'edit OPS-1', 'edit OPS-2']],
    ];
    for (const [scope, held] of PAUSED) {
      it(`holds back ${held.join(', ')} for "${scope}", and nothing else`, async () => {
        const site = new Site(8);
        site.rateLimiter.pause(scope, 5_000);
        void site.ask('get', GET);
        void site.ask('search', SEARCH);
        void site.ask('edit OPS-1', edit('OPS-1'));
        void site.ask('edit OPS-2', edit('OPS-2'));
        await settled();
        const all = ['get', 'search', 'edit OPS-1', 'edit OPS-2'];
        assert.deepEqual(
          site.started,
          all.filter((name) => !held.includes(name)),
        );
        assert.deepEqual(site.rateLimiter.status().pauses, [{ scope, leftMs: 5_000, reason: undefined }]);
        site.clock.advance(4_999);
        await settled();
        assert.equal(site.started.length, all.length - held.length);
        site.clock.advance(1);
        await settled();
        assert.deepEqual([...site.started].sort(), [...all].sort());
        assert.deepEqual(site.rateLimiter.status().pauses, []);
      });
    }

    it('are never shortened by a later, shorter one', async () => {
      const site = new Site(1);
      site.rateLimiter.pause('site', 10_000);
      site.rateLimiter.pause('site', 1_000);
      void site.ask('a:1');
      site.clock.advance(9_999);
      await settled();
      assert.deepEqual(site.started, []);
      site.clock.advance(1);
      await settled();
      assert.deepEqual(site.started, ['a:1']);
    });

    it('do not let a held call block those behind it, of the same node too', async () => {
      const site = new Site(1);
      site.rateLimiter.pause('endpoint:GET issue/*', 1_000);
      void site.ask('a:held', GET);
      void site.ask('a:free', SEARCH);
      await settled();
      assert.deepEqual(site.started, ['a:free']);
    });

    it('tell a call once how long it is held back, and again only if that grows', async () => {
      const site = new Site(1);
      const told: number[] = [];
      site.rateLimiter.pause('site', 1_000);
      void site.ask('a:1', GET, undefined, (ms) => told.push(ms));
      site.clock.advance(400);
      site.rateLimiter.pause('site', 500);
      site.rateLimiter.pause('issue:OPS-9', 9_000);
      site.rateLimiter.pause('endpoint:GET issue/*', 5_000);
      await settled();
      assert.deepEqual(told, [1_000, 5_000]);
    });

    it('count for calls that were queueing before: they may give up', async () => {
      const site = new Site(1);
      void site.ask('a:1');
      const impatient = site.ask('a:2', GET, undefined, (ms) => {
        throw new JiraError('JIRA_RATE_LIMIT', String(ms));
      });
      await settled();
      site.rateLimiter.pause('site', 7_000);
      await assert.rejects(impatient, { code: 'JIRA_RATE_LIMIT', reason: '7000' });
      assert.equal(site.rateLimiter.status().waiting, 0);
    });

    it('last an hour at most, however odd the response was: a site never stands still until a restart', async () => {
      const site = new Site(1);
      site.rateLimiter.pause('site', 1e12);
      void site.ask('a:1');
      site.clock.advance(3_600_000);
      await settled();
      assert.deepEqual(site.started, ['a:1']);
    });
  });

  it('keeps at most one timer while a thousand calls wait, and sets few: no busy loop', async () => {
    const site = new Site(8, 5_000);
    site.rateLimiter.pause('site', 60_000);
    for (let call = 0; call < 1_000; call++) void site.ask(`a:${call}`);
    await settled();
    assert.equal(site.clock.pending, 1);
    const set = site.clock.timersSet;
    assert.ok(set <= 10, `${set} timers`);
    site.clock.advance(60_000);
    await settled();
    while (site.started.length < 1_000) await site.end(site.started[site.started.length - 8] ?? '');
    assert.equal(site.clock.timersSet, set);
    assert.equal(site.clock.pending, 0);
  });

  it('forgets no call that falls due between two looks at the clock', async () => {
    // On a real clock a millisecond may end at any look; on this one a part of it does at each.
    class MovingClock extends TestClock {
      step = 0;

      override now(): number {
        this.lag(this.step);
        return super.now();
      }
    }
    for (let step = 0; step < 2; step += 0.05) {
      const clock = new MovingClock();
      const rateLimiter = new RateLimiter({ concurrency: 64, maxQueue: 1_000, firstPerSecond: 100 }, clock);
      clock.step = step;
      const calls = Array.from({ length: 30 }, async () => {
        const release = await rateLimiter.acquire('a', GET, new AbortController().signal, () => {});
        release();
      });
      let ended = false;
      void Promise.all(calls).then(() => {
        ended = true;
      });
      for (let look = 0; look < 50 && !ended; look++) {
        await settled();
        clock.advance(10);
      }
      assert.ok(ended, `a clock that moves ${step} ms at each look`);
    }
  });

  it('keeps waking those who wait when one of them leaves just as they fall due', async () => {
    const site = new Site(1);
    const leaving = new AbortController();
    site.rateLimiter.pause('site', 1_000);
    const left = site.ask('a:1', GET, leaving.signal);
    void site.ask('b:1');
    // Node-RED was busy: the second is over, and the timer has not run yet.
    site.clock.lag(1_000);
    leaving.abort(new JiraError('JIRA_CANCELLED', 'cancelled'));
    await assert.rejects(left, isError('JIRA_CANCELLED'));
    site.clock.advance(0);
    await settled();
    assert.deepEqual(site.started, ['b:1']);
  });

  describe('with a full queue', () => {
    it('refuses one more call than may wait, and none that need not', async () => {
      const site = new Site(1, 2);
      for (const name of ['a:1', 'a:2', 'b:1']) void site.ask(name);
      await assert.rejects(site.ask('a:3'), (error) => {
        assert.ok(error instanceof JiraError);
        assert.equal(error.code, 'JIRA_QUEUE_FULL');
        assert.equal(error.facts.outcome, 'not-done');
        assert.deepEqual(error.values, { waiting: 2 });
        return true;
      });
      await site.end('a:1');
      await assert.doesNotReject(Promise.race([site.ask('a:4'), settled()]));
    });

    it('still serves calls that no pause concerns', async () => {
      const site = new Site(2, 1);
      site.rateLimiter.pause('endpoint:GET issue/*', 60_000);
      void site.ask('a:1', GET);
      await site.ask('b:1', SEARCH);
      assert.deepEqual(site.started, ['b:1']);
    });

    it('works without any queue', async () => {
      const site = new Site(1, 0);
      await site.ask('a:1');
      await assert.rejects(site.ask('a:2'), isError('JIRA_QUEUE_FULL'));
      await site.end('a:1');
      await site.ask('a:3');
    });
  });

  it('lets go of a call at once when its node closes, wherever it waits', async () => {
    const site = new Site(1, 2);
    const closing = new AbortController();
    void site.ask('a:1');
    const queued = site.ask('b:1', GET, closing.signal);
    const behind = site.ask('c:1');
    closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled'));
    await assert.rejects(queued, isError('JIRA_CANCELLED'));
    assert.equal(site.rateLimiter.status().waiting, 1);
    await site.end('a:1');
    await behind;
    assert.deepEqual(site.started, ['a:1', 'c:1']);
    const living = new AbortController().signal;
    void site.ask('d:1', GET, living);
    await site.end('c:1');
    assert.equal(getEventListeners(living, 'abort').length, 0);
    await assert.rejects(site.ask('b:2', GET, closing.signal), isError('JIRA_CANCELLED'));
  });

  it('leaves no timer behind once those who waited have gone: Node-RED can stop', async () => {
    const site = new Site(1);
    const closing = new AbortController();
    site.rateLimiter.pause('site', 60_000);
    const held = site.ask('a:1', GET, closing.signal);
    closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled'));
    await assert.rejects(held, isError('JIRA_CANCELLED'));
    assert.equal(site.clock.pending, 0);
  });

  it('reads the width of a limit from its reason, and takes an unknown one for everything', () => {
    assert.equal(limitScope('jira-burst-based', edit('OPS-1')), 'endpoint:PUT issue/*');
    assert.equal(limitScope('jira-per-issue-on-write', edit('OPS-1')), 'issue:OPS-1');
    assert.equal(limitScope('jira-per-issue-on-write', GET), 'endpoint:GET issue/*', 'as narrow as can be named');
    for (const reason of ['jira-quota-global-based', 'jira-quota-tenant-based', 'x', '', undefined])
      assert.equal(limitScope(reason, GET), 'site');
  });
});
