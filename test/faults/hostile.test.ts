import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { DEPLOYMENTS, deploymentsOf } from '../support/demo';
import { withoutProxies } from '../support/environment';
import { nodeRedInProcess } from '../support/nodes';
import { runs } from '../support/property-tests';
import { portOf } from '../support/server';
import { OPERATIONS } from './operations';
import { Storm, tally } from './storm';

const TYPES = Object.keys(OPERATIONS);
const PASSWORD = 'a-secret-that-nobody-may-see';
const SECRETS = [PASSWORD, Buffer.from(`ada:${PASSWORD}`).toString('base64')];
/** Of all nodes at once; each is some fifty calls. `FC_SEED` tries others. */
const RANDOM_RUNS = runs(25);
/** Some of what is tried here is as slow as it may be. */
const TIMEOUT_MS = 120_000;

type Behaviour = (response: ServerResponse, authorization: string) => void;

/** A server that does whatever it is told with each call, in turn. */
class Liar {
  behaviours: readonly Behaviour[] = [];
  #turn = 0;
  readonly #server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      const behaviour = this.behaviours[this.#turn++ % this.behaviours.length];
      behaviour?.(response, request.headers.authorization ?? '');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const bomb = gzipSync(Buffer.alloc(5_000_000, ' '));

/** What no Jira would do. */
const ODD: Readonly<Record<string, Behaviour>> = {
  'sends back the credentials that it got': (response, authorization) =>
    response.writeHead(400).end(JSON.stringify({ errorMessages: [`bad header: ${authorization}`, PASSWORD] })),
  'sends them back in a header': (response, authorization) =>
    response.writeHead(302, { Location: `http://elsewhere/?${authorization}` }).end(),
  'says that it is compressed and is not': (response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('{}'),
  'sends a bomb that is no JSON': (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
  'sends another type of content': (response) =>
    response.writeHead(200, { 'Content-Type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0xff, 0x00])),
  'promises more than it sends': (response) => {
    response.writeHead(200, { 'Content-Length': '500' });
    response.write('{', () => response.socket?.destroy());
  },
  'never ends': (response) => {
    response.writeHead(200).flushHeaders();
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  },
  'speaks no HTTP': (response) => {
    response.socket?.end('220 mail.example.com ESMTP\r\n\r\n');
  },
  'floods with headers': (response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}\r\n`);
  },
  'uses a status that nobody knows': (response) => response.writeHead(799).end('{}'),
  'nests without end': (response) => response.writeHead(200).end('['.repeat(100_000)),
  'hides a prototype': (response) =>
    response.writeHead(400).end('{"errors":{"__proto__":{"x":1},"constructor":"y"},"errorMessages":{"length":9}}'),
};

const site = (url: string, deployment: string) => ({
  siteUrl: url,
  credentials: { username: 'ada', password: PASSWORD },
  properties: { deployment, timeout: 200, maxRetries: 0, maxWait: 0, concurrency: 64 },
});

describe('Whatever a server does,', () => {
  nodeRedInProcess();
  withoutProxies();
  const liar = new Liar();
  const hostile = tally(`${TYPES.length} operations × ${Object.keys(ODD).length} hostile servers`);
  const random = tally(`${TYPES.length} operations × ${RANDOM_RUNS} random payloads and answers`);
  before(() => liar.start());
  after(() => liar.stop());

  for (const [index, [what, behaviour]] of Object.entries(ODD).entries()) {
    for (const deployment of deploymentsOf(index)) {
      it(`if it ${what}, each message ends once and no secret is told (${deployment})`, async () => {
        liar.behaviours = [behaviour];
        const storm = await Storm.over(site(liar.url, deployment));
        const all = await Promise.all(TYPES.map((type) => storm.send(type, OPERATIONS[type]?.payload('cloud'))));
        for (const [index, ends] of all.entries()) assert.equal(ends.length, 1, TYPES[index]);
        hostile.ended += all.length;
        assert.deepEqual(storm.leaks(SECRETS), []);
      }).timeout(TIMEOUT_MS);
    }
  }

  it('and whatever a message holds, each message ends exactly once, in an output or in a Catch', async () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const like = fc.record(
      {
        self: fc.webUrl(),
        id: fc.oneof(fc.nat().map(String), json),
        key: fc.constantFrom('OPS-1', '..', ''),
        issues: fc.array(json, { maxLength: 3 }),
        values: fc.array(json, { maxLength: 3 }),
        total: fc.oneof(fc.integer(), json),
        isLast: fc.oneof(fc.boolean(), json),
        nextPageToken: fc.oneof(fc.string(), json),
        fields: json,
        errors: json,
        errorMessages: json,
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      like.map((one) => JSON.stringify(one)),
      json.map((one) => JSON.stringify(one)),
      fc.string(),
    );
    const header = fc.constantFrom('retry-after', 'content-type', 'x-seraph-loginreason', 'ratelimit', 'location');
    const said = fc.stringMatching(/^[\x20-\x7e]{0,20}$/);
    const status = fc.oneof(
      fc.constantFrom(200, 200, 200, 201, 204, 400, 401, 404),
      fc.integer({ min: 200, max: 599 }),
    );
    const response = fc.tuple(status, fc.dictionary(header, said, { maxKeys: 2 }), body);
    const odd = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, maxDepth: 3 });
    const named = fc.dictionary(
      fc.constantFrom('key', 'issueIdOrKey', 'jql', 'fields', 'next', 'startAt', 'maxResults', 'ids', 'body', 'self'),
      fc.oneof(odd, fc.constantFrom('OPS-1', '10000', 0, -1, 1e99)),
      { maxKeys: 5 },
    );
    const payload = fc.oneof(
      odd,
      named,
      fc.constantFrom(...Object.values(OPERATIONS)).map((one) => one.payload('cloud')),
    );
    const storms = { cloud: site(liar.url, 'cloud'), datacenter: site(liar.url, 'datacenter') };
    for (const deployment of DEPLOYMENTS) {
      const storm = await Storm.over(storms[deployment]);
      await fc.assert(
        fc.asyncProperty(fc.array(response, { minLength: 1, maxLength: 4 }), payload, async (responses, sent) => {
          // A quota that says it is used up would hold every later call back, as it should.
          liar.behaviours = responses.map(
            ([code, headers, text]) =>
              (response) =>
                void response.writeHead(code === 429 ? 400 : code, { ...headers, ratelimit: '' }).end(text),
          );
          const all = await Promise.all(TYPES.map((type) => storm.send(type, sent)));
          for (const [index, ends] of all.entries()) assert.equal(ends.length, 1, TYPES[index]);
          random.ended += all.length;
        }),
        { numRuns: RANDOM_RUNS },
      );
      assert.deepEqual(storm.leaks(SECRETS), []);
    }
  }).timeout(120_000);

  it('payloads that fight back end in a Catch, not in a crash', async () => {
    const circle: Record<string, unknown> = {};
    circle.key = circle;
    const trap = Object.defineProperty({}, 'key', {
      enumerable: true,
      get: () => {
        throw new Error('trap');
      },
    });
    const deep = JSON.parse(`${'{"fields":'.repeat(2_000)}1${'}'.repeat(2_000)}`) as unknown;
    const proxy = new Proxy({}, { getOwnPropertyDescriptor: () => undefined, ownKeys: () => ['key'] });
    liar.behaviours = [(response) => void response.writeHead(200).end('{}')];
    const storm = await Storm.over(site(liar.url, 'cloud'));
    const fighters = [circle, trap, deep, proxy, 10n, Symbol('key'), () => 'OPS-1', new Date(Number.NaN), Number.NaN];
    for (const payload of fighters) {
      const all = await Promise.all(TYPES.map((type) => storm.send(type, payload)));
      for (const [index, ends] of all.entries()) assert.equal(ends.length, 1, `${TYPES[index]} ${typeof payload}`);
    }
  }).timeout(TIMEOUT_MS);
});
