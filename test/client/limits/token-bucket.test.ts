import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { type Auth, basicAuth, patAuth } from '../../../nodes/client/auth';
import { readLimitHeaders } from '../../../nodes/client/limits/limit-headers';
import { FIRST_PER_SECOND, RateLimiter } from '../../../nodes/client/limits/rate-limiter';
import type { CallScope } from '../../../nodes/client/limits/scopes';
import { SharedRateLimiters } from '../../../nodes/client/limits/shared-rate-limiters';

import { TestClock } from '../../support/clock';

const GET: CallScope = { endpoint: 'GET issue/*' };
const SEARCH: CallScope = { endpoint: 'POST search/jql' };
const living = new AbortController().signal;

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A rateLimiter of eight calls at once, and how many of `count` calls have started. */
function crowd(count: number, rateLimiter: RateLimiter, scope = GET): { started: number } {
  const state = { started: 0 };
  const go = async () => {
    const release = await rateLimiter.acquire('node', scope, living, () => {});
    state.started++;
    release();
  };
  for (let call = 0; call < count; call++) void go();
  return state;
}

/** Returns whether a call gets through at a moment, in milliseconds from the start. */
type Limit = (at: number) => boolean;

const PER_SECOND = 20;

/** So many calls at once, and so many more per second. */
function bucket(perSecond = PER_SECOND): Limit {
  let calls = perSecond;
  let seenAt = 0;
  return (at) => {
    calls = Math.min(perSecond, calls + ((at - seenAt) / 1_000) * perSecond);
    seenAt = at;
    if (calls < 1) return false;
    calls--;
    return true;
  };
}

/** Twenty calls in each second of a clock, which began a while before the first call. */
function fixedWindow(beganBefore = 300): Limit {
  let second = -1;
  let calls = 0;
  return (at) => {
    const now = Math.floor((at + beganBefore) / 1_000);
    if (now !== second) calls = 0;
    second = now;
    return ++calls <= PER_SECOND;
  };
}

interface Line {
  readonly latencyMs: number;
  /** Seconds that a 429 says. */
  readonly retryAfter: number;
  /** How far jitter lengthens the waiting, from 0 to 1. */
  readonly chance: number;
}

/** Calls against a limit, at a server that tells nothing of it but a 429. */
async function against(letsThrough: Limit, { latencyMs, retryAfter, chance }: Line, messages = 120) {
  const clock = new TestClock();
  const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000, firstPerSecond: FIRST_PER_SECOND }, clock);
  const begin = clock.now();
  const seen = { arrived: 0, limited: 0, responses: 0, attempts: 0, pauses: 0 };
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  const message = async (attempt = 1): Promise<void> => {
    const release = await rateLimiter.acquire('node', GET, living, () => {});
    const startedAt = clock.now();
    await sleep(latencyMs / 2);
    const good = letsThrough(clock.now() - begin);
    await sleep(latencyMs / 2);
    seen.responses++;
    seen.attempts = Math.max(seen.attempts, attempt);
    const wait = retryAfter * 1_000 * (1 + 0.3 * chance);
    if (!good && rateLimiter.status().pauses.length === 0) seen.pauses++;
    rateLimiter.observe(GET, startedAt, { status: good ? 200 : 429, headers: {} }, wait);
    release();
    if (good) {
      seen.arrived++;
      return;
    }
    seen.limited++;
    await sleep(wait);
    await message(attempt + 1);
  };
  const all = Array.from({ length: messages }, () => message());
  while (seen.arrived < all.length) {
    await settled();
    clock.advance(1);
  }
  return { ...seen, refused: seen.limited / seen.responses, ms: clock.now() - begin };
}

