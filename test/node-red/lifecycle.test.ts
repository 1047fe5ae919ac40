import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { HANG, ScriptedServer, send } from '../support/server';
import { until } from '../support/until';

const DEPLOYS = 110;
const READ = 'GET /rest/api/3/issue/OPS-1';
const CHANGE = 'POST /rest/api/3/issue';
const CREATED = { status: 201, body: { id: '10001', key: 'OPS-999' } };
const IN_FLIGHT = 4;
/** What closing may take where only reads and waiting calls have to end, with all that Node-RED does itself. */
const AT_ONCE_MS = 5_000;

/** What a process holds, as far as calls to Jira can add to it. */
interface Held {
  readonly timers: number;
  readonly socketsToJira: number;
  readonly listeners: number;
}

/** Counts in Node-RED's own process; listeners are those of the process and of Node-RED's events. */
const COUNTING: FlowNode = {
  id: 'counting',
  type: 'function',
  libs: [{ var: 'process', module: 'process' }],
  func: `
    const listenersOf = (emitter) => emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
    const { events } = process.mainModule.require('@node-red/util');
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const socketsToJira = process._getActiveHandles().filter(({ remotePort }) => remotePort === msg.payload).length;
    msg.payload = { timers, socketsToJira, listeners: listenersOf(process) + listenersOf(events) };
    return msg;`,
};
const REMEMBERING = `
  const end = msg.error ? msg.error.source.type + ': ' + msg.error.code : msg.payload.key;
  global.set('ends', [...(global.get('ends') ?? []), end]);`;
const TELLING: FlowNode = {
  id: 'telling',
  type: 'function',
  func: `msg.payload = global.get('ends') ?? []; global.set('ends', []); return msg;`,
};

interface SheetOptions {
  /** Messages that one press of the button sends into either node. */
  readonly reads: number;
  readonly changes: number;
  /** Another one makes the two nodes modified ones. */
  readonly version?: number;
  readonly without?: string;
}

