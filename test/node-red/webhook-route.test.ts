import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import path from 'node:path';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN, PROJECT_ROOT } from '../support/node-red-versions';
import { until } from '../support/until';
import { addPackage, type NodeRedSettings, newUserDirectory } from '../support/user-directory';

const KEY = 'an-unguessable-key';
const SECRET = 'a-secret-that-must-not-leak';
const BODY = '{\r\n  "webhookEvent": "jira:issue_updated", "timestamp": 1764000000000, "issue": {"key": "ÖPS-1"} }';
const signature = (body: string | Buffer) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const SIGNED = { 'content-type': 'application/json', 'x-hub-signature': signature(BODY) };

/** A package of one node that listens with the route of this one, and writes into the log what it was told. */
function listenerPackage(): string {
  const folder = path.join(newUserDirectory(), 'package');
  mkdirSync(folder, { recursive: true });
  const route = path.join(PROJECT_ROOT, 'dist', 'nodes', 'event-node', 'webhook-route.js');
  const clock = path.join(PROJECT_ROOT, 'dist', 'nodes', 'client', 'clock.js');
  const files = {
    'package.json': JSON.stringify({
      name: 'listener',
      version: '1.0.0',
      'node-red': { nodes: { listener: 'listener.js' } },
    }),
    'listener.html': `<script type="text/html" data-template-name="listener"></script>
<script>RED.nodes.registerType('listener', { category: 'function', defaults: { key: {}, secret: {}, refuses: {} } });</script>`,
    'listener.js': `const { serveWebhooks } = require(${JSON.stringify(route)});
const { systemClock } = require(${JSON.stringify(clock)});
module.exports = (RED) => {
  RED.httpNode.use('/behind', (request, response) => response.json({ body: request.body ?? null }));
  const server = serveWebhooks(RED, systemClock);
  RED.nodes.registerType('listener', function (definition) {
    RED.nodes.createNode(this, definition);
    const end = server.listen(definition.key, {
      secret: definition.secret,
      async receive(notification) {
        if (definition.refuses) throw new Error('the store is full');
        RED.log.info('told ' + JSON.stringify(notification));
      },
      refused: () => RED.log.info('refused'),
    });
    this.on('close', (done) => { end(); setTimeout(done, definition.slow ? 1500 : 0); });
  });
};`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const FLOWS = [
  { id: 'tab', type: 'tab' },
  { id: 'taker', type: 'listener', z: 'tab', x: 1, y: 1, wires: [], key: KEY, secret: SECRET },
  { id: 'refuser', type: 'listener', z: 'tab', x: 1, y: 1, wires: [], key: 'full', secret: '', refuses: true },
  { id: 'in', type: 'http in', z: 'tab', url: '/echo', method: 'post', wires: [['out']] },
  { id: 'out', type: 'http response', z: 'tab', wires: [] },
];

interface RawResponse {
  readonly status: number;
  readonly body: string;
}

/** The bytes as they are given: `fetch` and JSON would make them their own. */
function post(
  nodeRed: RealNodeRed,
  address: string,
  body: string | Buffer,
  headers: object = SIGNED,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      new URL(address, nodeRed.url),
      { method: 'POST', headers: { ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: text });
          request.destroy();
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`the route of webhooks in Node-RED ${version}`, function () {
    this.timeout(120_000);
    let nodeRed: RealNodeRed | undefined;

    async function start(settings: NodeRedSettings = {}): Promise<RealNodeRed> {
      const userDirectory = newUserDirectory();
      await addPackage(userDirectory, listenerPackage());
      writeFileSync(path.join(userDirectory, 'flows.json'), JSON.stringify(FLOWS));
      nodeRed = await startNodeRed({ version, userDirectory, settings });
      return nodeRed;
    }

    afterEach(async () => {
      await nodeRed?.stop();
      nodeRed = undefined;
    });

    it('gets the bytes as they were sent, though the admin API shares its root, and leaves all others as they are', async () => {
      const running = await start();
      const address = `/jira/events/${KEY}`;
      assert.equal((await post(running, address, BODY)).status, 200);
      assert.deepEqual(running.logLinesNaming('told').length, 1);
      assert.equal((await post(running, `/Jira/events/${KEY}/`, BODY)).status, 200);
      // More than the admin API takes, and no JSON at all.
      const large = Buffer.concat([Buffer.from(BODY), Buffer.alloc(6 * 1024 * 1024, ' ')]);
      assert.equal((await post(running, address, large, { 'x-hub-signature': signature(large) })).status, 200);
      const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-hub-signature': signature('a=b') };
      assert.equal((await post(running, address, 'a=b', form)).status, 422);
      assert.equal(
        (await post(running, address, '{"bad', { ...SIGNED, 'x-hub-signature': signature('{"bad') })).status,
        422,
      );
      assert.equal((await post(running, address, `${BODY} `)).status, 401);
      assert.equal((await post(running, address, BODY, {})).status, 401);
      assert.equal((await post(running, '/jira/events/other', BODY)).status, 404);
      assert.equal((await post(running, '/jira/events/full', BODY)).status, 503);
      assert.equal((await running.request('GET', address)).status, 405);
      const tooLarge = Buffer.alloc(11 * 1024 * 1024, ' ');
      assert.equal((await post(running, address, tooLarge, { 'x-hub-signature': signature(tooLarge) })).status, 413);
      // Of others: the body is parsed for them as ever.
      const json = { 'content-type': 'application/json' };
      assert.equal((await post(running, '/echo', '{"a":1}', json)).body, '{"a":1}');
      assert.equal((await post(running, '/behind', '{"a":1}', json)).body, '{"body":{"a":1}}');
      assert.equal((await post(running, '/jira/eventsother', '{"bad', json)).status, 400);
      for (const secret of [SECRET, KEY]) assert.deepEqual(running.logLinesNaming(secret), []);
    });

    it('is below the root of the nodes, wherever that is', async () => {
      const running = await start({ httpNodeRoot: '/api', httpAdminRoot: '/admin' });
      assert.equal((await post(running, `/api/jira/events/${KEY}`, BODY)).status, 200);
      assert.equal((await post(running, `/jira/events/${KEY}`, BODY)).status, 404);
    });

    it('stands behind the sign-in that somebody has put before all nodes', async () => {
      // bcrypt of "password".
      const pass = '$2b$08$W99V1mAwhUg5M9.hX6kjY.qtLHyvk1YbiXIrFLoZ5wkjhKtRzcG6q';
      const running = await start({ httpNodeAuth: { user: 'user', pass }, httpNodeRoot: '/', httpAdminRoot: '/admin' });
      assert.equal((await post(running, `/jira/events/${KEY}`, BODY)).status, 401);
      assert.deepEqual(running.logLinesNaming('refused'), []);
    });

    it('says that flows are not running while they are not, for Jira takes a 404 as final', async () => {
      const running = await start();
      const slow = FLOWS.map((node) => (node.id === 'taker' ? { ...node, slow: true } : node));
      await running.deploy(slow);
      const deployed = running.deploy(FLOWS);
      const { status } = await until(
        () => post(running, `/jira/events/${KEY}`, BODY),
        (response) => response.status !== 200,
      );
      assert.equal(status, 503);
      await deployed;
      assert.equal((await post(running, `/jira/events/${KEY}`, BODY)).status, 200);
      assert.equal((await post(running, '/jira/events/other', BODY)).status, 404);
    });
  });
}
