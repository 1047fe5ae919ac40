/** One `jira-issue-get` per message beside the core `http request` node making the same call, 32 in flight. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import helper from 'node-red-node-test-helper';
import { register } from '../nodes/engine/register';
import issueGet from '../nodes/issue/get';
import { registerSite } from '../nodes/site/site';

const MESSAGES = 4_000;
const IN_FLIGHT = 32;
const ROUNDS = 5;

interface Row {
  readonly work: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
}

/** Messages per second of both, and their ratio: the median of rounds taken in turns, so that both meet the same machine. */
export async function messages(): Promise<Row> {
  const server = fork(path.join(__dirname, 'server.ts'), { execArgv: ['--require', 'tsx/cjs'] });
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const siteUrl = `http://127.0.0.1:${port}`;
  helper.init(require.resolve('node-red'));
  await new Promise<void>((resolve) => helper.startServer(() => resolve()));
  const httpRequest = require('@node-red/nodes/core/network/21-httprequest.js') as (RED: unknown) => void;
  const flow = [
    { id: 'site', type: 'jira-site', siteUrl, concurrency: IN_FLIGHT },
    { id: 'ours', type: 'jira-issue-get', site: 'site', wires: [['end']] },
    {
      id: 'theirs',
      type: 'http request',
      method: 'GET',
      ret: 'obj',
      url: `${siteUrl}/rest/api/3/issue/OPS-57`,
      wires: [['end']],
    },
    { id: 'end', type: 'helper' },
  ];
  const nodes = [registerSite, (RED: Parameters<typeof register>[0]) => register(RED, issueGet), httpRequest];
  await helper.load(nodes as never, flow as never, { site: { username: 'ada', password: 'token' } });
  const rates = { ours: [] as number[], theirs: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    for (const id of ['ours', 'theirs'] as const) {
      const rate = await messagesPerSecond(id);
      // The first round warms both up.
      if (round >= 0) rates[id].push(rate);
    }
  }
  await new Promise<void>((resolve) => helper.stopServer(() => resolve()));
  server.disconnect();
  const [ours, theirs] = [median(rates.ours), median(rates.theirs)];
  return {
    work: `get issue, ${IN_FLIGHT} in flight`,
    ours: `${Math.round(ours)} messages/s`,
    theirs: `${Math.round(theirs)} messages/s (core http request)`,
    ratio: `${(ours / theirs).toFixed(2)} ×`,
  };
}

async function messagesPerSecond(id: string): Promise<number> {
  const node = helper.getNode(id);
  const end = helper.getNode('end');
  const started = performance.now();
  await new Promise<void>((resolve) => {
    let sent = 0;
    let received = 0;
    const send = () => {
      sent++;
      node.receive({ payload: 'OPS-57' } as never);
    };
    end.on('input', () => {
      received++;
      if (sent < MESSAGES) send();
      else if (received === MESSAGES) resolve();
    });
    while (sent < IN_FLIGHT) send();
  });
  end.removeAllListeners('input');
  return (MESSAGES / (performance.now() - started)) * 1_000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
