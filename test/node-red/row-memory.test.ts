import assert from 'node:assert/strict';
import { listEntry, parseJson } from '../../nodes/client/json';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type Flows, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { type Responder, ScriptedServer } from '../support/server';
import { until } from '../support/until';

/** Enough to see what is kept; `ROWS=100000` looks for what is kept of few. */
const ROWS = Number(process.env.ROWS ?? 6_000);
/** Rows that wait for Jira at once. */
const IN_FLIGHT = 500;
/** A row of the second half leaves less than this behind. */
const MARGIN_BYTES = 100 * (ROWS / 2);

const NODE = {
  type: 'function',
  libs: ['process', 'v8', 'vm'].map((module) => ({ var: module, module })),
};
/** Sends rows of one sequence as fast as they are taken, and weighs the heap when a half of them has come back. */
const PUMPING = `
  const weigh = () => {
    v8.setFlagsFromString('--expose-gc');
    for (let round = 0; round < 3; round++) vm.runInNewContext('gc')();
    return process.memoryUsage().heapUsed;
  };
  const send = () => {
    const index = context.get('sent') ?? 0;
    context.set('sent', index + 1);
    const parts = { id: 'table', index, ...(index === ${ROWS - 1} && { count: ${ROWS} }) };
    node.send({ payload: { summary: 'Row ' + index, description: 'x'.repeat(200) }, parts });
  };
  if (msg.topic === 'start') {
    for (let count = 0; count < ${IN_FLIGHT}; count++) send();
    return;
  }
  if (msg.error || !msg.payload.ok) global.set('failed', msg.error?.message ?? msg.payload.message);
  const ended = (context.get('ended') ?? 0) + 1;
  context.set('ended', ended);
  if (ended % ${ROWS / 2} === 0) global.set('heaps', [...(global.get('heaps') ?? []), weigh()]);
  if (context.get('sent') < ${ROWS}) send();`;
const TELLING: FlowNode = {
  ...NODE,
  id: 'telling',
  func: "msg.payload = { heaps: global.get('heaps') ?? [], failed: global.get('failed') }; return msg;",
};

interface Told {
  readonly heaps: readonly number[];
  readonly failed?: string;
}

function flows(siteUrl: string): Flows {
  const site = { type: 'jira-site', siteUrl, deployment: 'cloud', gateway: 'never' };
  const bulk = { type: 'jira-issue-bulk-create', site: 'site', project: 'OPS', issueType: 'Bug', output: 'items' };
  const sheet: Flows = [
    { id: 'button', type: 'inject', topic: 'start', props: [{ p: 'topic', vt: 'str' }], wires: [['pump']] },
    { ...NODE, id: 'pump', func: PUMPING, outputs: 1, wires: [['bulk']] },
    { ...bulk, id: 'bulk', wires: [['pump']] },
    { id: 'catch', type: 'catch', scope: null, wires: [['pump']] },
  ];
  return [
    { id: 'tab', type: 'tab', label: 'Memory' },
    { id: 'site', ...site, credentials: { username: 'ada', password: 'token' } },
    ...sheet.map((node) => ({ ...node, z: 'tab', x: 1, y: 1 })),
    ...httpFlow({ path: '/told', nodes: [TELLING] }),
  ];
}

const create: Responder = ({ body }, response) => {
  const issues = listEntry(parseJson(body), 'issueUpdates').map((_, index) => ({
    id: `${index}`,
    key: `OPS-${index}`,
  }));
  response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify({ issues, errors: [] }));
};

for (const version of NODE_REDS_OF_THIS_RUN) {
  it(`a real Node-RED ${version} needs no more memory after ${ROWS} rows of one table than after half of them`, async () => {
    const jira = await ScriptedServer.start({ otherwise: create });
    const nodeRed = await startNodeRed({ version, flows: flows(jira.url) });
    try {
      await nodeRed.request('POST', '/inject/button');
      const told = async () => ((await nodeRed.request('POST', '/told', {})).body as { payload: Told }).payload;
      const look = async () => {
        // What the server remembers is no matter here.
        jira.arrived.length = 0;
        return told();
      };
      const { heaps, failed } = await until(look, ({ heaps }) => heaps.length === 2, { within: 150_000, every: 200 });
      assert.equal(failed, undefined);
      const [half = 0, whole = Number.POSITIVE_INFINITY] = heaps;
      assert.ok(whole - half < MARGIN_BYTES, `${half} bytes after one half, ${whole} after the other`);
      if (process.env.ROWS) console.log(`${half} bytes after one half, ${whole} after the other`);
    } finally {
      await nodeRed.stop();
      await jira.stop();
    }
  }).timeout(180_000);
}
