/** What counting for the sidebar costs a message, and what somebody who looks at it does: in time of the processor, as that is what could be lost. */

import path from 'node:path';
import { MESSAGES, messagesPerSecond } from './messages';
import { adminUrl, median, type Row, startServer, withNodes } from './support';

const IN_FLIGHT = 32;
const ROUNDS = 9;
/** Twenty times as often as the sidebar asks. */
const LOOK_EVERY_MS = 200;

type Way = 'counted' | 'uncounted' | 'looked';

/** Microseconds for each message with counting and without, and with somebody looking: medians of rounds taken in turns, so that all meet the same machine. */
export async function overview(): Promise<Row[]> {
  const { url, stop } = await startServer();
  const flow = [
    { id: 'site', type: 'jira-site', siteUrl: url, concurrency: IN_FLIGHT },
    { id: 'ours', type: 'jira-issue-get', site: 'site', wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
  const costs: Record<Way, number[]> = { counted: [], uncounted: [], looked: [] };
  const ways = waysTo(`${await adminUrl()}/jira/overview`);
  await withNodes(flow, async () => {
    for (let round = -1; round < ROUNDS; round++) {
      for (const way of ['counted', 'uncounted', 'looked'] as const) {
        const cost = await ways[way]();
        // The first round warms all up.
        if (round >= 0) costs[way].push(cost);
      }
    }
  });
  stop();
  const [counted, uncounted, looked] = [median(costs.counted), median(costs.uncounted), median(costs.looked)];
  const perMessage = (cost: number) => `${Math.round(cost)} µs a message`;
  return [
    {
      work: 'get issue, counted for the sidebar',
      ours: perMessage(counted),
      theirs: `${perMessage(uncounted)}, not counted`,
      ratio: `${(counted / uncounted).toFixed(3)} ×`,
      goal: '≤ 1.02 ×',
    },
    {
      work: `the same while the overview is read every ${LOOK_EVERY_MS} ms`,
      ours: perMessage(looked),
      theirs: `${perMessage(counted)}, nobody looks`,
      ratio: `${(looked / counted).toFixed(3)} ×`,
      goal: '≤ 1.1 ×',
    },
  ];
}

function waysTo(url: string): Readonly<Record<Way, () => Promise<number>>> {
  return {
    counted: costOfRound,
    uncounted: async () => {
      const resume = [
        silenced('overview/activities.js', 'Activities', ['took', 'failed']),
        silenced('client/limits/usage.js', 'Usage', ['waits']),
      ];
      const cost = await costOfRound();
      for (const each of resume) each();
      return cost;
    },
    looked: async () => {
      const timer = setInterval(() => void fetch(url).then((response) => response.text()), LOOK_EVERY_MS);
      const cost = await costOfRound();
      clearInterval(timer);
      return cost;
    },
  };
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
