import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { httpFlow } from './http-flow';
import { type RealNodeRed, startNodeRed } from './node-red';
import { NODE_RED_VERSIONS } from './node-red-versions';

/** A package with one node, which fails on request: enough to see that a real Node-RED loads and drives a package. */
const ECHO_NODE = `
module.exports = function (RED) {
  RED.nodes.registerType('echo', function (config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => {
      if (msg.payload === 'fail') { return done(Object.assign(new Error('as asked'), { code: 'ECHO' })); }
      msg.payload = { heard: msg.payload, secret: this.credentials.secret, env: process.env.ECHO_ENV };
      msg.statusCode = 418;
      send(msg);
      done();
    });
  }, { credentials: { secret: { type: 'password' } } });
};`;

describe('the real Node-RED of the tests', () => {
  let folder = '';
  const echo = { id: 'echo', type: 'echo', credentials: { secret: 's3cret' } };

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'echo-package-'));
    mkdirSync(path.join(folder, 'dist'));
    writeFileSync(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: '@tests/echo', version: '1.0.0', 'node-red': { nodes: { echo: 'dist/echo.js' } } }),
    );
    writeFileSync(path.join(folder, 'dist', 'echo.js'), ECHO_NODE);
    writeFileSync(path.join(folder, 'dist', 'echo.html'), '<script data-template-name="echo"></script>');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const version of NODE_RED_VERSIONS) {
    describe(`Node-RED ${version}`, () => {
      let nodeRed: RealNodeRed;

      before(async () => {
        nodeRed = await startNodeRed({
          version,
          package: folder,
          env: { ECHO_ENV: 'from the test' },
          flows: httpFlow({ path: '/echo', nodes: [echo] }),
        });
      });
      after(() => nodeRed?.stop());

      it('is the version that the title names', async () => {
        const { body } = await nodeRed.request('GET', '/settings');
        assert.match((body as { version: string }).version, new RegExp(`^${version.replace('.', '\\.')}\\.`));
      });

      it('answers with what came out of the nodes, credentials and environment at hand', async () => {
        const { status, body } = await nodeRed.request('POST', '/echo', { payload: 'hello', topic: 't' });
        assert.equal(status, 200);
        const { payload, topic, statusCode } = body as Record<string, unknown>;
        assert.deepEqual(payload, { heard: 'hello', secret: 's3cret', env: 'from the test' });
        assert.deepEqual([topic, statusCode], ['t', 418]);
      });

      it('answers 500 with what Catch received', async () => {
        const { status, body } = await nodeRed.request('POST', '/echo', { payload: 'fail' });
        assert.equal(status, 500);
        const { error } = body as { error: { code: string; message: string } };
        assert.deepEqual([error.code, error.message], ['ECHO', 'Error: as asked']);
      });

      it('runs the new flows as soon as deploy resolves', async () => {
        await nodeRed.deploy(httpFlow({ path: '/second', nodes: [echo] }), 'nodes');
        assert.equal((await nodeRed.request('POST', '/second', { payload: 1 })).status, 200);
        assert.equal((await nodeRed.request('POST', '/echo', { payload: 1 })).status, 404);
      });

      it('rejects flows with a type that nobody registered, with the log', async () => {
        await assert.rejects(nodeRed.deploy([{ id: 'x', type: 'no-such-type' }]), /missing types[\s\S]*no-such-type/);
      });

      it('starts again after a power cut with the flows it had, and leaves nothing after stop', async () => {
        await nodeRed.deploy(httpFlow({ path: '/third', nodes: [echo] }));
        await nodeRed.kill();
        await assert.rejects(nodeRed.request('GET', '/settings'));
        nodeRed = await startNodeRed({ version, userDirectory: nodeRed.userDirectory });
        const { status, body } = await nodeRed.request('POST', '/third', { payload: 1 });
        assert.deepEqual([status, (body as { payload: { secret: string } }).payload.secret], [200, 's3cret']);
        await nodeRed.stop();
        await assert.rejects(nodeRed.request('GET', '/settings'));
        assert.equal(existsSync(nodeRed.userDirectory), false);
      });
    });
  }

  it('tells why when Node-RED does not come up', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as AddressInfo;
    try {
      await assert.rejects(
        startNodeRed({ version: '4.1', package: folder, settings: { uiPort: port } }),
        /Node-RED 4\.1 ended[\s\S]*port in use/,
      );
    } finally {
      occupant.close();
    }
  });
});
