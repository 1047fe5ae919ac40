/**
 * `jira-event` in a real Node-RED with its store on the disk: from a change in the demo Jira until its message, thousands of changes at
 * once, and memory. What it costs in calls is in `event-calls.ts`.
 */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Activity, demoCredentials, startDemoJira } from '../demo/index';
import { entry, textEntry } from '../nodes/client/json';
import { until } from '../test/support/until';
import type { Order } from './event-server';
import { appendedPerSecond } from './store';
import { type BenchServer, median, node, nodeRedUrl, type Row, startServer, withNodes } from './support';

const EVERY_S = 10;
/** So many changes between two rounds, at all distances from the next one. */
const BY_POLL = 41;
const BETWEEN_MS = 970;
const BY_WEBHOOK = 100;
const PROMISED_MS = 1_000;

/** Properties of a `jira-event`. */
interface Listening {
  readonly via: 'poll' | 'webhook';
  readonly [name: string]: unknown;
}

/** From a change until its message is in the flow, by each way. */
export async function latency(): Promise<readonly Row[]> {
  const poll = await times({ via: 'poll', every: String(EVERY_S) }, BY_POLL, () => pause(BETWEEN_MS));
  const webhook = await times({ via: 'webhook', registration: 'automatic' }, BY_WEBHOOK, (arrived) => arrived);
  const row = (way: string, ms: readonly number[], unit: number, theirs: string, goal: string): Row => ({
    work: `${ms.length} changes, each until its message, by ${way}`,
    ours: `median ${shown(median(ms))}, ${shown(Math.max(...ms))} at the most`,
    theirs,
    ratio: `${(median(ms) / unit).toFixed(2)} ×, ${(Math.max(...ms) / unit).toFixed(2)} × at the most`,
    goal,
  });
  const every = EVERY_S * 1_000;
  return [
    row('poll', poll, every, `${EVERY_S} s between two rounds`, 'no more than that and 2 s'),
    row('webhook', webhook, PROMISED_MS, `${PROMISED_MS / 1_000} s`, 'no more than that'),
  ];
}

