/**
 * How calls fare at limits that tell nothing of themselves but a 429, simulated on a clock that jumps: a true limit of 20 calls a
 * second, counted in several ways, and no limit at all but for one, two or three 429s on quiet traffic before.
 */

import type { Clock } from '../nodes/client/clock';
import { FIRST_PER_SECOND, RateLimiter } from '../nodes/client/limits/rate-limiter';
import type { Row } from './support';

const CALL = { endpoint: 'GET /issue/{issueIdOrKey}' };
const SECOND_MS = 1_000;
const PER_SECOND = 20;
const CONCURRENCY = 8;
const MESSAGES = 120;
const BURST = 600;
/** Of `Retry-After`. */
const RETRY_AFTER_MS = SECOND_MS;
const LATENCIES_MS = [5, 30, 100, 300];

/** Whether a server lets a call through that arrives at a moment, in milliseconds. */
type Limit = (at: number) => boolean;

/** So many calls at once, and so many more per second. */
function bucket(size: number, perSecond = PER_SECOND): () => Limit {
  return () => {
    let calls = size;
    let seenAt = 0;
    return (at) => {
      calls = Math.min(size, calls + ((at - seenAt) / SECOND_MS) * perSecond);
      seenAt = at;
      if (calls < 1) return false;
      calls--;
      return true;
    };
  };
}

/** So many calls in each second of a clock, one of which began so many milliseconds before the first call. */
function clockSecond(beganBefore: number): () => Limit {
  return () => {
    let second = -1;
    let calls = 0;
    return (at) => {
      const now = Math.floor((at + beganBefore) / SECOND_MS);
      if (now !== second) calls = 0;
      second = now;
      return ++calls <= PER_SECOND;
    };
  };
}

/** So many calls in the second before each. */
const slidingSecond = (): Limit => {
  const passed: number[] = [];
  return (at) => {
    while ((passed[0] ?? at) <= at - SECOND_MS) passed.shift();
    if (passed.length >= PER_SECOND) return false;
    passed.push(at);
    return true;
  };
};

/** A true limit, and the milliseconds that 120 calls at once take at least where a response takes no time. */
interface TrueLimit {
  readonly name: string;
  readonly limit: () => Limit;
  readonly idealMs: number;
}

const TRUE_LIMITS: readonly TrueLimit[] = [
  { name: '20 a second, 20 at once', limit: bucket(PER_SECOND), idealMs: 5_000 },
  { name: '20 a second, 5 at once', limit: bucket(5), idealMs: 5_750 },
  { name: '20 in a second of the clock, 0.7 s of it left', limit: clockSecond(300), idealMs: 5_000 },
  { name: '20 in a second of the clock, 0.1 s of it left', limit: clockSecond(900), idealMs: 5_000 },
  { name: '20 in any second', limit: slidingSecond, idealMs: 5_000 },
  { name: '2 a second, 2 at once', limit: bucket(2, 2), idealMs: 59_000 },
];

/** A clock that jumps from timer to timer, once nobody has anything left to do. */
class JumpingClock implements Clock {
  #now = 0;
  #number = 0;
  readonly #timers = new Map<number, { readonly due: number; readonly task: () => void }>();