describe('The rate of a site', () => {
  /** The most that a run may take, in times of the ideal 5 s, and the part of its responses that may be a 429. */
  const LIMITS = [
    { what: 'a bucket', limit: bucket, latencyMs: 5, times: 1.25, refusals: 0.05 },
    { what: 'a bucket', limit: bucket, latencyMs: 50, times: 1.25, refusals: 0.05 },
    { what: 'a bucket', limit: bucket, latencyMs: 100, times: 1.25, refusals: 0.05 },
    { what: 'a bucket', limit: bucket, latencyMs: 300, times: 1.25, refusals: 0.05 },
    // Where seconds are counted apart, what a bucket would have saved up is lost with each of them.
    { what: 'a count per second', limit: fixedWindow, latencyMs: 5, times: 1.6, refusals: 0.05 },
    { what: 'a count per second', limit: fixedWindow, latencyMs: 50, times: 1.6, refusals: 0.05 },
    { what: 'a count per second', limit: fixedWindow, latencyMs: 100, times: 1.6, refusals: 0.06 },
    // All that is in flight when the count is used up is refused: eight calls, twice.
    { what: 'a count per second', limit: fixedWindow, latencyMs: 300, times: 2.1, refusals: 0.13 },
  ] as const;
  for (const { what, limit, latencyMs, times, refusals } of LIMITS) {
    it(`is learned from ${what} that says nothing but 429 (${latencyMs} ms a call): no storm of refusals, no long waits`, async () => {
      for (const retryAfter of [1, 2]) {
        for (const chance of [0, 0.5, 0.99]) {
          const { arrived, limited, refused, attempts, pauses, ms } = await against(limit(), {
            latencyMs,
            retryAfter,
            chance,
          });
          assert.equal(arrived, 120);
          assert.ok(limited >= 1 && refused <= refusals, `${limited} answers were 429`);
          assert.ok(attempts <= 3, `one message was sent ${attempts} times`);
          // A server that asks for more than a second is obeyed, though its limit would let calls through.
          const asked = pauses * (retryAfter - 1) * (1 + 0.3 * chance) * 1_000;
          assert.ok(ms <= times * 5_000 + asked, `${ms} ms, Retry-After: ${retryAfter}`);
        }
      }
    }).timeout(120_000);
  }

  it('is not learned from a 429 that came after few calls: somebody else had used the limit up', async () => {
    const clock = new TestClock();
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    rateLimiter.observe(GET, clock.now(), { status: 429, headers: {} });
    const all = crowd(100, rateLimiter);
    await settled();
    assert.equal(all.started, 100);
  });

  it('is learned from a low limit, too: calls that are few a second are not sent eight at a time', async () => {
    const slow = bucket(3);
    const { limited, attempts } = await against(slow, { latencyMs: 50, retryAfter: 1, chance: 0.5 }, 40);
    assert.ok(limited <= 20 && attempts <= 5, `${limited} answers were 429; one message was sent ${attempts} times`);
  }).timeout(120_000);

  it('follows the bucket that Data Center describes, before it is empty', async () => {
    const clock = new TestClock();
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    const headers = {
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '3',
      'x-ratelimit-interval-seconds': '2',
      'x-ratelimit-fillrate': '10',
      'retry-after': '0',
    };
    rateLimiter.observe(GET, clock.now(), { status: 200, headers });
    const all = crowd(20, rateLimiter, SEARCH);
    await settled();
    assert.equal(all.started, 3);
    for (let step = 0; step < 20; step++) {
      clock.advance(100);
      await settled();
    }
    assert.equal(all.started, 13);
    assert.deepEqual(rateLimiter.status().pauses, []);
  });

  it('spreads what is left of a quota over the time until it begins anew', async () => {
    const clock = new TestClock();
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    const ratelimit = '"tenant-quota";r=90000;t=600, "global-app-quota";r=100;t=50';
    rateLimiter.observe(GET, clock.now(), { status: 200, headers: { ratelimit } });
    const all = crowd(20, rateLimiter);
    for (let step = 0; step < 10; step++) {
      await settled();
      clock.advance(500);
    }
    assert.ok(all.started >= 9 && all.started <= 12, `${all.started}`);
  });

  it('stands still when a quota is used up, and says why', () => {
    const clock = new TestClock();
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    rateLimiter.observe(GET, clock.now(), { status: 200, headers: { ratelimit: '"global-app-quota";r=0;t=90' } });
    assert.deepEqual(rateLimiter.status().pauses, [{ scope: 'site', leftMs: 90_000, reason: 'quota' }]);
  });

  it('has fewer calls in flight while Jira says that a limit is near', async () => {
    const clock = new TestClock();
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    rateLimiter.observe(GET, clock.now(), { status: 200, headers: { 'x-ratelimit-nearlimit': 'true' } });
    for (let call = 0; call < 8; call++) void rateLimiter.acquire('node', GET, living, () => {});
    await settled();
    assert.equal(rateLimiter.status().inFlight, 2);
    rateLimiter.observe(GET, clock.now(), { status: 200, headers: { 'x-ratelimit-nearlimit': 'false' } });
    assert.equal(rateLimiter.status().inFlight, 8);
  });

  it('is not slowed down by limits that are announced and not enforced yet', () => {
    const headers = { 'beta-ratelimit': '"q";r=0;t=3600', 'x-beta-ratelimit-remaining': '0' };
    assert.deepEqual(readLimitHeaders(headers), { bucket: undefined, quota: undefined, near: false, left: undefined });
  });

  it('survives any header: nothing that a server says stops a site for good', async () => {
    const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-interval-seconds', 'ratelimit'];
    const header = fc.oneof(fc.string(), fc.double().map(String), fc.constant('"q";r=0;t=99999999999'));
    const headers = fc.dictionary(fc.constantFrom(...names, 'x-ratelimit-fillrate', 'x-ratelimit-nearlimit'), header);
    await fc.assert(
      fc.asyncProperty(headers, fc.constantFrom(200, 429), async (said, status) => {
        const clock = new TestClock();
        const rateLimiter = new RateLimiter({ concurrency: 2, maxQueue: 10, firstPerSecond: 100 }, clock);
        rateLimiter.observe(GET, clock.now(), { status, headers: said });
        const all = crowd(2, rateLimiter);
        for (let hour = 0; hour < 2; hour++) {
          clock.advance(3_600_000);
          await settled();
        }
        assert.equal(all.started, 2);
        assert.equal(clock.pending, 0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('The figures of a site', () => {
  it('count the calls and the refusals of the last hour, and forget older ones', () => {
    const clock = new TestClock();
    const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, clock);
    rateLimiter.observe(GET, clock.now(), { status: 200, headers: {} });
    rateLimiter.observe(GET, clock.now(), { status: 429, headers: {} });
    clock.advance(30 * 60_000);
    rateLimiter.observe(GET, clock.now(), { status: 404, headers: {} });
    assert.deepEqual(rateLimiter.status().lastHour, { calls: 3, limited: 1 });
    clock.advance(31 * 60_000);
    assert.deepEqual(rateLimiter.status().lastHour, { calls: 1, limited: 0 });
  });
});

describe('Rate limiters that are shared', () => {
  const limits = { concurrency: 8, maxQueue: 100 };

  it('are one for one address and principal: the instances of a subflow do not multiply the calls', async () => {
    const rateLimiters = new SharedRateLimiters(new TestClock());
    const one = rateLimiters.hold('https://x', 'basic:ada', limits);
    const other = rateLimiters.hold('https://x', 'basic:ada', { ...limits, concurrency: 1 });
    assert.equal(one.rateLimiter, other.rateLimiter);
    assert.notEqual(one.rateLimiter, rateLimiters.hold('https://x', 'basic:ben', limits).rateLimiter);
    assert.notEqual(one.rateLimiter, rateLimiters.hold('https://y', 'basic:ada', limits).rateLimiter);
    await one.rateLimiter.acquire('n1', GET, living, () => {});
    void one.rateLimiter.acquire('n2', GET, living, () => {});
    assert.equal(one.rateLimiter.status().waiting, 1);
    other.release();
    assert.equal(one.rateLimiter.status().waiting, 0);
  });

  it('are not shared by two people, nor by two tokens: one that Jira holds back does not hold back the other', () => {
    const rateLimiters = new SharedRateLimiters(new TestClock());
    const rateLimiterOf = ({ principal }: Auth) => rateLimiters.hold('https://x', principal, limits).rateLimiter;
    const principals = [
      basicAuth('ada', 'one'),
      basicAuth('ben', 'one'),
      patAuth('a token of Ada'),
      patAuth('a token of Ben'),
    ];
    assert.equal(new Set(principals.map(rateLimiterOf)).size, 4);
    assert.equal(rateLimiterOf(patAuth('a token of Ada')), rateLimiterOf(patAuth('a token of Ada')));
    assert.equal(rateLimiterOf(basicAuth('ada', 'one')), rateLimiterOf(basicAuth('ada', 'another')));
    for (const { principal } of principals) assert.doesNotMatch(principal, /a token|one/);
    const plainHash = createHash('sha256').update('a token of Ada').digest('base64url');
    assert.notEqual(
      patAuth('a token of Ada').principal,
      `pat:${plainHash}`,
      'a hash that anybody could make of a guess',
    );
  });

  it('keep a pause over a deploy, and are forgotten when nobody has used them for an hour', () => {
    const clock = new TestClock();
    const rateLimiters = new SharedRateLimiters(clock);
    const { rateLimiter, release } = rateLimiters.hold('https://x', 'pat', limits);
    rateLimiter.pause('site', 600_000);
    release();
    const again = rateLimiters.hold('https://x', 'pat', limits);
    assert.equal(again.rateLimiter.status().pauses.length, 1);
    again.release();
    clock.advance(3_600_000);
    assert.notEqual(rateLimiters.hold('https://x', 'pat', limits).rateLimiter, rateLimiter);
  });
});