const shown = (ms: number): string => (ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`);

/** @param between waits after each change; it gets what resolves once the message is there */
async function times(
  properties: Listening,
  changes: number,
  between: (arrived: Promise<void>) => Promise<void>,
): Promise<readonly number[]> {
  const jira = await startDemoJira();
  const activity = new Activity(jira.datacenter);
  const site = {
    siteUrl: jira.dataCenterUrl,
    deployment: 'datacenter',
    authType: 'pat',
    publicUrl: await nodeRedUrl(),
  };
  const taken: number[] = [];
  const credentials = { site: { token: demoCredentials.datacenter.ada.token } };
  const use = async () => {
    await listens(properties.via);
    const arrivals: Promise<void>[] = [];
    const waiting = new Map<unknown, () => void>();
    node('end').on('input', ({ payload }) => waiting.get(entry(payload, 'key'))?.());
    for (let number = 0; number < changes; number++) {
      const begun = performance.now();
      const key = activity.createIssue('OPS', `Pump ${number} overheats`);
      const arrived = new Promise<void>((resolve) => waiting.set(key, resolve));
      arrivals.push(arrived.then(() => void taken.push(performance.now() - begun)));
      await between(arrived);
    }
    await Promise.all(arrivals);
  };
  await withNodes(flow(site, { events: ['issue.created'], ...properties }), use, credentials);
  await jira.close();
  return taken;
}

/** The `jira-event` is called as its way. */
function flow(site: object, properties: Listening): object[] {
  return [
    { id: 'site', type: 'jira-site', ...site },
    { id: properties.via, type: 'jira-event', site: 'site', ...properties, wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
}

/** Resolves once the node has begun: it has made its first round, or Jira knows its webhook. */
async function listens(id: string): Promise<void> {
  const isReady = () => {
    const { state, webhook } = node(id).listening?.() ?? {};
    return state?.position !== undefined || webhook?.registered === true;
  };
  await until(isReady, Boolean, { within: 30_000 });
}

const STORM = 3_000;
const SECRET = 'a secret of the bench';

/** Thousands of changes at once, found by a round and told by webhooks: what comes into the flow in a second. */
export async function storm(): Promise<readonly Row[]> {
  const polled = await withStorm({ via: 'poll', every: String(EVERY_S) }, STORM, async ({ process: jira }) => {
    await listens('poll');
    tell(jira, 'begin');
    return 0;
  });
  const told = await withStorm({ via: 'webhook' }, STORM, async ({ process: jira }) => {
    const address = await until(() => node('webhook').listening?.().webhook.address ?? '', Boolean);
    tell(jira, { address, secret: SECRET });
    const [{ sentMs }] = (await once(jira, 'message')) as [{ sentMs: number }];
    return sentMs;
  });
  const appended = await appendedPerSecond();
  const row = (work: string, perSecond: number): Row => ({
    work: `${STORM} changes at once, ${work}`,
    ours: `${Math.round(perSecond)} a second`,
    theirs: `${Math.round(appended)} a second, only appended to a file and synced`,
    ratio: `${(perSecond / appended).toFixed(2)} × as many`,
    goal: 'each stored, none lost',
  });
  return [
    row('by poll, first message to last', polled.perSecond),
    row('webhooks taken with a 200, 30 at once', (STORM / told.begunMs) * 1_000),
    row('by webhook, first webhook to last message', told.perSecond),
  ];
}

interface Storm {
  /** Messages. */
  readonly perSecond: number;
  /** What `begin` has measured. */
  readonly begunMs: number;
}

async function withStorm(
  properties: Listening,
  total: number,
  begin: (server: BenchServer) => Promise<number>,
): Promise<Storm> {
  const server = await startServer({ TOTAL: String(total) }, 'event-server.ts');
  const site = { siteUrl: server.url, deployment: 'cloud', publicUrl: await nodeRedUrl() };
  const storm = { perSecond: 0, begunMs: 0 };
  const use = async () => {
    const keys = new Set<string | undefined>();
    let first = 0;
    const all = new Promise<void>((resolve) => {
      node('end').on('input', ({ payload }) => {
        first ||= performance.now();
        if (keys.add(textEntry(payload, 'key')).size === total) resolve();
      });
    });
    const isTold = properties.via === 'webhook';
    const begun = performance.now();
    storm.begunMs = await begin(server);
    await all;
    storm.perSecond = (total / (performance.now() - (isTold ? begun : first))) * 1_000;
  };
  const listening = { events: ['issue.updated'], since: '-30m', ...properties };
  await withNodes(flow(site, listening), use, { webhook: { secret: SECRET } });
  server.stop();
  return storm;
}

function tell(jira: BenchServer['process'], order: Order): void {
  jira.send(order);
}

/** 50,000 changed issues found by one round beside 500: memory, each in a process of its own. */
export function round(): Row {
  const measured = (total: number) => {
    const args = ['--expose-gc', '--require', 'tsx/cjs', path.join(__dirname, 'event-memory.ts'), String(total)];
    const printed = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
    return JSON.parse(printed) as { before: number; most: number; after: number; peak: number };
  };
  const [small, large] = [measured(500), measured(50_000)];
  const heap = ({ before, most, after }: typeof small) =>
    `heap ${before} MB before, ${most} at the most, ${after} after`;
  return {
    work: 'a round of 50,000 issues of 2 kB, gathered',
    ours: `${heap(large)}; ${large.peak} MB peak`,
    theirs: `500: ${heap(small)}; ${small.peak} MB peak`,
    ratio: `heap ${(large.most / small.most).toFixed(2)} ×, peak ${(large.peak / small.peak).toFixed(2)} ×`,
    goal: 'heap ≤ 1.35 ×',
  };
}
