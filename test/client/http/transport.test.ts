import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import {
  NOT_TLS,
  type OutgoingRequest,
  type RawResponse,
  Transport,
  TransportFailure,
  type TransportOptions,
} from '../../../nodes/client/http/transport';
import { TestClock } from '../../support/clock';
import { withoutProxies } from '../../support/environment';
import { TestProxy } from '../../support/proxy';
import { BREAK, CUT_SHORT, certificate, NOWHERE, portOf, type Responder, ScriptedServer } from '../../support/server';

const SECRET = 'Basic c2VjcmV0';
const SERVER_TLS = { cert: certificate('server.pem'), key: certificate('server.key') };
const CA = certificate('ca.pem');

/** What a failed request says about itself. */
type Failure = Pick<TransportFailure, 'problem' | 'sent'>;

describe('The transport', () => {
  withoutProxies();
  const open: { stop?: () => Promise<void>; close?: () => void }[] = [];
  /** Remembers what a test opened. */
  const opened = <T extends { stop?: () => Promise<void>; close?: () => void }>(thing: T): T => {
    open.push(thing);
    return thing;
  };
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) {
      thing.close?.();
      await thing.stop?.();
    }
  });

  /** A server below HTTP; answers its port. */
  const listen = async (onSocket: (socket: Socket) => void): Promise<number> => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      onSocket(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stop = () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    };
    opened({ stop });
    return portOf(server);
  };
  const serve = async (...replies: Responder[]): Promise<ScriptedServer> =>
    opened(await ScriptedServer.start())
      .on('GET /', ...replies)
      .on('POST /', ...replies);
  const transportTo = (origin: string, options: Partial<TransportOptions> = {}): Transport =>
    opened(new Transport({ origin, timeoutMs: 5_000, userAgent: 'tests', ...options }));
  const outgoing = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
    method: 'GET',
    url: `${url}/`,
    headers: { Authorization: SECRET },
    signal: new AbortController().signal,
    ...more,
  });
  const get = (origin: string, options: Partial<TransportOptions> = {}): Promise<RawResponse> =>
    transportTo(origin, options).send(outgoing(origin));
  const failure = async (sending: Promise<RawResponse>): Promise<Failure & { code: string }> => {
    const error: unknown = await sending.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof TransportFailure, String(error));
    return { problem: error.problem, sent: error.sent, code: error.systemCode };
  };

  describe('knows whether a request has left: nothing is created twice, and nothing given up too early', () => {
    it('a refused connection: not sent', async () => {
      const found = await failure(get(NOWHERE));
      assert.deepEqual(found, { problem: 'refused', sent: false, code: 'ECONNREFUSED' });
    });

    it('a name that does not exist: not sent', async () => {
      const { problem, sent } = await failure(get('http://jira.invalid'));
      assert.deepEqual({ problem, sent }, { problem: 'dns', sent: false });
    });

    it('a certificate that is not trusted: not sent', async () => {
      const server = opened(await ScriptedServer.start({ tls: SERVER_TLS }));
      const { problem, sent } = await failure(get(server.url));
      assert.deepEqual({ problem, sent }, { problem: 'tls', sent: false });
      assert.deepEqual(server.arrived, []);
    });

    it('a certificate for another name: not sent', async () => {
      const server = opened(await ScriptedServer.start({ tls: SERVER_TLS }));
      const found = await failure(get(server.url, { tls: { ca: CA, servername: 'jira.example.com' } }));
      assert.deepEqual(found, { problem: 'tls', sent: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    });

    it('https to a server that speaks http: not sent', async () => {
      const server = await serve({});
      const found = await failure(get(server.url.replace('http:', 'https:')));
      assert.deepEqual(found, { problem: 'tls', sent: false, code: NOT_TLS });
    });

    it('a client certificate that the server wants and does not get: not sent', async () => {
      const server = opened(
        await ScriptedServer.start({ tls: { ...SERVER_TLS, ca: CA, requestCert: true, rejectUnauthorized: true } }),
      );
      const { problem, sent } = await failure(get(server.url, { tls: { ca: CA } }));
      assert.deepEqual({ problem, sent }, { problem: 'tls', sent: false });
      assert.deepEqual(server.arrived, []);
    });

    it('a connection that breaks when the request has arrived: sent', async () => {
      const server = await serve(BREAK);
      const { problem, sent } = await failure(get(server.url));
      assert.deepEqual({ problem, sent }, { problem: 'reset', sent: true });
      assert.equal(server.arrived.length, 1);
    });

    it('a connection closed as soon as it is made: in doubt, so sent', async () => {
      const port = await listen((socket) => socket.destroy());
      const { problem, sent } = await failure(get(`http://127.0.0.1:${port}`));
      assert.deepEqual({ problem, sent }, { problem: 'reset', sent: true });
    });

    it('a response cut in its body: sent', async () => {
      const { problem, sent } = await failure(get((await serve(CUT_SHORT)).url));
      assert.deepEqual({ problem, sent }, { problem: 'reset', sent: true });
    });

    it('a compressed answer cut in its body: sent', async () => {
      const body = gzipSync('x'.repeat(10_000));
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': String(body.length) });
        response.write(body.subarray(0, 20), () => response.socket?.destroy());
      });
      const { problem, sent } = await failure(get(server.url));
      assert.deepEqual({ problem, sent }, { problem: 'reset', sent: true });
    });

    it('no response in time: sent', async () => {
      const clock = new TestClock();
      const server = await serve(() => clock.advance(5_000));
      const found = await failure(get(server.url, { clock }));
      assert.deepEqual(found, { problem: 'timeout', sent: true, code: 'ETIMEDOUT' });
    });

    it('headers in time and a body that never ends: sent', async () => {
      const clock = new TestClock();
      const server = await serve((_request, response) => {
        response.writeHead(200).write('{', () => clock.advance(5_000));
      });
      const found = await failure(get(server.url, { clock }));
      assert.deepEqual(found, { problem: 'timeout', sent: true, code: 'ETIMEDOUT' });
    });

    it('a TLS handshake that never ends: not sent', async () => {
      const clock = new TestClock();
      const port = await listen((socket) => socket.on('data', () => clock.advance(5_000)));
      const found = await failure(get(`https://127.0.0.1:${port}`, { clock }));
      assert.deepEqual(found, { problem: 'timeout', sent: false, code: 'ETIMEDOUT' });
    });

    it('a kept connection that breaks: sent', async () => {
      const server = (await serve({ body: {} })).on('POST /', BREAK);
      const transport = transportTo(server.url);
      await transport.send(outgoing(server.url));
      const { problem, sent } = await failure(transport.send(outgoing(server.url, { method: 'POST', body: '{}' })));
      assert.deepEqual({ problem, sent }, { problem: 'reset', sent: true });
      assert.equal(server.connections, 1);
    });
  });

  describe('cancels', () => {
    it('what is under way, at once', async () => {
      const closing = new AbortController();
      const server = await serve(() => closing.abort());
      const sending = transportTo(server.url).send(outgoing(server.url, { signal: closing.signal }));
      assert.deepEqual(await failure(sending), { problem: 'cancelled', sent: true, code: 'ABORTED' });
    });

    it('what has not begun', async () => {
      const server = await serve({});
      const sending = transportTo(server.url).send(outgoing(server.url, { signal: AbortSignal.abort() }));
      assert.deepEqual(await failure(sending), { problem: 'cancelled', sent: false, code: 'ABORTED' });
      assert.equal(server.arrived.length, 0);
    });

    it('a write that has not left, and lets one that has be answered', async () => {
      const closing = new AbortController();
      const server = await serve((_request, response) => {
        closing.abort();
        response.end('{"id":"1"}');
      });
      const transport = transportTo(server.url);
      const write = outgoing(server.url, { method: 'POST', body: '{}', unsentSignal: closing.signal });
      assert.equal((await transport.send(write)).text, '{"id":"1"}');
      assert.deepEqual(await failure(transport.send(write)), { problem: 'cancelled', sent: false, code: 'ABORTED' });
      assert.equal(server.arrived.length, 1);
    });

    it('without leaving a timer, or a listener on the signal of a node that lives for months', async () => {
      const server = await serve({ body: {} });
      const clock = new TestClock();
      const transport = transportTo(server.url, { clock });
      const { signal } = new AbortController();
      const warnings: Error[] = [];
      const warn = (warning: Error) => warnings.push(warning);
      process.on('warning', warn);
      await Promise.all(Array.from({ length: 30 }, () => transport.send(outgoing(server.url, { signal }))));
      process.off('warning', warn);
      assert.deepEqual([warnings, clock.timersSet, clock.pending], [[], 30, 0]);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });
  });

  describe('reads', () => {
    it('compressed answers, and says that it can', async () => {
      const server = await serve((_request, response) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"summary":"Pümpe 🛠"}')),
      );
      assert.equal((await get(server.url)).text, '{"summary":"Pümpe 🛠"}');
      assert.match(server.first.headers['accept-encoding'] ?? '', /gzip/);
    });

    it('any status without an error, with its headers', async () => {
      const server = await serve({ status: 503, headers: { 'Retry-After': '7', 'X-Seraph-LoginReason': 'OK' } });
      const { status, headers } = await get(server.url);
      assert.deepEqual([status, headers['retry-after'], headers['x-seraph-loginreason']], [503, '7', 'OK']);
    });

    it('text that looks like a number or nothing as it is', async () => {
      assert.equal((await get((await serve({ body: '007' })).url)).text, '007');
      assert.equal((await get((await serve({ status: 204 })).url)).text, '');
    });

    it('no more than it may: a response of any size does not take the memory of Node-RED', async () => {
      const server = await serve({ body: 'x'.repeat(2_000) });
      const found = await failure(get(server.url, { maxResponseBytes: 1_000 }));
      assert.deepEqual(found, { problem: 'too-large', sent: true, code: 'TOO_LARGE' });
    });

    it('no more than it may of a small answer that grows when it is unpacked', async () => {
      const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
      const server = await serve((_request, response) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
      );
      const { problem } = await failure(get(server.url, { maxResponseBytes: 100_000 }));
      assert.equal(problem, 'too-large');
    });
  });

  it('follows no redirect: the credentials never reach another server', async () => {
    const elsewhere = await serve({});
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serve({ status, headers: { Location: `${elsewhere.url}/` } });
      const { headers, status: answered } = await get(server.url);
      assert.deepEqual([answered, headers.location], [status, `${elsewhere.url}/`]);
    }
    assert.equal(elsewhere.connections, 0);
  });

  it('sends what it is told, under the name of a product', async () => {
    const server = await serve({});
    await transportTo(server.url).send(
      outgoing(server.url, { method: 'POST', body: '{"a":"ü"}', headers: { 'Content-Type': 'application/json' } }),
    );
    const { headers, body } = server.first;
    assert.equal(body, '{"a":"ü"}');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['user-agent'], 'tests');
    assert.equal(headers.accept, 'application/json');
  });

  for (const timeoutMs of [2 ** 31, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]) {
    it(`takes a time limit of ${timeoutMs} ms for a long one, not for none`, async () => {
      const server = await serve((_request, response) => void setTimeout(() => response.end('{}'), 20));
      assert.equal((await get(server.url, { timeoutMs })).status, 200);
    });

    it(`takes a time limit of ${timeoutMs} ms for a long one through a proxy, too`, async () => {
      const server = opened(await ScriptedServer.start({ tls: SERVER_TLS })).on('GET /', { body: {} });
      const proxy = opened(await TestProxy.start());
      const options = { timeoutMs, tls: { ca: CA }, proxy: { url: proxy.url } };
      assert.equal((await get(server.url, options)).status, 200);
    });
  }

  describe('connections', () => {
    it('are kept: twenty calls need one', async () => {
      const server = await serve({ body: {} });
      const transport = transportTo(server.url);
      for (let call = 0; call < 20; call++) await transport.send(outgoing(server.url));
      assert.equal(server.connections, 1);
    });

    it('are kept through TLS', async () => {
      const server = opened(await ScriptedServer.start({ tls: SERVER_TLS })).on('GET /', { body: {} });
      const transport = transportTo(server.url, { tls: { ca: CA } });
      for (let call = 0; call < 20; call++) await transport.send(outgoing(server.url));
      assert.equal(server.connections, 1);
    });

    describe('for what must not be sent twice', () => {
      const once = (url: string) => outgoing(url, { method: 'POST', body: '{}', once: true });

      it('are new until the server is seen to keep them, and then kept: a burst of creates needs few', async () => {
        const server = await serve({ body: {} });
        const clock = new TestClock();
        const transport = transportTo(server.url, { clock });
        await Promise.all(Array.from({ length: 8 }, () => transport.send(once(server.url))));
        assert.equal(server.connections, 8);
        await transport.send(once(server.url));
        assert.equal(server.connections, 9, 'nothing is known of the server yet');
        clock.advance(250);
        for (let call = 0; call < 100; call++) await transport.send(once(server.url));
        assert.equal(server.connections, 10, 'one that takes the place of all that are older');
        clock.advance(100);
        await transport.send(once(server.url));
        assert.equal(server.connections, 10);
      });

      it('are new for a while after the server has closed one early', async () => {
        const server = await serve({ body: {} });
        const clock = new TestClock();
        const transport = transportTo(server.url, { clock });
        await transport.send(once(server.url));
        clock.advance(1_000);
        for (let call = 0; call < 10; call++) await transport.send(once(server.url));
        assert.equal(server.connections, 2);
        server.dropConnections();
        while (server.open > 0) await new Promise((resolve) => setImmediate(resolve));
        await transport.send(once(server.url));
        clock.advance(1_000);
        await transport.send(once(server.url));
        assert.equal(server.connections, 4, 'it may do so again');
        clock.advance(60_000);
        await transport.send(once(server.url));
        clock.advance(1_000);
        for (let call = 0; call < 10; call++) await transport.send(once(server.url));
        assert.equal(server.connections, 6);
      });

      it('are not those that the server is about to close by its own word', async () => {
        const server = await serve({ headers: { Connection: 'close' }, body: {} });
        const transport = transportTo(server.url);
        for (let call = 0; call < 5; call++) await transport.send(once(server.url));
        assert.equal(server.connections, 5);
      });
    });

    it('are dropped when nobody uses them, before the server drops them in the middle of a create', async () => {
      const server = await serve({ body: {} });
      await transportTo(server.url, { idleSocketMs: 20 }).send(outgoing(server.url));
      const deadline = Date.now() + 2_000;
      while (server.open > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(server.open, 0);
    });

    it('are not dropped under a slow answer', async () => {
      const server = await serve((_request, response) => void setTimeout(() => response.end('{}'), 100));
      assert.equal((await get(server.url, { idleSocketMs: 20 })).text, '{}');
    });

    it('are closed with the site', async () => {
      const server = await serve({ body: {} });
      const transport = transportTo(server.url);
      await transport.send(outgoing(server.url));
      transport.close();
      const deadline = Date.now() + 2_000;
      while (server.open > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(server.open, 0);
    });

    it('reach an IPv6 address', async function () {
      const server = await ScriptedServer.start({ host: '::1' }).catch(() => this.skip());
      opened(server).on('GET /', { body: 'here' });
      assert.equal((await get(server.url)).text, 'here');
    });
  });

  describe('through a proxy', () => {
    const proxied = (proxy: TestProxy) => ({ url: proxy.url });

    it('opens a tunnel to an https site, with the certificate of the client', async () => {
      const tls = { ...SERVER_TLS, ca: CA, requestCert: true, rejectUnauthorized: true };
      const server = opened(await ScriptedServer.start({ tls })).on('GET /', { body: 'through' });
      const proxy = opened(await TestProxy.start());
      const material = { ca: CA, cert: certificate('client.pem'), key: certificate('client.key') };
      const transport = transportTo(server.url, { tls: material, proxy: proxied(proxy) });
      for (let call = 0; call < 5; call++) assert.equal((await transport.send(outgoing(server.url))).text, 'through');
      assert.deepEqual(proxy.tunnels, [`127.0.0.1:${server.port}`]);
      assert.deepEqual(proxy.forwarded, []);
    });

    it('asks it for the whole address of an http site', async () => {
      const server = await serve({ body: 'through' });
      const proxy = opened(await TestProxy.start());
      assert.equal((await get(server.url, { proxy: proxied(proxy) })).text, 'through');
      assert.deepEqual(proxy.forwarded, [`${server.url}/`]);
    });

    for (const scheme of ['http', 'https']) {
      it(`tells the proxy's password to the proxy only (${scheme})`, async () => {
        const server = opened(await ScriptedServer.start(scheme === 'https' ? { tls: SERVER_TLS } : {}));
        server.on('GET /', {});
        const proxy = opened(await TestProxy.start());
        const account = { ...proxied(proxy), username: 'jo@example', password: 'p:ss/wörd' };
        await get(server.url, { proxy: account, tls: { ca: CA } });
        const expected = `Basic ${Buffer.from('jo@example:p:ss/wörd').toString('base64')}`;
        assert.deepEqual(proxy.credentials, [expected]);
        if (scheme === 'https') assert.equal(server.first.headers['proxy-authorization'], undefined);
        assert.equal(server.first.headers.authorization, SECRET);
      });
    }

    it('says so if the proxy refuses the tunnel: nothing was sent', async () => {
      const server = opened(await ScriptedServer.start({ tls: SERVER_TLS }));
      const proxy = opened(await TestProxy.start());
      proxy.status = 407;
      const found = await failure(get(server.url, { proxy: proxied(proxy), tls: { ca: CA } }));
      assert.deepEqual(found, { problem: 'proxy', sent: false, code: 'Bad response: 407' });
      assert.equal(server.connections, 0);
    });

    it('says so if the proxy wants to know first who asks: an http site has got nothing either', async () => {
      const server = opened(await ScriptedServer.start());
      const proxy = opened(await TestProxy.start());
      proxy.status = 407;
      const found = await failure(get(server.url, { proxy: proxied(proxy) }));
      assert.deepEqual(found, { problem: 'proxy', sent: false, code: 'Bad response: 407' });
      assert.equal(server.connections, 0);
    });

    it('does not blame the site if the proxy is to speak https and does not', async () => {
      const server = opened(await ScriptedServer.start({ tls: SERVER_TLS }));
      const proxy = opened(await TestProxy.start());
      const found = await failure(
        get(server.url, { proxy: { url: proxy.url.replace('http://127.0.0.1', 'https://localhost') } }),
      );
      assert.deepEqual(found, { problem: 'proxy', sent: false, code: NOT_TLS });
    });

    it('does not blame the site if the proxy is not there, and knows that nothing was sent', async () => {
      const proxy = { url: NOWHERE };
      for (const origin of ['https://jira.invalid', 'http://jira.invalid']) {
        const { problem, sent } = await failure(get(origin, { proxy }));
        assert.deepEqual({ problem, sent }, { problem: 'proxy', sent: false });
      }
    });

    it('gives a slow proxy the time of the whole call, however short connections are kept', async () => {
      const port = await listen((socket) => {
        setTimeout(() => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'), 100);
      });
      const proxy = { url: `http://127.0.0.1:${port}` };
      const { code } = await failure(get('https://jira.invalid', { proxy, idleSocketMs: 20 }));
      assert.equal(code, 'Bad response: 403');
    });

    it('asks for an IPv6 address in brackets, and checks the certificate for it', async function () {
      const server = await ScriptedServer.start({ host: '::1', tls: SERVER_TLS }).catch(() => this.skip());
      opened(server).on('GET /', { body: 'through' });
      const proxy = opened(await TestProxy.start());
      assert.equal((await get(server.url, { tls: { ca: CA }, proxy: proxied(proxy) })).text, 'through');
      assert.deepEqual(proxy.tunnels, [`[::1]:${server.port}`]);
    });

    it('goes around it for one port of a host only, where one is listed', async () => {
      const server = await serve({ body: 'direct' });
      const proxy = opened(await TestProxy.start());
      await get(server.url, { proxy: { ...proxied(proxy), noProxy: [`127.0.0.1:${server.port}`] } });
      assert.deepEqual(proxy.forwarded, []);
      await get(server.url, { proxy: { ...proxied(proxy), noProxy: ['127.0.0.1:1'] } });
      assert.equal(proxy.forwarded.length, 1);
    });

    for (const entry of ['::1', '[::1]', '*']) {
      it(`goes around it for an IPv6 address listed as "${entry}"`, async function () {
        const server = await ScriptedServer.start({ host: '::1' }).catch(() => this.skip());
        opened(server).on('GET /', { body: 'direct' });
        const proxy = opened(await TestProxy.start());
        for (const listed of [entry, entry === '[::1]' ? `[::1]:${server.port}` : entry]) {
          await get(server.url, { proxy: { ...proxied(proxy), noProxy: [listed] } });
        }
        assert.deepEqual(proxy.forwarded, []);
      });
    }

    for (const entry of ['127.0.0.1', ' 127.0.0.1 ', '*', '*.0.0.1', '.0.0.1']) {
      it(`goes around it for a host listed as "${entry}"`, async () => {
        const server = await serve({ body: 'direct' });
        const proxy = opened(await TestProxy.start());
        await get(server.url, { proxy: { ...proxied(proxy), noProxy: ['example.com', entry] } });
        assert.deepEqual(proxy.forwarded, []);
        assert.equal(server.arrived.length, 1);
      });
    }

    for (const entry of ['', 'localhost', '27.0.0.1', 'example.com']) {
      it(`uses it for a host that "${entry}" does not list`, async () => {
        const server = await serve({});
        const proxy = opened(await TestProxy.start());
        await get(server.url, { proxy: { ...proxied(proxy), noProxy: [entry] } });
        assert.equal(proxy.forwarded.length, 1);
      });
    }

    it('refuses an address that is none, without showing the password in it', () => {
      for (const url of ['http://jo:secret@', 'socks5://jo:secret@localhost:1080', 'secret']) {
        assert.throws(
          () => transportTo('https://jira.invalid', { proxy: { url } }),
          (error) =>
            error instanceof JiraError && error.code === 'JIRA_CONFIG' && !/secret/.test(JSON.stringify(error)),
        );
      }
    });

    describe('of the environment', () => {
      it('uses http_proxy for http and https_proxy for https', async () => {
        const plain = await serve({});
        const secure = opened(await ScriptedServer.start({ tls: SERVER_TLS })).on('GET /', {});
        const [one, other] = [opened(await TestProxy.start()), opened(await TestProxy.start())];
        process.env.http_proxy = one.url;
        process.env.HTTPS_PROXY = other.url;
        await get(plain.url);
        await get(secure.url, { tls: { ca: CA } });
        assert.deepEqual(one.forwarded, [`${plain.url}/`]);
        assert.deepEqual(other.tunnels, [`127.0.0.1:${secure.port}`]);
      });

      it('respects no_proxy', async () => {
        const server = await serve({});
        const proxy = opened(await TestProxy.start());
        Object.assign(process.env, { http_proxy: proxy.url, no_proxy: '127.0.0.1' });
        await get(server.url);
        assert.deepEqual(proxy.forwarded, []);
      });

      it('prefers the chosen proxy, even where it is told to go around it', async () => {
        const server = await serve({});
        const [chosen, other] = [opened(await TestProxy.start()), opened(await TestProxy.start())];
        process.env.http_proxy = other.url;
        await get(server.url, { proxy: proxied(chosen) });
        await get(server.url, { proxy: { ...proxied(chosen), noProxy: ['127.0.0.1'] } });
        assert.equal(chosen.forwarded.length, 1);
        assert.deepEqual(other.forwarded, []);
      });
    });
  });
});
