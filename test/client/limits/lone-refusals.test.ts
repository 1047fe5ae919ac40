import assert from 'node:assert/strict';
import { basicAuth } from '../../../nodes/client/auth';
import { Client } from '../../../nodes/client/client';
import type { OutgoingRequest, RawResponse } from '../../../nodes/client/http/transport';
import { RateLimiter } from '../../../nodes/client/limits/rate-limiter';
import { TestClock } from '../../support/clock';
import { GET, limited, newJob, OK, PASSWORD, ROUTES, SEARCH, sites } from '../site';

const SECOND_MS = 1_000;
const LATENCY_MS = 20;
const CONCURRENCY = 8;
/** What eight calls in flight make of a second. */
const FULL_RATE = (CONCURRENCY * SECOND_MS) / LATENCY_MS;

/** When the server refuses calls, in milliseconds from the start, and for whom. */
interface Refusing {
  readonly from: number;
  readonly to: number;
  /** `RateLimit-Reason`. */
  readonly reason?: string;
}

/** A client on a clock, and a server that takes `LATENCY_MS` of it for each call. */
class Line {
  readonly clock = new TestClock();
  /** When each request arrived, and when each call ended well. */
  readonly arrived: number[] = [];
  readonly ended: number[] = [];
  readonly #client: Client;

  constructor(refusing: readonly Refusing[]) {
    const send = async ({ url }: OutgoingRequest): Promise<RawResponse> => {
      const at = this.clock.now();
      this.arrived.push(at);
      await new Promise<void>((resolve) => void this.clock.after(LATENCY_MS, resolve));
      const refusal = refusing.find(({ from, to }) => from <= at && at < to);
      if (!refusal) return { status: 200, headers: {}, text: `{"url":${JSON.stringify(url)}}` };
      const { reason } = refusal;
      const headers = { 'retry-after': '1', ...(reason !== undefined && { 'ratelimit-reason': reason }) };
      return { status: 429, headers, text: '' };
    };
    const limits = { concurrency: CONCURRENCY, maxQueue: 20_000 };
    this.#client = new Client(
      { siteUrl: 'https://jira.example.com', deployment: 'cloud', maxRetries: 4, maxWaitMs: 120_000, ...limits },
      { send, close: () => {} },
      basicAuth('jo', PASSWORD),
      new RateLimiter(limits, this.clock),
      this.clock,
    );
  }

  call(count: number): void {
    const ended = () => this.ended.push(this.clock.now());
    for (let call = 0; call < count; call++) void this.#client.call(GET, newJob()).then(ended);
  }

  /** Lets the time pass until a moment. */
  async until(ms: number): Promise<void> {
    while (this.clock.now() < ms) {
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.advance(2);
    }
  }

  /** Calls that ended well in a second that begins at a moment. */
  rateAt(ms: number): number {
    return this.ended.filter((at) => at >= ms && at < ms + SECOND_MS).length;
  }
}

describe('A 429 that stays alone is a pause, and no lasting limit:', () => {
  for (const reason of [undefined, 'jira-burst-based', 'jira-quota-tenant-based']) {
    const why = reason === undefined ? {} : { reason };

    it(`a second that somebody else has used up costs hardly more than that second (${reason ?? 'no reason'})`, async () => {
      const line = new Line([{ from: 0, to: SECOND_MS, ...why }]);
      line.call(500);
      await line.until(2 * SECOND_MS + (500 / FULL_RATE) * SECOND_MS);
      assert.equal(line.ended.length, 500);
      assert.equal(line.arrived.length, 500 + CONCURRENCY, 'only what was in flight was refused');
    }).timeout(120_000);

    it(`ten seconds after it, a busy site is as fast as before (${reason ?? 'no reason'})`, async () => {
      const line = new Line([{ from: 1_500, to: 1_500 + 2 * LATENCY_MS, ...why }]);
      line.call(8_000);
      await line.until(12_600);
      assert.ok(line.rateAt(500) >= 0.9 * FULL_RATE, `${line.rateAt(500)} a second before`);
      assert.ok(line.rateAt(11_500) >= 0.9 * FULL_RATE, `${line.rateAt(11_500)} a second after`);
    }).timeout(120_000);
  }

  it('a site that had few calls before it may have many ten seconds after it', async () => {
    const line = new Line([{ from: 1_000, to: 1_100 }]);
    for (let at = 100; at <= 1_000; at += 100) {
      await line.until(at);
      line.call(1);
    }
    await line.until(11_000);
    line.call(FULL_RATE);
    await line.until(12_100);
    assert.ok(line.rateAt(11_000) >= 0.9 * FULL_RATE, `${line.rateAt(11_000)} a second after`);
  });

  for (const refused of [[30], [30, 55], [15, 35, 55], [49, 52, 55]]) {
    const seconds = refused.join(', ');

    it(`a burst on quiet traffic that met one at second ${seconds} is as fast as without`, async () => {
      const line = new Line(refused.map((second) => ({ from: second * SECOND_MS, to: second * SECOND_MS + 1 })));
      for (let second = 0; second < 60; second++) {
        await line.until(second * SECOND_MS);
        line.call(1);
      }
      await line.until(65 * SECOND_MS);
      line.call(600);
      await line.until(65 * SECOND_MS + (1.1 * 600 * SECOND_MS) / FULL_RATE);
      assert.equal(line.ended.length, 60 + 600);
    }).timeout(20_000);
  }

  it('after a second one a site is slow for a while, but not for long', async () => {
    const line = new Line([{ from: 0, to: 2_500 }]);
    line.call(8_000);
    await line.until(34_000);
    assert.ok(line.arrived.length - line.ended.length <= 4 * CONCURRENCY, 'few were refused');
    assert.ok(line.rateAt(32_000) >= 0.9 * FULL_RATE, `${line.rateAt(32_000)} a second after`);
  }).timeout(120_000);
});

describe('A 429', () => {
  const site = sites();

  it('lets no call leave between itself and the pause that it asks for, though its queue slot is free', async () => {
    const test = await site({ concurrency: 1 });
    test.server.on(ROUTES.get, limited('7'), OK).on(ROUTES.search, OK);
    const first = test.call(GET);
    const second = test.call(SEARCH, newJob(undefined, 'other'));
    await test.clock.waiting(2);
    assert.equal(test.server.arrived.length, 1);
    test.clock.advance(7_000);
    await Promise.all([first, second]);
  });
});