  constructor(private readonly chance: number) {}

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#now;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, task: () => void): () => void {
    const number = this.#number++;
    this.#timers.set(number, { due: this.#now + Math.ceil(Math.max(0, ms)), task });
    return () => this.#timers.delete(number);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Goes on until a promise has ended. */
  async until(end: Promise<unknown>): Promise<void> {
    let ended = false;
    void end.then(() => {
      ended = true;
    });
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (ended) return;
      const due = Math.min(...[...this.#timers.values()].map((timer) => timer.due));
      this.#now = Math.max(this.#now, due);
      for (const [number, timer] of this.#timers) {
        if (timer.due > this.#now) continue;
        this.#timers.delete(number);
        timer.task();
      }
    }
  }
}

/** What came of some calls. */
interface Outcome {
  readonly ms: number;
  readonly responses: number;
  readonly limited: number;
  /** Attempts of the call that needed most. */
  readonly attempts: number;
}

/** One site, and a server that responds after so many milliseconds. */
class Line {
  readonly clock: JumpingClock;
  readonly #rateLimiter: RateLimiter;
  #responses = 0;
  #limited = 0;
  #attempts = 0;

  constructor(
    private readonly latencyMs: number,
    private readonly limit: Limit,
    chance: number,
  ) {
    this.clock = new JumpingClock(chance);
    const limits = { concurrency: CONCURRENCY, maxQueue: 100_000, firstPerSecond: FIRST_PER_SECOND };
    this.#rateLimiter = new RateLimiter(limits, this.clock);
  }

  /** So many calls at once. */
  async burst(calls: number): Promise<Outcome> {
    const startedAt = this.clock.now();
    this.#responses = this.#limited = this.#attempts = 0;
    await Promise.all(Array.from({ length: calls }, () => this.call()));
    return {
      ms: this.clock.now() - startedAt,
      responses: this.#responses,
      limited: this.#limited,
      attempts: this.#attempts,
    };
  }

  async call(attempt = 1): Promise<void> {
    const release = await this.#rateLimiter.acquire('node', CALL, new AbortController().signal, () => {});
    const startedAt = this.clock.now();
    await this.clock.sleep(this.latencyMs / 2);
    const good = this.limit(this.clock.now());
    await this.clock.sleep(this.latencyMs / 2);
    this.#responses++;
    this.#attempts = Math.max(this.#attempts, attempt);
    const pauseMs = good ? 0 : RETRY_AFTER_MS * (1 + 0.3 * this.clock.random());
    this.#rateLimiter.observe(CALL, startedAt, { status: good ? 200 : 429, headers: {} }, pauseMs);
    release();
    if (good) return;
    this.#limited++;
    await this.clock.sleep(pauseMs);
    await this.call(attempt + 1);
  }
}

const CHANCES = [0, 0.5, 0.99];

/** Calls at once against a true limit. */
async function limited(latencyMs: number, limit: () => Limit): Promise<Outcome[]> {
  return each(CHANCES, async (chance) => {
    const line = new Line(latencyMs, limit(), chance);
    const burst = line.burst(MESSAGES);
    await line.clock.until(burst);
    return burst;
  });
}

/** A call a second for a minute, some of which were refused once, and then many calls at once. */
async function quiet(latencyMs: number, refused: readonly number[], chance = 0.5): Promise<Outcome> {
  const left = new Set(refused);
  const line = new Line(
    latencyMs,
    (at) => {
      const second = Math.floor(at / SECOND_MS);
      return !left.delete(second);
    },
    chance,
  );
  const all = (async () => {
    for (let second = 0; second < 60; second++) {
      void line.call();
      await line.clock.sleep(SECOND_MS);
    }
    await line.clock.sleep(5 * SECOND_MS);
    return line.burst(BURST);
  })();
  await line.clock.until(all);
  return all;
}

const LONE: Readonly<Record<string, readonly number[]>> = {
  'one lone 429': [55],
  'two lone 429s': [30, 55],
  'three lone 429s': [15, 35, 55],
  'three lone 429s close together': [49, 52, 55],
};

async function each<In, Out>(list: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const one of list) results.push(await work(one));
  return results;
}

/** Each limit at each latency, and each number of lone 429s at each latency. */
export async function limits(): Promise<Row[]> {
  const trueLimits = await each(TRUE_LIMITS, ({ name, limit, idealMs }) =>
    each(LATENCIES_MS, async (latencyMs) => {
      const outcomes = await limited(latencyMs, limit);
      const ms = Math.max(...outcomes.map((one) => one.ms));
      const part = Math.max(...outcomes.map((one) => one.limited / one.responses));
      const attempts = Math.max(...outcomes.map((one) => one.attempts));
      // With eight in flight no more than that gets through.
      const ideal = Math.max(idealMs + latencyMs, (MESSAGES / CONCURRENCY) * latencyMs);
      return {
        work: `${MESSAGES} calls at ${latencyMs} ms, ${name}`,
        ours: `${(ms / SECOND_MS).toFixed(2)} s, ${(100 * part).toFixed(1)} % 429, ${attempts} attempts`,
        theirs: `${(ideal / SECOND_MS).toFixed(2)} s (ideal)`,
        ratio: `${(ms / ideal).toFixed(2)} ×`,
        goal: '≤ 1.25 ×, ≤ 5 %',
      };
    }),
  );
  const lone = await each(LATENCIES_MS, async (latencyMs) => {
    const without = await quiet(latencyMs, []);
    return each(Object.entries(LONE), async ([name, refused]) => {
      const outcome = await quiet(latencyMs, refused);
      return {
        work: `${BURST} calls at ${latencyMs} ms after ${name}`,
        ours: `${(outcome.ms / SECOND_MS).toFixed(2)} s`,
        theirs: `${(without.ms / SECOND_MS).toFixed(2)} s (without)`,
        ratio: `${(outcome.ms / without.ms).toFixed(2)} ×`,
        goal: '≤ 1.5 ×',
      };
    });
  });
  return [...trueLimits.flat(), ...lone.flat()];
}
