/**
 * 120 messages at once to one node, against a server that allows 20 calls a second with a burst of 20 and tells nothing of
 * it but `Retry-After` on a 429; and 1,000 messages that wait for a limit, with the work that their waiting costs.
 */

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import helper from 'node-red-node-test-helper';
import { register } from '../nodes/engine/register';
import issueGet from '../nodes/issue/get';
import { registerSite } from '../nodes/site/site';

const MESSAGES = 120;
const PER_SECOND = 20;
const BURST = 20;
const IDEAL_MS = ((MESSAGES - BURST) / PER_SECOND) * 1_000;
const WAITING = 1_000;

interface Row {
  readonly work: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
}

/** Time for all messages beside the ideal, and the part of the answers that were a 429. */
export async function rate(): Promise<Row> {
  let bucket = { calls: BURST, at: Date.now() };
  let limited = 0;
  let answers = 0;
  const started = { at: 0 };
  const server = await listening((response) => {
    answers++;
    const now = Date.now();
    const calls = Math.min(BURST, bucket.calls + ((now - bucket.at) / 1_000) * PER_SECOND);
    bucket = { calls: calls >= 1 ? calls - 1 : calls, at: now };
    if (calls >= 1) return respond(response, 200);
    limited++;
    respond(response, 429);
  });
  const { arrived, stop } = await node(server);
  started.at = performance.now();
  await arrived(MESSAGES);
  const ms = performance.now() - started.at;
  await stop();
  return {
    work: `${MESSAGES} messages, ${PER_SECOND} calls/s, burst of ${BURST}`,
    ours: `${(ms / 1_000).toFixed(2)} s, ${limited} of ${answers} answers were 429 (${((100 * limited) / answers).toFixed(1)} %)`,
    theirs: `${(IDEAL_MS / 1_000).toFixed(2)} s (ideal)`,
    ratio: `${(ms / IDEAL_MS).toFixed(2)} ×`,
  };
}

/** Processor time of this process while a thousand messages wait two seconds for a limit. */
export async function waiting(): Promise<Row> {
  const server = await listening((response) => respond(response, 429, 3_600));
  const { send, stop } = await node(server);
  send(WAITING);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const { user, system } = process.cpuUsage(before);
  await stop();
  const ms = (user + system) / 1_000;
  return {
    work: `${WAITING} messages wait 2 s for a limit`,
    ours: `${ms.toFixed(0)} ms of processor time`,
    theirs: '2000 ms (a busy loop)',
    ratio: `${(ms / 2_000).toFixed(3)} ×`,
  };
}

async function listening(answer: (response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function respond(response: ServerResponse, status: number, retryAfter = 1): void {
  const headers = status === 429 ? { 'Retry-After': String(retryAfter) } : {};
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(status === 200 ? '{"id":"10234","key":"OPS-57","fields":{}}' : '');
}

/** A node on a site at the server; `arrived` sends so many messages and waits until all have come out. */
async function node(server: Server) {
  const { port } = server.address() as AddressInfo;
  helper.init(require.resolve('node-red'));
  await new Promise<void>((resolve) => helper.startServer(() => resolve()));
  const site = {
    id: 'site',
    type: 'jira-site',
    siteUrl: `http://127.0.0.1:${port}`,
    deployment: 'cloud',
    maxWait: 7_200_000,
  };
  const flow = [
    site,
    { id: 'get', type: 'jira-issue-get', site: 'site', wires: [['end']] },
    { id: 'end', type: 'helper' },
  ];
  const nodes = [registerSite, (RED: Parameters<typeof register>[0]) => register(RED, issueGet)];
  await helper.load(nodes as never, flow as never, { site: { username: 'ada', password: 'token' } });
  const send = (messages: number) => {
    for (let sent = 0; sent < messages; sent++) helper.getNode('get').receive({ payload: 'OPS-57' } as never);
  };
  const arrived = (messages: number) =>
    new Promise<void>((resolve) => {
      let received = 0;
      helper.getNode('end').on('input', () => {
        received++;
        if (received === messages) resolve();
      });
      send(messages);
    });
  const stop = async () => {
    await helper.unload();
    await new Promise<void>((resolve) => helper.stopServer(() => resolve()));
    server.closeAllConnections();
    server.close();
  };
  return { send, arrived, stop };
}