/** A button, a node that reads, one that creates, and what remembers how each message ends. */
function sheet(siteUrl: string, { reads, changes, version = 0, without }: SheetOptions): Flows {
  const site = {
    type: 'jira-site',
    siteUrl,
    deployment: 'cloud',
    gateway: 'never',
    concurrency: IN_FLIGHT,
    timeout: 60_000,
  };
  const issue = { project: 'OPS', issueType: 'Task', summary: 'Deployed over' };
  const times = (count: number, payload: unknown): string =>
    `for (let count = 0; count < ${count}; count++) node.send({ payload: ${JSON.stringify(payload)} });`;
  const nodes: Flows = [
    { id: 'button-read', type: 'inject', wires: [['read']] },
    { id: 'button-change', type: 'inject', wires: [['change']] },
    { id: 'read', type: 'function', func: times(reads, 'OPS-1'), outputs: 1, wires: [['get']] },
    { id: 'change', type: 'function', func: times(changes, issue), outputs: 1, wires: [['create']] },
    { id: 'get', type: 'jira-issue-get', site: 'site', name: `v${version}`, wires: [['end']] },
    { id: 'create', type: 'jira-issue-create', site: 'site', name: `v${version}`, wires: [['end']] },
    { id: 'catch', type: 'catch', scope: null, wires: [['end']] },
    { id: 'end', type: 'function', func: REMEMBERING, wires: [] },
  ];
  return [
    { id: 'tab', type: 'tab', label: 'Lifecycle' },
    { id: 'site', ...site, credentials: { username: 'ada', password: 'token' } },
    ...nodes.filter(({ id }) => id !== without).map((node) => ({ ...node, z: 'tab', x: 1, y: 1 })),
    ...httpFlow({ path: '/count', nodes: [COUNTING] }),
    ...httpFlow({ path: '/ends', nodes: [TELLING] }),
  ];
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`Deploying and stopping a real Node-RED ${version}`, () => {
    let nodeRed: RealNodeRed;
    let jira: ScriptedServer;

    before(async function () {
      this.timeout(120_000);
      jira = await ScriptedServer.start();
      nodeRed = await startNodeRed({ version });
    });
    beforeEach(() => {
      jira.arrived.length = 0;
      jira.on(READ, HANG).on(CHANGE, HANG);
    });
    after(async () => {
      await nodeRed?.kill();
      await jira?.stop();
    });

    it(`leaves nothing behind over ${DEPLOYS} deploys in the middle of calls: no timer, no socket, no listener`, async () => {
      jira.on(READ, (_request, response) => void setTimeout(() => send(response, { body: { key: 'OPS-1' } }), 20));
      jira.on(CHANGE, (_request, response) => void setTimeout(() => send(response, CREATED), 20));
      const deployAmidCalls = async (count: number) => {
        const arrived = jira.arrived.length;
        await press('read', 'change');
        await until(
          () => jira.arrived.length,
          (length) => length > arrived,
        );
        await deploy({ reads: 6, changes: 3, version: count }, count % 2 === 0 ? 'full' : 'nodes');
      };
      await deploy({ reads: 6, changes: 3 }, 'full');
      for (let count = 0; count < 4; count++) await deployAmidCalls(count);
      const first = await held();
      for (let count = 0; count < DEPLOYS; count++) await deployAmidCalls(count);
      await until(held, ({ timers, listeners }) => timers <= first.timers && listeners <= first.listeners);
      assert.deepEqual(nodeRed.logLinesNaming('MaxListeners'), []);
    }).timeout(120_000);

    for (const [what, changed, type] of [
      ['modified nodes are deployed', { version: 1 }, 'nodes'],
      ['the node is removed', { version: 1, without: 'get' }, 'nodes'],
      ['everything is deployed', { version: 1 }, 'full'],
    ] as const) {
      it(`cuts reads and sends nothing more, at once, when ${what}`, async () => {
        const options = { reads: IN_FLIGHT + 2, changes: 2 };
        await deploy(options, 'full');
        await ends();
        // Reads take every place, so that nothing else can leave before the deploy.
        await press('read');
        await until(
          () => jira.arrived.length,
          (length) => length === IN_FLIGHT,
        );
        await press('change');
        await until(waiting, (count) => count === 4);
        const started = Date.now();
        await deploy({ ...options, ...changed }, type);
        assert.ok(Date.now() - started < AT_ONCE_MS, `${Date.now() - started} ms`);
        assert.deepEqual(jira.seen(CHANGE), []);
        // Node-RED delivers nothing to a sheet that it stops as a whole.
        const reads = Array.from({ length: IN_FLIGHT + 2 }, () => 'jira-issue-get: JIRA_CANCELLED');
        const changes = Array.from({ length: 2 }, () => 'jira-issue-create: JIRA_CANCELLED');
        assert.deepEqual((await ends()).sort(), type === 'full' ? [] : [...changes, ...reads]);
      });
    }

    it('waits for a change that has left: a modified node still hands its result on', async () => {
      await deploy({ reads: 0, changes: 1 }, 'full');
      await ends();
      await whileClosing(() => deploy({ reads: 0, changes: 1, version: 1 }, 'nodes'));
      assert.deepEqual(await ends(), ['OPS-999']);
    });

    it('waits for a change that has left: where nobody can take its result any more, the log has it', async () => {
      await deploy({ reads: 0, changes: 1 }, 'full');
      const from = nodeRed.log().length;
      await whileClosing(() => deploy({ reads: 0, changes: 1, version: 1 }, 'full'));
      assert.match(nodeRed.log().slice(from).join('\n'), /"issue-create".*OPS-999/);
    });

    it('gives changes ten seconds when Node-RED ends, and tells what came of each', async () => {
      await deploy({ reads: 1, changes: 2 }, 'full');
      const from = nodeRed.log().length;
      const started = Date.now();
      await whileClosing(() => nodeRed.stop(), 2);
      assert.ok(Date.now() - started < 14_500, `${Date.now() - started} ms`);
      const log = nodeRed.log().slice(from).join('\n');
      assert.match(log, /"issue-create".*OPS-999/);
      assert.match(log, /"issue-create".*may or may not/);
    }).timeout(120_000);

    function deploy(options: SheetOptions, type: 'full' | 'nodes'): Promise<void> {
      return nodeRed.deploy(sheet(jira.url, options), type);
    }

    async function press(...buttons: readonly ('read' | 'change')[]): Promise<void> {
      for (const button of buttons) await nodeRed.request('POST', `/inject/button-${button}`);
    }

    /** Calls that wait for their turn at the site. */
    async function waiting(): Promise<unknown> {
      const { body } = await nodeRed.request('GET', '/jira/sites/site/budget');
      return (body as { waiting: number }).waiting;
    }

    /** Sends changes, lets something close their node, and answers the first of them only then. */
    async function whileClosing(close: () => Promise<void>, changes = 1): Promise<void> {
      const responses: ServerResponse[] = [];
      jira.on(CHANGE, (_request, response) => void responses.push(response));
      await press('read', 'change');
      await until(
        () => responses.length,
        (length) => length === changes,
      );
      const closed = close();
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (responses[0]) send(responses[0], CREATED);
      await closed;
    }

    /** How messages have ended since the last question. */
    async function ends(): Promise<string[]> {
      const { body } = await nodeRed.request('POST', '/ends', {});
      return (body as { payload: string[] }).payload;
    }

    /** Once no connection to Jira is left: a site that is closed keeps none. */
    async function held(): Promise<Held> {
      const look = async () => {
        const { body } = await nodeRed.request('POST', '/count', { payload: jira.port });
        return (body as { payload: Held }).payload;
      };
      return until(look, ({ socketsToJira }) => socketsToJira === 0);
    }
  });
}
