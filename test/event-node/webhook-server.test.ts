import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import * as http from 'node:http';
import { connect } from 'node:net';
import type { JiraError } from '../../nodes/client/errors/jira-error';
import { BodyReader } from '../../nodes/event-node/body-reader';
import { type WebhookListener, WebhookServer } from '../../nodes/event-node/webhook-server';
import type { Notification } from '../../nodes/events/hub';
import { tokenOf } from '../../nodes/events/webhook/address';
import { StoreError } from '../../nodes/store/store';
import { TestClock } from '../support/clock';
import { portOf } from '../support/server';
import { until } from '../support/until';

const KEY = 'an-unguessable-key';
const SECRET = 'a-secret-that-must-not-leak';
const BODY = JSON.stringify({
  webhookEvent: 'jira:issue_updated',
  timestamp: 1_764_000_000_000,
  issue: { key: 'OPS-1' },
});
const BEARER = { Authorization: `Bearer ${SECRET}` };
const signed = (body: string | Buffer) => ({
  'X-Hub-Signature': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A listener that remembers what it was told. */
class Listener implements WebhookListener {
  readonly told: Notification[] = [];
  readonly problems: string[] = [];
  store: () => Promise<void> = () => Promise.resolve();

  constructor(readonly secret = SECRET) {}

  async receive(notification: Notification): Promise<void> {
    await this.store();
    this.told.push(notification);
  }

  refused(error: unknown): void {
    this.problems.push(String(error));
  }
}

describe('the server of webhooks', () => {
  let clock: TestClock;
  let server: WebhookServer;
  let web: http.Server;
  let listener: Listener;
  let end: () => void;

  beforeEach(async () => {
    clock = new TestClock();
    server = new WebhookServer({ clock, text: ({ reason }: JiraError) => ({ message: reason, hint: '' }) });
    server.flowsRun(true);
    listener = new Listener();
    end = server.listen(KEY, listener);
    web = http.createServer((request, response) => {
      const key = /^\/events\/([^/?]*)/.exec(request.url ?? '')?.[1] ?? '';
      void server.handle(request, response, key);
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => {
    web.closeAllConnections();
    web.close();
  });

  /** What the server answers; `write` sends a body by itself. */
  function ask(
    { method = 'POST', path = KEY, headers = {} }: { method?: string; path?: string; headers?: object },
    write: string | Buffer | ((request: http.ClientRequest) => void) = BODY,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        port: portOf(web),
        host: '127.0.0.1',
        method,
        path: `/events/${path}`,
        headers: { ...headers },
      };
      const request = http.request(options, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
          request.destroy();
        });
      });
      request.on('error', reject);
      if (typeof write === 'function') write(request);
      else request.end(write);
    });
  }

  const status = async (...parameters: Parameters<typeof ask>) => (await ask(...parameters)).status;

  it('says 200 once what was told is stored, and not before', async () => {
    const stores: (() => void)[] = [];
    listener.store = () => new Promise((resolve) => stores.push(resolve));
    let answered = false;
    const asked = status({ headers: signed(BODY) }).finally(() => {
      answered = true;
    });
    await until(
      () => stores.length,
      (length) => length === 1,
    );
    assert.equal(answered, false);
    stores[0]?.();
    assert.equal(await asked, 200);
    assert.deepEqual(listener.told, [{ records: [], issues: ['OPS-1'] }]);
  });

  it('says 503 where that fails, so that Jira sends it again', async () => {
    listener.store = () => Promise.reject(new StoreError('store.noFolder', { folder: '', detail: 'no space left' }));
    const answer = await ask({ headers: BEARER });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '30');
    listener.store = () => Promise.resolve();
    assert.equal(await status({ headers: BEARER }), 200);
  });

  it('refuses whoever does not know the secret before a byte of the body has come', async () => {
    const answer = await ask({ headers: { Authorization: 'Bearer other', 'Content-Length': 1_000 } }, (request) =>
      request.flushHeaders(),
    );
    assert.equal(answer.status, 401);
    assert.equal(answer.headers['www-authenticate'], 'Bearer');
    assert.equal(await status({ headers: { 'X-Hub-Signature': `sha256=${'0'.repeat(64)}` } }), 401);
    assert.match((await ask({ headers: { 'X-Hub-Signature': SECRET } })).body, /webhook\.plainSecret/);
    assert.deepEqual(listener.told, []);
    assert.equal(listener.problems.length, 3);
  });

  it('checks the bytes as they came, whatever they are said to be', async () => {
    const body = Buffer.from(BODY.replace('OPS-1', 'ÖPS-1').replace('{', '{\r\n\t'));
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      assert.equal(await status({ headers: { ...signed(body), 'Content-Type': type } }, body), 200, type);
    }
    assert.equal(await status({ headers: signed(body) }, Buffer.concat([body, Buffer.from(' ')])), 401);
  });

  it('knows a sender by the token of the address', async () => {
    assert.equal(await status({ path: `${KEY}?user_id=jo&token=${tokenOf(SECRET, KEY)}` }), 200);
    assert.equal(await status({ path: `${KEY}?token=${SECRET}` }), 401);
  });

  it('says 404 where nobody listens, whatever is sent there', async () => {
    for (const path of ['other', '', '__proto__', 'constructor'])
      assert.equal(await status({ path, headers: BEARER }), 404);
    end();
    assert.equal(await status({ headers: BEARER }), 404);
  });

  it('says 503 instead while flows start, for Jira takes a 404 as final', async () => {
    end();
    server.flowsRun(false);
    assert.equal(await status({ headers: BEARER }), 503);
    server.flowsRun(true);
    const opened = server.opening();
    assert.equal(await status({ headers: BEARER }), 503);
    opened();
    opened();
    assert.equal(await status({ headers: BEARER }), 404);
  });

  it('takes nothing but a POST', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await ask({ method, headers: BEARER }, '');
      assert.deepEqual([answer.status, answer.headers.allow], [405, 'POST'], method);
    }
    assert.equal(await status({ method: 'HEAD', headers: BEARER }, ''), 405);
  });

  it('says 422 to what is no event of Jira, and 415 to what is compressed', async () => {
    assert.equal(await status({ headers: BEARER }, '{"action":"opened"}'), 422);
    assert.equal(await status({ headers: BEARER }, ''), 422);
    assert.equal(await status({ headers: { ...BEARER, 'Content-Encoding': 'gzip' } }), 415);
  });

  it('says 413 above ten megabytes, whether the length is told or not', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024 + 1, ' ');
    assert.equal(
      await status({ headers: { ...BEARER, 'Content-Length': large.length } }, (request) => request.flushHeaders()),
      413,
    );
    const chunked = ask({ headers: { ...BEARER, 'Transfer-Encoding': 'chunked' } }, (request) => {
      request.write(large);
    });
    const answer = await chunked;
    assert.deepEqual([answer.status, answer.headers.connection], [413, 'close']);
    const most = Buffer.concat([Buffer.from(BODY), Buffer.alloc(10 * 1024 * 1024 - BODY.length, ' ')]);
    assert.equal(await status({ headers: signed(most) }, most), 200);
  });

  it('waits twenty seconds for a body, and no longer', async () => {
    const answered = ask({ headers: { ...BEARER, 'Content-Length': BODY.length } }, (request) => {
      request.write(BODY.slice(0, 5));
    });
    await clock.waiting();
    clock.advance(20_000);
    const answer = await answered;
    assert.deepEqual([answer.status, answer.headers.connection], [408, 'close']);
  });

  it('lets go of a body whose sender is gone', async () => {
    const socket = connect(portOf(web), '127.0.0.1');
    socket.write(
      `POST /events/${KEY} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SECRET}\r\nContent-Length: 50\r\n\r\n{`,
    );
    await clock.waiting();
    socket.destroy();
    await until(
      () => clock.pending,
      (pending) => pending === 0,
    );
    assert.equal(await status({ headers: BEARER }), 200);
  });

  it('takes so many at once, and says 503 to one more', async () => {
    const stores: (() => void)[] = [];
    listener.store = () => new Promise((resolve) => stores.push(resolve));
    const taken = Array.from({ length: 64 }, () => status({ headers: BEARER }));
    await until(
      () => stores.length,
      (length) => length === 64,
    );
    assert.equal(await status({ headers: BEARER }), 503);
    for (const store of stores) store();
    assert.deepEqual(new Set(await Promise.all(taken)), new Set([200]));
    listener.store = () => Promise.resolve();
    assert.equal(await status({ headers: BEARER }), 200);
  });

  it('takes a delivery that comes again without another look, and nothing else for one', async () => {
    const headers = { ...BEARER, 'X-Atlassian-Webhook-Identifier': 'delivery-1' };
    for (const _time of [1, 2, 3]) assert.equal(await status({ headers }), 200);
    assert.equal(listener.told.length, 1);
    assert.equal(await status({ headers }, BODY.replace('OPS-1', 'OPS-2')), 200);
    assert.equal(await status({ headers: BEARER }), 200);
    assert.equal(listener.told.length, 3);
    assert.equal(await status({ headers: { ...headers, Authorization: 'Bearer other' } }), 401);
  });

  it('tells all that listen at an address, and none that has another secret', async () => {
    const [second, third] = [new Listener(), new Listener('another-secret')];
    server.listen(KEY, second);
    server.listen(KEY, third);
    assert.equal(await status({ headers: signed(BODY) }), 200);
    assert.deepEqual(
      [listener, second, third].map(({ told }) => told.length),
      [1, 1, 0],
    );
  });

  it('tells no secret to whoever reads an answer', async () => {
    const answers = await Promise.all([
      ask({ headers: { 'X-Hub-Signature': SECRET } }),
      ask({ path: 'other', headers: BEARER }),
      ask({ headers: BEARER }, SECRET),
    ]);
    for (const { body } of answers) assert.ok(!body.includes(SECRET) && !body.includes(KEY), body);
  });

  it('keeps a connection for the next request where it can', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const post = (headers: object) =>
      new Promise<number>((resolve, reject) => {
        const options = { port: portOf(web), host: '127.0.0.1', path: `/events/${KEY}`, method: 'POST', agent };
        const request = http.request({ ...options, headers: { ...headers } }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        });
        request.on('error', reject).end(BODY);
      });
    assert.deepEqual([await post({}), await post(BEARER), await post({}), await post(BEARER)], [401, 200, 401, 200]);
    agent.destroy();
  });
});

describe('the reader of bodies', () => {
  it('holds no more than a share of the memory, however many send at once', async () => {
    const reader = new BodyReader(new TestClock());
    const outcomes: string[] = [];
    const web = http.createServer((request, response) => {
      reader.read(request).then(
        () => outcomes.push('whole'),
        (error: JiraError) => {
          outcomes.push(error.reason);
          response.writeHead(503, { Connection: 'close' }).end();
        },
      );
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const part = Buffer.alloc(9 * 1024 * 1024);
    const requests = Array.from({ length: 8 }, () => {
      const request = http.request({ port: portOf(web), host: '127.0.0.1', method: 'POST' });
      request.on('error', () => {}).write(part);
      return request;
    });
    await until(
      () => outcomes,
      (all) => all.includes('webhook.busy'),
    );
    assert.ok(!outcomes.includes('whole'));
    for (const request of requests) request.destroy();
    web.closeAllConnections();
    web.close();
  });
});
