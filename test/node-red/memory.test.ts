import assert from 'node:assert/strict';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type Flows, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { ScriptedServer } from '../support/server';
import { until } from '../support/until';

/** Enough to see what is kept; `MESSAGES=20000` looks for what is kept of few. */
const MESSAGES = Number(process.env.MESSAGES ?? 6_000);
const IN_FLIGHT = 32;
/** A message of the second half leaves less than this behind: no object, no listener, no entry in a map. */
const MARGIN_BYTES = 100 * (MESSAGES / 2);
const ISSUE = { project: 'OPS', issueType: 'Task', summary: 'One of many' };

const NODE = {
  type: 'function',
  libs: ['process', 'v8', 'vm'].map((module) => ({ var: module, module })),
};
const WEIGHING = `
  const weigh = () => {
    v8.setFlagsFromString('--expose-gc');
    for (let round = 0; round < 3; round++) vm.runInNewContext('gc')();
    return process.memoryUsage().heapUsed;
  };`;
/** Keeps messages going round through the three nodes, and weighs the heap when a half of them has ended. */
const PUMPING = `
  ${WEIGHING}
  const send = () => {
    const turn = context.get('sent') ?? 0;
    context.set('sent', turn + 1);
    const payload = turn % 3 === 1 ? ${JSON.stringify(ISSUE)} : 'OPS-1';
    node.send([0, 1, 2].map((output) => (output === turn % 3 ? { payload } : null)));
  };
  if (msg.topic === 'start') {
    for (let count = 0; count < ${IN_FLIGHT}; count++) send();
    return;
  }
  if (msg.error) global.set('failed', msg.error.message);
  const ended = (context.get('ended') ?? 0) + 1;
  context.set('ended', ended);
  if (ended % ${MESSAGES / 2} === 0) global.set('heaps', [...(global.get('heaps') ?? []), weigh()]);
  if (context.get('sent') < ${MESSAGES}) send();`;
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
  const site = { type: 'jira-site', siteUrl, deployment: 'cloud', gateway: 'never', concurrency: IN_FLIGHT };
  const sheet: Flows = [
    { id: 'button', type: 'inject', topic: 'start', props: [{ p: 'topic', vt: 'str' }], wires: [['pump']] },
    { ...NODE, id: 'pump', func: PUMPING, outputs: 3, wires: [['get'], ['create'], ['list']] },
    { id: 'get', type: 'jira-issue-get', site: 'site', wires: [['pump']] },
    { id: 'create', type: 'jira-issue-create', site: 'site', wires: [['pump']] },
    { id: 'list', type: 'jira-comment-list', site: 'site', paginateAll: true, wires: [['pump']] },
    { id: 'catch', type: 'catch', scope: null, wires: [['pump']] },
  ];
  return [
    { id: 'tab', type: 'tab', label: 'Memory' },
    { id: 'site', ...site, credentials: { username: 'ada', password: 'token' } },
    ...sheet.map((node) => ({ ...node, z: 'tab', x: 1, y: 1 })),
    ...httpFlow({ path: '/told', nodes: [TELLING] }),
  ];
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  it(`a real Node-RED ${version} needs no more memory after ${MESSAGES} messages than after half of them`, async () => {
    const jira = await ScriptedServer.start();
    const comments = Array.from({ length: 3 }, (_, index) => ({ id: String(index), body: null }));
    jira.on('GET /rest/api/3/issue/OPS-1', { body: { id: '10001', key: 'OPS-1', fields: { summary: 'One' } } });
    jira.on('POST /rest/api/3/issue', { status: 201, body: { id: '10002', key: 'OPS-2' } });
    jira.on('GET /rest/api/3/issue/OPS-1/comment', { body: { startAt: 0, maxResults: 100, total: 3, comments } });
    const nodeRed = await startNodeRed({ version, flows: flows(jira.url) });
    try {
      await nodeRed.request('POST', '/inject/button');
      const told = async () => ((await nodeRed.request('POST', '/told', {})).body as { payload: Told }).payload;
      const look = async () => {
        // What the server remembers is no matter here.
        jira.arrived.length = 0;
        return told();
      };
      const { heaps, failed } = await until(look, ({ heaps }) => heaps.length === 2, { within: 60_000, every: 200 });
      assert.equal(failed, undefined);
      const [half = 0, whole = Number.POSITIVE_INFINITY] = heaps;
      assert.ok(whole - half < MARGIN_BYTES, `${half} bytes after one half, ${whole} after the other`);
    } finally {
      await nodeRed.stop();
      await jira.stop();
    }
  }).timeout(90_000);
}
