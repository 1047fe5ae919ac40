/** What counting for the sidebar costs a message, and what somebody who looks at it does: in time of the processor, as that is what could be lost. */

import path from 'node:path';
import { MESSAGES, messagesPerSecond } from './messages';
import { adminUrl, type Row, startServer, withNodes } from './support';

const IN_FLIGHT = 32;
const ROUNDS = 9;
const LOOKS = 200;
/** How often the sidebar asks while it is open, in milliseconds. */
const LOOK_EVERY_MS = 4_000;

/**
 * Microseconds of the processor for each message with counting and without, the least of rounds taken in turns: whatever else the machine does only adds.
 * And those of a look, beside the time until the next one.
 */
export async function overview(): Promise<Row[]> {
  const { url, stop } = await startServer();
  const flow = [
    { id: 'site', type: 'jira-site', siteUrl: url, concurrency: IN_FLIGHT },
    { id: 'ours', type: 'jira-issue-get', site: 'site', wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
  const costs = { counted: [] as number[], uncounted: [] as number[] };
  const address = `${await adminUrl()}/jira/overview`;
  let look = 0;
  await withNodes(flow, async () => {
    for (let round = -1; round < ROUNDS; round++) {
      const ways = [
        ['counted', () => costOfRound()],
        ['uncounted', () => costUncounted()],
      ] as const;
      for (const [way, measure] of round % 2 === 0 ? ways : ways.toReversed()) {
        const cost = await measure();
        // The first round warms both up.
        if (round >= 0) costs[way].push(cost);
      }
    }
    await costOfLooks(address);
    look = await costOfLooks(address);
  });
  stop();
  const [counted, uncounted] = [Math.min(...costs.counted), Math.min(...costs.uncounted)];
  return [
    {
      work: 'get issue per message, counted for the sidebar',
      ours: `${Math.round(counted)} µs of processor time`,
      theirs: `${Math.round(uncounted)} µs, not counted`,
      ratio: `${(counted / uncounted).toFixed(3)} ×`,
      goal: '≤ 1.02 ×',
    },
    {
      work: 'a look of the sidebar, asking and answering in one process',
      ours: `${(look / 1_000).toFixed(1)} ms of processor time`,
      theirs: `every ${LOOK_EVERY_MS / 1_000} s`,
      ratio: `${(look / 10 / LOOK_EVERY_MS).toFixed(2)} %`,
      goal: '≤ 0.5 %',
    },
  ];
}

async function costUncounted(): Promise<number> {
  const resume = [
    silenced('overview/activities.js', 'Activities', ['took', 'failed']),
    silenced('client/limits/usage.js', 'Usage', ['waits']),
  ];
  const cost = await costOfRound();
  for (const each of resume) each();
  return cost;
}

/** Microseconds that the processor worked for each of some looks. */
async function costOfLooks(address: string): Promise<number> {
  const before = process.cpuUsage();
  for (let look = 0; look < LOOKS; look++) await (await fetch(address)).text();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / LOOKS;
}

/** Microseconds that the processor worked for each message of a round. */
async function costOfRound(): Promise<number> {
  const before = process.cpuUsage();
  await messagesPerSecond('ours');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / MESSAGES;
}

/** Has methods of a class do nothing, of the package as Node-RED has loaded it; returns the function that has them do it again. */
function silenced(file: string, name: string, methods: readonly string[]): () => void {
  const loaded: unknown = require(path.resolve(__dirname, '../dist/nodes', file));
  const prototype: unknown = Reflect.get(Reflect.get(Object(loaded), name), 'prototype');
  const before = methods.map((method) => [method, Reflect.get(Object(prototype), method)] as const);
  for (const method of methods) Reflect.set(Object(prototype), method, () => undefined);
  return () => {
    for (const [method, own] of before) Reflect.set(Object(prototype), method, own);
  };
}
