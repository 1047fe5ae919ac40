import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import helper from 'node-red-node-test-helper';
import { demoJira } from '../support/demo';
import { requireFromNodeRed } from '../support/node-red-versions';
import { flowOf, nodeRedInProcess } from '../support/nodes';
import { HANG, ScriptedServer, send } from '../support/server';

const GET = { type: 'jira-issue-get' };

interface Log {
  addHandler(handler: EventEmitter): void;
  removeHandler(handler: EventEmitter): void;
}
const { log } = requireFromNodeRed('@node-red/util') as { log: Log };

/** Lines that nodes wrote to the log. */
function logged(): string[] {
  return helper.log().args.map(([line]: { msg?: unknown }[]) => String(line?.msg));
}

describe('A site', () => {
  nodeRedInProcess();
  const demo = demoJira();

  it('tells at jira/sites/:id/budget what it is doing and what it waits for', async () => {
    const flow = await flowOf(demo.site('cloud', { maxRetries: 0, deployment: 'cloud' }), GET);
    demo.jira.fault({
      response: { status: 429, headers: { 'Retry-After': '2', 'RateLimit-Reason': 'jira-burst-based' } },
    });
    await flow.send({ payload: 'OPS-1' });
    const { body } = await helper.request().get('/jira/sites/site/budget').expect(200);
    const [pause, ...more] = body.pauses;
    assert.deepEqual([pause.scope, pause.reason, more], ['endpoint:GET /issue/{issueIdOrKey}', 'jira-burst-based', []]);
    assert.ok(pause.seconds >= 2 && pause.seconds <= 3, `${pause.seconds}`);
    assert.deepEqual([body.inFlight, body.waiting, body.lastHour.limited], [0, 0, 1]);
    assert.ok(body.lastHour.calls >= 1);
  });

  it('has no figures for a site that is not deployed, nor for a node that is none', async () => {
    await flowOf(demo.site('cloud'), GET);
    await helper.request().get('/jira/sites/gone/budget').expect(404);
    await helper.request().get('/jira/sites/n1/budget').expect(404);
  });

  it('has made no calls while it is incomplete', async () => {
    await flowOf({ ...demo.site('cloud'), credentials: {} }, GET);
    const { body } = await helper.request().get('/jira/sites/site/budget').expect(200);
    assert.deepEqual(body, { inFlight: 0, waiting: 0, lastHour: { calls: 0, limited: 0 }, pauses: [] });
  });

  for (const [siteUrl, warns] of [
    ['http://jira.example.com', true],
    ['http://10.0.0.5:8080/jira', true],
    ['https://jira.example.com', false],
    ['http://localhost:8080', false],
    ['http://127.0.0.1:8080', false],
    ['http://[::1]:8080', false],
    ['', false],
  ] as const) {
    it(`${warns ? 'warns once' : 'says nothing'} at the start if its address is "${siteUrl}"`, async () => {
      await flowOf({ ...demo.site('cloud'), siteUrl }, GET);
      assert.equal(logged().filter((line) => line.includes('begins with http:')).length, warns ? 1 : 0);
    });
  }

  it('reports a change that is done while its node closes: nothing is dropped in silence', async () => {
    const server = await ScriptedServer.start();
    const arrived = new Promise<void>((resolve) => {
      server.on('POST /rest/api/3/issue', (_request, response) => {
        resolve();
        setTimeout(() => send(response, { status: 201, body: { id: '10001', key: 'OPS-999' } }), 50);
      });
    });
    const create = { type: 'jira-issue-create', project: 'OPS', issueType: 'Task', summary: 'At the last moment' };
    const flow = await flowOf({ ...demo.site('cloud', { deployment: 'cloud' }), siteUrl: server.url }, create);
    const lines: string[] = [];
    const handler = new EventEmitter().on('log', ({ msg }: { msg: unknown }) => lines.push(String(msg)));
    log.addHandler(handler);
    flow.node('n1').receive({ payload: {} } as never);
    await arrived;
    await helper.unload();
    log.removeHandler(handler);
    assert.match(lines.join('\n'), /"issue-create".*OPS-999/);
    await server.stop();
  });

  it('leaves nothing behind over a hundred deploys in the middle of calls: no socket, no timer, no child', async () => {
    const server = await ScriptedServer.start();
    server.on('GET /rest/api/3/issue/OPS-1', HANG);
    const deploy = async () => {
      const site = { ...demo.site('cloud', { deployment: 'cloud' }), siteUrl: server.url };
      const flow = await flowOf(site, GET);
      const before = server.arrived.length;
      flow.node('n1').receive({ payload: 'OPS-1' } as never);
      while (server.arrived.length === before) await new Promise((resolve) => setImmediate(resolve));
      await helper.unload();
    };
    const handles = async () => {
      while (server.open > 0) await new Promise((resolve) => setImmediate(resolve));
      return process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length;
    };
    await deploy();
    const first = await handles();
    for (let count = 0; count < 100; count++) await deploy();
    const last = await handles();
    assert.ok(last <= first, `${first} handles after one deploy, ${last} after a hundred more`);
    await server.stop();
  }).timeout(120_000);
});
