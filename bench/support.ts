import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import RED from 'node-red';
import type { EventNode } from '../nodes/event-node/node';
import { addPackage, newUserDirectory } from '../test/support/user-directory';

/** One line of the table that `npm run bench` prints. */
export interface Row {
  readonly work: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
  readonly goal: string;
}

/** A server in a process of its own. */
export interface BenchServer {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): void;
}

/** One of the bench's servers. */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  file = 'server.ts',
): Promise<BenchServer> {
  const options = { execArgv: ['--require', 'tsx/cjs'], env: { ...process.env, ...env } };
  const child = fork(path.join(__dirname, file), options);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { url: `http://127.0.0.1:${port}`, process: child, stop: () => child.disconnect() };
}

/** A node as Node-RED's runtime has it. */
export interface RunningNode {
  receive(msg: object): void;
  on(event: 'input', listener: (msg: { payload?: unknown }) => void): void;
  removeListener(event: 'input', listener: (msg: { payload?: unknown }) => void): void;
  /** Of a `jira-event` alone. */
  readonly listening?: EventNode['listening'];
}

/** Bytes in use once nothing is left that nobody needs. */
export function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  // The second time collects what the first one has made free.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** The real Node-RED of this process, with the built package in it: the test helper would keep every message. */
const USER_DIRECTORY = newUserDirectory();
const http = createServer();
const started = (async () => {
  const userDir = USER_DIRECTORY;
  await addPackage(userDir, path.resolve(__dirname, '..'));
  const logging = { console: { level: 'error', metrics: false, audit: false } };
  RED.init(http, {
    userDir,
    flowFile: 'flows.json',
    credentialSecret: false,
    disableEditor: true,
    logging,
  } as never);
  await RED.start();
  http.on('request', RED.httpNode);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  process.on('exit', () => rmSync(userDir, { recursive: true, force: true }));
})();

/** Where Node-RED takes requests for its nodes. */
export async function nodeRedUrl(): Promise<string> {
  await started;
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** Where Node-RED takes requests for its admin API. */
export async function adminUrl(): Promise<string> {
  await started;
  const admin = createServer(RED.httpAdmin).unref();
  await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(admin.address() as AddressInfo).port}`;
}

/** Deploys a flow, uses it, and takes it away again. Its site is `site`. @param credentials by node, if they are others than usual */
export async function withNodes(
  flow: readonly object[],
  use: () => Promise<void>,
  credentials: Readonly<Record<string, object>> = {},
): Promise<void> {
  await started;
  await deploy([{ id: 'tab', type: 'tab' }, ...flow.map(placed)], credentials);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await use();
  await deploy([]);
}

/** A site belongs to no sheet; whatever else has no place on one would be taken for a config node. */
function placed(node: object): object {
  const isSite = 'type' in node && node.type === 'jira-site';
  return isSite ? node : { z: 'tab', x: 1, y: 1, ...node };
}

/** Through the files, as only they bring credentials along. */
async function deploy(flows: object[], more: Readonly<Record<string, object>> = {}): Promise<void> {
  writeFileSync(path.join(USER_DIRECTORY, 'flows.json'), JSON.stringify(flows));
  const credentials = { site: { username: 'ada', password: 'token' }, ...more };
  writeFileSync(path.join(USER_DIRECTORY, 'flows_cred.json'), JSON.stringify(credentials));
  const request = { flows: { flows, credentials: {} }, deploymentType: 'reload' };
  await RED.runtime.flows.setFlows(request);
}

/** Its type leaves out what the runtime has. */
const runtimeNodes = RED.nodes as unknown as { getNode(id: string): RunningNode };

export function node(id: string): RunningNode {
  return runtimeNodes.getNode(id);
}

/** Sends one message into a node and returns the milliseconds until `count` records have come to the node `end`. */
export async function timeOf(id: string, payload: unknown, count: number): Promise<number> {
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    let received = 0;
    const take = ({ payload: got }: { payload?: unknown }) => {
      received += Array.isArray(got) ? got.length : 1;
      if (received < count) return;
      node('end').removeListener('input', take);
      resolve();
    };
    node('end').on('input', take);
    node(id).receive({ payload });
  });
  return performance.now() - begun;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
