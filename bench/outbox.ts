/** Messages that are kept while Jira is away, and sent once it is back. */

import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../nodes/client/clock';
import { Outbox } from '../nodes/outbox/outbox';
import type { Carrier, Verdict } from '../nodes/outbox/sender';
import { LevelStore } from '../nodes/store/level-store';
import { TestClock } from '../test/support/clock';
import { MemoryStore } from '../test/support/memory-store';
import { newUserDirectory } from '../test/support/user-directory';
import { appendedPerSecond } from './store';
import { heapUsed, type Row } from './support';

const MESSAGES = 10_000;
const WRITERS = 64;
/** Of a message, in characters as it lies on the disk. */
const SIZE = 2_000;
const CALLS_PER_SECOND = 20;
const LIMITS = { keepFor: 7, keepMost: 2 * MESSAGES };
const AWAY: Verdict = { type: 'later', holds: 'site', problem: 'JIRA_NETWORK' };

/** Keeps thousands of messages, and sends them. */
export async function kept(): Promise<readonly Row[]> {
  const folder = path.join(newUserDirectory(), 'store');
  const nobody = { opened: () => undefined, failed: () => undefined, repaired: () => undefined };
  const store = new LevelStore(folder, nobody);
  const outbox = new Outbox(store, 'site', systemClock, LIMITS);
  let isAway = true;
  let left = MESSAGES;
  let allSent = () => {};
  const sent = new Promise<void>((resolve) => {
    allSent = resolve;
  });
  const carrier: Carrier = {
    attempt: async ({ takeNote }) => {
      if (isAway) return AWAY;
      await takeNote('left');
      return { type: 'done', result: '{}' };
    },
    handOn: () => {
      if (--left === 0) allSent();
    },
    fail: async () => undefined,
  };
  outbox.attach('node', { revive: () => carrier, changed: () => undefined });
  outbox.run(true);
  // What it takes to begin, and to look at the memory for the first time, is no message's.
  for (let time = 0; time < 2; time++) {
    await keepAll(outbox, carrier, MESSAGES / 10);
    left += MESSAGES / 10;
    heapUsed();
  }
  const before = heapUsed();
  const begun = performance.now();
  await keepAll(outbox, carrier, MESSAGES);
  const perSecond = (MESSAGES / (performance.now() - begun)) * 1_000;
  const [memory, disk] = [(heapUsed() - before) / 1e6, sizeOf(folder)];
  isAway = false;
  outbox.reconnected();
  const drained = performance.now();
  await sent;
  const sentPerSecond = (MESSAGES / (performance.now() - drained)) * 1_000;
  const appended = await appendedPerSecond();
  await store.close();
  const seconds = await secondsToDrain();
  const ideal = MESSAGES / CALLS_PER_SECOND;
  return [
    {
      work: `messages of ${SIZE / 1_000} kB kept with fsync, ${WRITERS} at a time`,
      ours: `${Math.round(perSecond)} a second`,
      theirs: `${Math.round(appended)} a second, only appended to a file and synced`,
      ratio: `${(perSecond / appended).toFixed(2)} × as many`,
      goal: 'each on the disk',
    },
    {
      work: `${MESSAGES} more kept messages of ${SIZE / 1_000} kB`,
      ours: `${memory.toFixed(1)} MB of memory`,
      theirs: `${(disk / 1e6).toFixed(1)} MB on the disk`,
      ratio: `${((memory * 1e6) / MESSAGES).toFixed(0)} bytes a message`,
      goal: 'memory that does not grow with their size',
    },
    {
      work: `${MESSAGES} sent to a Jira without limits, 8 at a time`,
      ours: `${Math.round(sentPerSecond)} a second`,
      theirs: '–',
      ratio: '–',
      goal: 'more than Jira allows',
    },
    {
      work: `${MESSAGES} sent at ${CALLS_PER_SECOND} calls a second (simulated clock)`,
      ours: `${seconds.toFixed(1)} s`,
      theirs: `${ideal.toFixed(1)} s, the ideal`,
      ratio: `${(seconds / ideal).toFixed(3)} × the ideal`,
      goal: '≤ 1.05 ×',
    },
  ];
}

async function keepAll(outbox: Outbox, carrier: Carrier, count: number): Promise<void> {
  let next = 0;
  const writer = async () => {
    while (next < count) {
      next++;
      const content = randomBytes((SIZE * 3) / 4).toString('base64');
      const entry = { node: 'node', operation: 'issue-create', lanes: [], content };
      await outbox.take(entry, { ...carrier, kept: () => undefined });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

/** By a clock that jumps from one timer to the next, with calls that start a twentieth of a second apart. */
async function secondsToDrain(): Promise<number> {
  const clock = new TestClock();
  const outbox = new Outbox(new MemoryStore(), 'site', clock, LIMITS);
  let isAway = true;
  let left = MESSAGES;
  let free = 0;
  let allSent = () => {};
  const sent = new Promise<void>((resolve) => {
    allSent = resolve;
  });
  const carrier: Carrier = {
    attempt: async ({ takeNote }) => {
      if (isAway) return AWAY;
      await takeNote('left');
      free = Math.max(free + 1_000 / CALLS_PER_SECOND, clock.now());
      await new Promise<void>((resolve) => clock.after(free - clock.now(), resolve));
      return { type: 'done', result: '{}' };
    },
    handOn: () => {
      if (--left === 0) allSent();
    },
    fail: async () => undefined,
  };
  outbox.attach('node', { revive: () => carrier, changed: () => undefined });
  outbox.run(true);
  await keepAll(outbox, carrier, MESSAGES);
  isAway = false;
  const begun = clock.now();
  clock.hurry();
  outbox.reconnected();
  await sent;
  return (clock.now() - begun) / 1_000;
}

/** Megabytes. */
function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}
