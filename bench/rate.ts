/**
 * 120 messages at once to one node, against a server that allows 20 calls a second with a burst of 20 and tells nothing of
 * it but `Retry-After` on a 429; 1,000 messages that wait for a limit, with the work that their waiting costs; and what a call costs
 * that waits behind a paused endpoint, alone and among many.
 */

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../nodes/client/clock';
import { RateLimiter } from '../nodes/client/limits/rate-limiter';
import { heapUsed, node, type Row, withNodes } from './support';

const MESSAGES = 120;
const PER_SECOND = 20;
const BURST = 20;
const IDEAL_MS = ((MESSAGES - BURST) / PER_SECOND) * 1_000;
const WAITING = 1_000;

/** Time for all messages beside the ideal, and the part of the responses that were a 429. */
export async function rate(): Promise<Row> {
  let bucket = { calls: BURST, at: Date.now() };
  let limited = 0;
  let responses = 0;
  const server = await listening((response) => {
    responses++;
    const now = Date.now();
    const calls = Math.min(BURST, bucket.calls + ((now - bucket.at) / 1_000) * PER_SECOND);
    bucket = { calls: calls >= 1 ? calls - 1 : calls, at: now };
    if (calls >= 1) return respond(response, 200);
    limited++;
    respond(response, 429);
  });
  let ms = 0;
  await withNodes(flowTo(server), async () => {
    const started = performance.now();
    await arrived(MESSAGES);
    ms = performance.now() - started;
  });
  stop(server);
  return {
    work: `${MESSAGES} messages, ${PER_SECOND} calls/s, burst of ${BURST}`,
    ours: `${(ms / 1_000).toFixed(2)} s, ${limited} of ${responses} responses were 429 (${((100 * limited) / responses).toFixed(1)} %)`,
    theirs: `${(IDEAL_MS / 1_000).toFixed(2)} s (ideal)`,
    ratio: `${(ms / IDEAL_MS).toFixed(2)} ×`,
    goal: '≤ 1.25 ×, ≤ 5 %',
  };
}

/** Processor time of this process while a thousand messages wait two seconds for a limit. */
export async function waiting(): Promise<Row> {
  const server = await listening((response) => respond(response, 429, 3_600));
  let ms = 0;
  await withNodes(flowTo(server), async () => {
    send(WAITING);
    await pause(1_000);
    const before = process.cpuUsage();
    await pause(2_000);
    const { user, system } = process.cpuUsage(before);
    ms = (user + system) / 1_000;
  });
  stop(server);
  return {
    work: `${WAITING} messages wait 2 s for a limit`,
    ours: `${ms.toFixed(0)} ms of processor time`,
    theirs: '2000 ms (a busy loop)',
    ratio: `${(ms / 2_000).toFixed(3)} ×`,
    goal: 'no busy loop',
  };
}

const CROWD = 20_000;

/** Messages that all come at once: how many end well, and the memory of one that waits, its message included. */
export async function crowd(): Promise<Row> {
  let ended = 0;
  let bytes = 0;
  let answer = () => {};
  const open = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const server = await listening((response) => void open.then(() => respond(response, 200)));
  await withNodes(flowTo(server), async () => {
    const before = heapUsed();
    const done = arrived(CROWD).then(() => {
      ended = CROWD;
    });
    await pause(2_000);
    bytes = (heapUsed() - before) / CROWD;
    answer();
    await Promise.race([done, pause(120_000)]);
  });
  stop(server);
  return {
    work: `${CROWD} messages at once`,
    ours: `${ended} ended well, ${(bytes / 1_024).toFixed(1)} kB for one that waits`,
    theirs: `${CROWD}`,
    ratio: `${(ended / CROWD).toFixed(2)} ×`,
    goal: 'all',
  };
}

const FEW = 1_000;
const MANY = 20_000;

/** Processor time of each call that waits behind a paused endpoint, among few and among many. */
export async function paused(): Promise<Row> {
  // What is compiled on the way counts for neither.
  await costOfWaiting(FEW);
  const few = await costOfWaiting(FEW);
  const many = await costOfWaiting(MANY);
  return {
    work: `${MANY} calls wait behind a paused endpoint`,
    ours: `${many.toFixed(1)} µs each`,
    theirs: `${few.toFixed(1)} µs each (${FEW} calls)`,
    ratio: `${(many / few).toFixed(2)} ×`,
    goal: 'a call costs the same, however many wait',
  };
}

async function costOfWaiting(calls: number): Promise<number> {
  const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: calls }, systemClock);
  const { signal } = new AbortController();
  rateLimiter.pause('endpoint:POST /issue', 500);
  const before = process.cpuUsage();
  const call = async () => (await rateLimiter.acquire('node', { endpoint: 'POST /issue' }, signal, () => {}))();
  await Promise.all(Array.from({ length: calls }, call));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

async function listening(respond: (response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => respond(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function respond(response: ServerResponse, status: number, retryAfter = 1): void {
  const headers = status === 429 ? { 'Retry-After': String(retryAfter) } : {};
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(status === 200 ? '{"id":"10234","key":"OPS-57","fields":{}}' : '');
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}

function flowTo(server: Server): object[] {
  const { port } = server.address() as AddressInfo;
  const siteUrl = `http://127.0.0.1:${port}`;
  return [
    { id: 'site', type: 'jira-site', siteUrl, deployment: 'cloud', maxWait: 7_200_000 },
    { id: 'get', type: 'jira-issue-get', site: 'site', wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
}

function send(messages: number): void {
  for (let sent = 0; sent < messages; sent++) node('get').receive({ payload: 'OPS-57' });
}

/** Sends so many messages and waits until all have come out. */
function arrived(messages: number): Promise<void> {
  return new Promise((resolve) => {
    let received = 0;
    const take = () => {
      received++;
      if (received < messages) return;
      node('end').removeListener('input', take);
      resolve();
    };
    node('end').on('input', take);
    send(messages);
  });
}
