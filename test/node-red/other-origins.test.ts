import assert from 'node:assert/strict';
import { request } from 'node:http';
import { isRecord } from '../../nodes/client/json';
import { oauthSite } from '../support/consent';
import { demoJira, siteSetup } from '../support/demo';
import { type RealNodeRed, startNodeRed } from '../support/node-red';
import { NODE_REDS_OF_THIS_RUN } from '../support/node-red-versions';

/** The site's endpoints, but for the page that a sign-in comes back to. */
const ENDPOINTS = [
  'POST /jira/sites/site/test',
  'POST /jira/sites/site/lookup/project',
  'POST /jira/sites/oauth/oauth/start',
  'GET /jira/sites/site/oauth',
  'GET /jira/sites/site/budget',
];

type Headers = Readonly<Record<string, string>>;

for (const version of NODE_REDS_OF_THIS_RUN) {
  describe(`without logins, in a real Node-RED ${version}`, function () {
    this.timeout(120_000);
    const demo = demoJira();
    let nodeRed: RealNodeRed;

    /** Sends exactly these headers, which no `fetch` does. */
    const send = (endpoint: string, headers: Headers, to = nodeRed) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        const [method, path = ''] = endpoint.split(' ');
        const outgoing = request(new URL(path, to.url), { method, headers }, (response) => {
          let body = '';
          response.on('data', (part: Buffer) => {
            body += part.toString();
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        });
        outgoing.on('error', reject);
        outgoing.end(method === 'POST' ? JSON.stringify({ editorUrl: 'http://localhost:1880/' }) : undefined);
      });
    const host = () => new URL(nodeRed.url).host;
    const flows = () => {
      const { siteUrl, credentials, properties } = siteSetup(demo.jira, 'cloud');
      const site = { id: 'site', type: 'jira-site', siteUrl, credentials, ...properties };
      return [site, { ...oauthSite(demo.jira, 'cloud'), id: 'oauth' }];
    };

    const assertRefused = async (headers: Headers, to = nodeRed) => {
      for (const endpoint of ENDPOINTS) {
        const { status, body } = await send(endpoint, headers, to);
        assert.equal(status, 403, `${endpoint} with ${JSON.stringify(headers)}: ${body}`);
        const parsed: unknown = JSON.parse(body);
        assert.ok(isRecord(parsed) && isRecord(parsed.problem));
        assert.match(String(parsed.problem.message), /Another web page/);
        assert.match(String(parsed.problem.hint), /proxy/);
      }
    };
    const assertServed = async (headers: Headers, to = nodeRed) => {
      for (const endpoint of ENDPOINTS) {
        const { status, body } = await send(endpoint, headers, to);
        assert.equal(status, 200, `${endpoint} with ${JSON.stringify(headers)}: ${body}`);
      }
    };

    before(async () => {
      nodeRed = await startNodeRed({ version });
    });
    beforeEach(() => nodeRed.deploy(flows()));
    after(() => nodeRed?.stop());

    it('a page of another origin starts nothing and reads nothing, in any browser', async () => {
      demo.forget();
      const JSON_TYPE = { 'content-type': 'application/json' };
      for (const origin of [
        'http://attacker.example',
        'null',
        `http://localhost:1`,
        `http://${host()}.attacker.example`,
      ]) {
        await assertRefused({ ...JSON_TYPE, origin });
        await assertRefused({ ...JSON_TYPE, origin, 'x-forwarded-host': 'attacker.example' });
        await assertRefused({ ...JSON_TYPE, origin, 'sec-fetch-site': 'cross-site' });
      }
      await assertRefused({ ...JSON_TYPE, 'sec-fetch-site': 'same-site' });
      await assertRefused({ ...JSON_TYPE, origin: nodeRed.url, 'sec-fetch-site': 'cross-site' });
      const otherPort = `http://127.0.0.1:${Number(new URL(nodeRed.url).port) + 1}`;
      await assertRefused({ ...JSON_TYPE, origin: otherPort });
      assert.deepEqual(demo.requests(), []);
    });

    it('a form is no JSON, whoever sends it', async () => {
      demo.forget();
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'Multipart/form-data; boundary=x']) {
        for (const endpoint of ENDPOINTS) assert.equal((await send(endpoint, { 'content-type': type })).status, 415);
      }
      assert.deepEqual(demo.requests(), []);
    });

    it('the editor and programs without a browser work, behind proxies too', async () => {
      const JSON_TYPE = { 'content-type': 'application/json' };
      await assertServed(JSON_TYPE);
      await assertServed({ ...JSON_TYPE, origin: nodeRed.url });
      await assertServed({ ...JSON_TYPE, origin: nodeRed.url, 'sec-fetch-site': 'same-origin' });
      // A proxy that writes its own host name: the browser still knows what it talks to.
      await assertServed({ ...JSON_TYPE, origin: 'https://red.example', 'sec-fetch-site': 'same-origin' });
      await assertServed({ ...JSON_TYPE, origin: 'https://red.example', host: 'red.example' });
      await assertServed({ ...JSON_TYPE, origin: 'http://red.example:8080', host: 'red.example' });
    });

    it('a proxy that Node-RED is told to trust is asked for the host name, and an origin that it is told to serve is served', async () => {
      const settings = {
        httpServerOptions: { 'trust proxy': true },
        httpAdminCors: { origin: 'https://portal.example' },
      };
      const open = await startNodeRed({ version, settings, flows: flows() });
      const JSON_TYPE = { 'content-type': 'application/json' };
      try {
        await assertServed({ ...JSON_TYPE, origin: 'http://red.example', 'x-forwarded-host': 'red.example' }, open);
        await assertServed({ ...JSON_TYPE, origin: 'https://portal.example', 'sec-fetch-site': 'cross-site' }, open);
        await assertRefused({ ...JSON_TYPE, origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }, open);
      } finally {
        await open.stop();
      }
    });
  });
}
