/** Long lists: beside a client that asks page after page, and beside ourselves with a shorter list. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { entry } from '../nodes/client/json';
import { node, type Row, startServer, timeOf, withNodes } from './support';

const LATENCY_MS = 100;
const IN_FLIGHT = 8;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

function flow(siteUrl: string, type: string, options: object = {}): object[] {
  return [
    { id: 'site', type: 'jira-site', siteUrl, deployment: 'cloud', concurrency: IN_FLIGHT },
    { id: 'list', type, site: 'site', paginateAll: true, ...options, wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
}

/** 5,000 comments, 100 ms a call. */
export async function comments(): Promise<Row> {
  const total = 5_000;
  const server = await startServer({ LATENCY: String(LATENCY_MS), TOTAL: String(total) });
  let ours = 0;
  await withNodes(flow(server.url, 'jira-comment-list'), async () => {
    ours = await timeOf('list', 'OPS-1', total);
  });
  const started = performance.now();
  for (let startAt = 0; startAt < total; ) {
    const response = await fetch(`${server.url}/rest/api/3/issue/OPS-1/comment?startAt=${startAt}&maxResults=100`);
    startAt += ((await response.json()) as { comments: unknown[] }).comments.length;
  }
  const theirs = performance.now() - started;
  server.stop();
  const ideal = (1 + Math.ceil((total / 100 - 1) / IN_FLIGHT)) * LATENCY_MS;
  return {
    work: '5,000 comments, 100 ms a call, 8 in flight',
    ours: seconds(ours),
    theirs: `${seconds(theirs)} page after page`,
    ratio: `${(theirs / ours).toFixed(1)} ×; ${(ours / ideal).toFixed(2)} × the ideal ${seconds(ideal)}`,
    goal: '≥ 5 ×; ≤ 1.3 × the ideal',
  };
}

/** 10,000 issues by JQL with all fields, 100 ms a call: the same ones, in the same order. */
export async function issues(): Promise<Row> {
  const total = 10_000;
  const server = await startServer({ LATENCY: String(LATENCY_MS), TOTAL: String(total) });
  let ours = 0;
  const ourKeys: unknown[] = [];
  await withNodes(flow(server.url, 'jira-issue-search'), async () => {
    node('end').on('input', ({ payload }) => ourKeys.push(...keysOf(payload)));
    ours = await timeOf('list', 'project = OPS', total);
  });
  const started = performance.now();
  const theirKeys: unknown[] = [];
  for (let nextPageToken: string | undefined; theirKeys.length < total; ) {
    const response = await fetch(`${server.url}/rest/api/3/search/jql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jql: 'project = OPS', fields: ['*navigable'], maxResults: 100, nextPageToken }),
    });
    const page = (await response.json()) as { issues: unknown[]; nextPageToken?: string };
    theirKeys.push(...keysOf(page.issues));
    nextPageToken = page.nextPageToken;
  }
  const theirs = performance.now() - started;
  server.stop();
  assert.deepEqual(ourKeys, theirKeys);
  return {
    work: '10,000 issues by JQL, 100 ms a call',
    ours: seconds(ours),
    theirs: `${seconds(theirs)} page after page`,
    ratio: `${(theirs / ours).toFixed(1)} ×`,
    goal: '≥ 4 ×',
  };
}

function keysOf(issues: unknown): unknown[] {
  return Array.isArray(issues) ? issues.map((issue) => entry(issue, 'key')) : [];
}

/** 120,000 issues as single messages beside 20,000: how much more memory, each in a process of its own. */
export function cache(): Row {
  const peak = (total: number): number => {
    const args = ['--require', 'tsx/cjs', path.join(__dirname, 'memory.ts'), String(total)];
    return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').at(-1));
  };
  const [small, large] = [peak(20_000), peak(120_000)];
  return {
    work: '120,000 issues of 2 kB, items',
    ours: `${(large / 1024).toFixed(0)} MB peak`,
    theirs: `${(small / 1024).toFixed(0)} MB peak for 20,000`,
    ratio: `${(large / small).toFixed(2)} ×`,
    goal: '≤ 1.35 ×',
  };
}

/** 100,000 records into one array beside 10,000: processor time per record, which what else runs on the machine doesn't change. */
export async function array(): Promise<Row> {
  const perRecord = async (total: number): Promise<number> => {
    const server = await startServer({ TOTAL: String(total) });
    const times: number[] = [];
    await withNodes(flow(server.url, 'jira-comment-list'), async () => {
      for (let round = 0; round < 3; round++) {
        const before = process.cpuUsage();
        await timeOf('list', 'OPS-1', total);
        const { user, system } = process.cpuUsage(before);
        times.push((user + system) / 1_000);
      }
    });
    server.stop();
    return Math.min(...times) / total;
  };
  const [small, large] = [await perRecord(10_000), await perRecord(100_000)];
  return {
    work: '100,000 records into one array',
    ours: `${(large * 1_000).toFixed(0)} µs of CPU a record`,
    theirs: `${(small * 1_000).toFixed(0)} µs of CPU a record at 10,000`,
    ratio: `${(large / small).toFixed(2)} ×`,
    goal: '≤ 1.2 ×',
  };
}
