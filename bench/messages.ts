/** One `jira-issue-get` per message beside the core `http request` node making the same call, 32 in flight. */

import { median, node, type Row, startServer, withNodes } from './support';

/** Of one round. */
export const MESSAGES = 4_000;
const IN_FLIGHT = 32;
const ROUNDS = 5;

/** Messages per second of both, and their ratio: the median of rounds taken in turns, so that both meet the same machine. */
export async function messages(): Promise<Row> {
  const { url, stop } = await startServer();
  const theirs = {
    id: 'theirs',
    type: 'http request',
    method: 'GET',
    ret: 'obj',
    url: `${url}/rest/api/3/issue/OPS-57`,
  };
  const flow = [
    { id: 'site', type: 'jira-site', siteUrl: url, concurrency: IN_FLIGHT },
    { id: 'ours', type: 'jira-issue-get', site: 'site', wires: [['end']] },
    { ...theirs, wires: [['end']] },
    { id: 'end', type: 'debug', active: false, wires: [] },
  ];
  const rates = { ours: [] as number[], theirs: [] as number[] };
  await withNodes(flow, async () => {
    for (let round = -1; round < ROUNDS; round++) {
      for (const id of ['ours', 'theirs'] as const) {
        const rate = await messagesPerSecond(id);
        // The first round warms both up.
        if (round >= 0) rates[id].push(rate);
      }
    }
  });
  stop();
  const [our, their] = [median(rates.ours), median(rates.theirs)];
  return {
    work: 'get issue per message, 32 in flight',
    ours: `${Math.round(our)} a second`,
    theirs: `${Math.round(their)} a second, core http request`,
    ratio: `${(our / their).toFixed(2)} ×`,
    goal: '≥ 1.2 ×',
  };
}

/** Sends a round of messages into a node, so many at a time, until all have come to the node `end`. */
export async function messagesPerSecond(id: string): Promise<number> {
  const started = performance.now();
  await new Promise<void>((resolve) => {
    let sent = 0;
    let received = 0;
    const send = () => {
      sent++;
      node(id).receive({ payload: 'OPS-57' });
    };
    const take = () => {
      received++;
      if (sent < MESSAGES) send();
      if (received < MESSAGES) return;
      node('end').removeListener('input', take);
      resolve();
    };
    node('end').on('input', take);
    while (sent < IN_FLIGHT) send();
  });
  return (MESSAGES / (performance.now() - started)) * 1_000;
}
