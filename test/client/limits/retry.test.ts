import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Repeatability } from '../../../nodes/client/http/request';
import { decideRetry, type Outcome, type RetryState, retryAfterMs } from '../../../nodes/client/limits/retry';

const NOW = Date.UTC(2026, 0, 5, 12);
const STATE: RetryState = { attempt: 1, maxRetries: 4, waitLeft: 120_000, now: NOW, random: 0 };

const response = (status: number, retryAfter?: string): Outcome => ({ kind: 'response', status, retryAfter });
const waitOf = (outcome: Outcome, state: Partial<RetryState> = {}): number | undefined => {
  const decision = decideRetry('read', outcome, { ...STATE, ...state });
  return decision.repeat ? decision.afterMs : undefined;
};

const NEVER = { read: false, idempotent: false, once: false };
/** Where the call may have been carried out, only what does no harm twice is made again. */
const UNLESS_ONCE = { read: true, idempotent: true, once: false };
const ALWAYS = { read: true, idempotent: true, once: true };
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** What a server may say of waiting; none of it changes whether a call is made again. */
const HEADERS = ['7', '0', undefined, 'Mon, 05 Jan 2026 12:00:20 GMT', 'soon'];

/** The table of what is repeated, row by row as the documentation has it. */
const TABLE: readonly (readonly [what: string, outcome: Outcome, repeated: Record<Repeatability, boolean>])[] = [
  ...HEADERS.map((header) => [`429, Retry-After: ${header}`, response(429, header), ALWAYS] as const),
  ...[502, 503, 504].flatMap((status) =>
    HEADERS.map((header) => [`${status}, Retry-After: ${header}`, response(status, header), UNLESS_ONCE] as const),
  ),
  ['a connection never made', { kind: 'not-sent' }, ALWAYS],
  ['a connection lost after sending, or no answer in time', { kind: 'lost' }, UNLESS_ONCE],
  ['a certificate refused, or an answer too large', { kind: 'hopeless' }, NEVER],
  ...[...range(300, 308), ...range(400, 428), ...range(430, 499), 500, 501, ...range(505, 511), 599].map(
    (status) => [String(status), response(status), NEVER] as const,
  ),
  ['500, Retry-After: 7', response(500, '7'), NEVER],
  ['403, Retry-After: 7', response(403, '7'), NEVER],
];

describe('Repeating a call', () => {
  for (const [what, outcome, repeated] of TABLE) {
    it(`after ${what}: neither doubled nor given up too early`, () => {
      for (const kind of ['read', 'idempotent', 'once'] as const) {
        assert.equal(decideRetry(kind, outcome, STATE).repeat, repeated[kind], kind);
      }
    });
  }

  it('stops after the extra attempts that the site allows, and says that it would have gone on', () => {
    assert.equal(waitOf(response(429), { attempt: 4 }), 8_000);
    assert.deepEqual(decideRetry('read', response(429), { ...STATE, attempt: 5 }), {
      repeat: false,
      exhausted: true,
      afterMs: 16_000,
    });
    assert.equal(waitOf(response(429), { maxRetries: 0 }), undefined);
    assert.deepEqual(decideRetry('read', response(404), { ...STATE, attempt: 5 }), { repeat: false, exhausted: false });
  });

  it('waits no longer than the message may, but as long as that', () => {
    assert.equal(waitOf(response(429, '30'), { waitLeft: 30_000 }), 30_000);
    assert.equal(waitOf(response(429, '30'), { waitLeft: 29_999 }), undefined);
    assert.equal(waitOf(response(503), { waitLeft: 0 }), undefined);
  });

  it('doubles the pause where Jira names none, up to half a minute', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => waitOf(response(503), { attempt, maxRetries: 99 }));
    assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  for (const header of [undefined, '', '  ', '0', '0.0', '-5', 'soon', 'NaN', 'Infinity', '1,2', '0x10', '{}']) {
    it(`waits a second for a Retry-After of ${JSON.stringify(header)}: no storm of calls`, () => {
      assert.equal(waitOf(response(429, header)), 1_000);
    });
  }

  it('grows the pause between answers with "Retry-After: 0"', () => {
    assert.equal(waitOf(response(429, '0'), { attempt: 3 }), 4_000);
  });

  it('reads seconds, fractions of them and dates', () => {
    assert.equal(waitOf(response(429, '7')), 7_000);
    assert.equal(waitOf(response(429, ' 7 ')), 7_000);
    assert.equal(waitOf(response(429, '1.0001')), 1_001);
    assert.equal(waitOf(response(429, '0.2')), 1_000);
    assert.equal(waitOf(response(503, 'Mon, 05 Jan 2026 12:00:20 GMT')), 20_000);
    assert.equal(waitOf(response(503, 'Mon, 05 Jan 2026 11:00:00 GMT')), 1_000);
    assert.equal(waitOf(response(429, '99999999999999999999')), undefined);
    assert.equal(retryAfterMs('Mon, 05 Jan 2026 11:00:00 GMT', NOW), 0);
    assert.equal(retryAfterMs('nonsense', NOW), undefined);
    // No HTTP date is without letters.
    assert.equal(retryAfterMs('2027-01-05', NOW), undefined);
  });

  it('never undercuts Retry-After, and spreads the calls upwards only', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        (seconds, random, attempt) => {
          const wait = waitOf(response(429, String(seconds)), { random, attempt, maxRetries: 99, waitLeft: 1e9 });
          assert.ok(wait !== undefined && wait >= Math.max(1_000, seconds * 1_000));
          assert.ok(wait <= Math.max(30_000, seconds * 1_000) * 1.3 + 1);
        },
      ),
    ));

  it('spreads the calls: two nodes that were refused together do not come back together', () => {
    assert.notEqual(waitOf(response(429, '10'), { random: 0.1 }), waitOf(response(429, '10'), { random: 0.9 }));
  });

  it('survives any header', () =>
    fc.assert(
      fc.property(fc.string(), (header) => {
        const decision = decideRetry('once', response(429, header), { ...STATE, waitLeft: Number.MAX_VALUE });
        assert.ok(decision.repeat && decision.afterMs >= 1_000);
      }),
    ));
});
