import assert from 'node:assert/strict';
import { httpFlow } from '../support/http-flow';
import { type FlowNode, type Flows, type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';
import { ScriptedServer, send } from '../support/server';
import { until } from '../support/until';

const PAGES = 40;
const MESSAGES = 5;

const placed = (z: string, node: FlowNode): FlowNode => ({ x: 1, y: 1, ...node, z });

/** A subflow with a site of its own, whose address is its instance's, a node that lists and one that creates. */
function subflow(): Flows {
  const site = {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED puts the variable in.
    siteUrl: '${JIRA_URL}',
    deployment: 'cloud',
    gateway: 'never',
    concurrency: 2,
    credentials: { username: 'ada', password: 'token' },
  };
  const inside: Flows = [
    { id: 'list', type: 'jira-comment-list', site: 'site', paginateAll: true, maxResults: '1', wires: [[]] },
    { id: 'create', type: 'jira-issue-create', site: 'site', wires: [[]] },
    {
      id: 'which',
      type: 'switch',
      property: 'topic',
      rules: [{ t: 'eq', v: 'list', vt: 'str' }, { t: 'else' }],
      outputs: 2,
      wires: [['list'], ['create']],
    },
  ];
  return [
    {
      id: 'sub',
      type: 'subflow',
      name: 'List or create',
      env: [{ name: 'JIRA_URL', type: 'str', value: '' }],
      in: [{ x: 1, y: 1, wires: [{ id: 'which' }] }],
      out: [
        {
          x: 1,
          y: 1,
          wires: [
            { id: 'list', port: 0 },
            { id: 'create', port: 0 },
          ],
        },
      ],
    },
    { id: 'site', type: 'jira-site', z: 'sub', ...site },
    ...inside.map((node) => placed('sub', node)),
  ];
}

/** Two instances; every end is remembered with the instance that it came from. */
function flows(urls: readonly [string, string]): Flows {
  const instance = (id: string, url: string): Flows => [
    { id, type: 'subflow:sub', env: [{ name: 'JIRA_URL', type: 'str', value: url }], wires: [[`end-${id}`]] },
    { id: `end-${id}`, type: 'function', func: remember(id), wires: [] },
    {
      id: `press-${id}-list`,
      type: 'inject',
      topic: 'list',
      payload: 'OPS-1',
      payloadType: 'str',
      props: PROPS,
      wires: [[id]],
    },
    {
      id: `press-${id}-create`,
      type: 'inject',
      topic: 'create',
      payload: JSON.stringify(ISSUE),
      payloadType: 'json',
      props: PROPS,
      wires: [[id]],
    },
  ];
  return [
    ...subflow(),
    { id: 'tab', type: 'tab', label: 'Two instances' },
    ...[...instance('one', urls[0]), ...instance('two', urls[1])].map((node) => placed('tab', node)),
    placed('tab', { id: 'catch', type: 'catch', scope: null, wires: [['end-catch']] }),
    placed('tab', { id: 'end-catch', type: 'function', func: remember('catch'), wires: [] }),
    ...httpFlow({ path: '/ends', nodes: [TELLING] }),
  ];
}

const ISSUE = { project: 'OPS', issueType: 'Task', summary: 'From a subflow' };
const PROPS = [{ p: 'payload' }, { p: 'topic', vt: 'str' }];
const TELLING: FlowNode = {
  id: 'telling',
  type: 'function',
  func: `msg.payload = global.get('ends') ?? []; return msg;`,
};
const remember = (id: string): string => `
  const what = msg.error?.code ?? (Array.isArray(msg.payload) ? msg.payload.length + ' comments' : msg.payload.key);
  global.set('ends', [...(global.get('ends') ?? []), '${id}: ' + what]);`;

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`Two instances of a subflow with a site, in a real Node-RED ${version}`, () => {
    let nodeRed: RealNodeRed;
    const servers: ScriptedServer[] = [];

    before(async function () {
      this.timeout(120_000);
      servers.push(await jira('ONE-1'), await jira('TWO-1'));
      nodeRed = await startNodeRed({ version });
    });
    after(async () => {
      await nodeRed?.stop();
      for (const server of servers.splice(0)) await server.stop();
    });

    it('each reach the Jira that their own environment names, and every message ends once', async () => {
      await nodeRed.deploy(flows(urls()));
      for (let message = 0; message < MESSAGES; message++)
        await press('one-list', 'one-create', 'two-list', 'two-create');
      const expected = ['one', 'two'].flatMap((id) => [
        ...Array.from({ length: MESSAGES }, () => `${id}: ${PAGES} comments`),
        ...Array.from({ length: MESSAGES }, () => `${id}: ${id.toUpperCase()}-1`),
      ]);
      await until(ends, ({ length }) => length >= expected.length);
      assert.deepEqual((await ends()).sort(), expected.sort());
    });

    it('share the calls to one Jira, and the lists of one do not keep the other from creating', async () => {
      const [url] = urls();
      await nodeRed.deploy(flows([url, url]));
      const [server] = servers;
      assert.ok(server);
      server.arrived.length = 0;
      const known = (await ends()).length;
      await press('one-list', 'one-list', 'one-list', 'two-create');
      const ended = (await until(ends, ({ length }) => length === known + 4)).slice(known);
      assert.deepEqual(ended, ['two: ONE-1', ...Array.from({ length: 3 }, () => `one: ${PAGES} comments`)]);
      assert.equal(server.arrived.length, 3 * PAGES + 1);
    });

    const urls = (): [string, string] => [servers[0]?.url ?? '', servers[1]?.url ?? ''];

    async function press(...buttons: readonly string[]): Promise<void> {
      for (const button of buttons) await nodeRed.request('POST', `/inject/press-${button}`);
    }

    async function ends(): Promise<string[]> {
      const { body } = await nodeRed.request('POST', '/ends', {});
      return (body as { payload: string[] }).payload;
    }
  });
}

/** A Jira that gives as many comments as it is asked for, and the same key to every new issue. */
async function jira(key: string): Promise<ScriptedServer> {
  const server = await ScriptedServer.start();
  server.on('POST /rest/api/3/issue', { status: 201, body: { id: '1', key } });
  server.on('GET /rest/api/3/issue/OPS-1/comment', ({ url }, response) => {
    const { searchParams } = new URL(url, server.url);
    const startAt = Number(searchParams.get('startAt') ?? 0);
    const maxResults = Number(searchParams.get('maxResults'));
    const comments = Array.from({ length: PAGES }, (_, index) => ({ id: String(index + 1), body: null }));
    const page = comments.slice(startAt, startAt + maxResults);
    setTimeout(() => send(response, { body: { startAt, maxResults, total: PAGES, comments: page } }), 5);
  });
  return server;
}
