import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Transport, TransportFailure } from '../../../nodes/client/http/transport';
import { withoutProxies } from '../../support/environment';
import { runs } from '../../support/property-tests';
import { ScriptedServer } from '../../support/server';

/** Creates sent around the moment at which the server closes their connection, a fraction of a millisecond apart. */
const ROUNDS = runs(500);
const FIRST_BEFORE_MS = 4;
const APART_MS = 0.02;

/**
 * A server that really closes connections which nobody uses for a while, on a thread of its own: on ours it could never close
 * one while a request is being written.
 */
const SERVER = `
  const { parentPort, workerData } = require('node:worker_threads');
  let carriedOut = 0;
  parentPort.on('message', () => parentPort.postMessage(carriedOut));
  const server = require('node:http').createServer((request, response) => {
    const { socket } = request;
    if (workerData.closesWithinMs !== undefined) {
      response.on('finish', () => setTimeout(() => socket.destroy(), Math.random() * workerData.closesWithinMs));
    }
    // With a Connection header of its own, Node.js leaves Keep-Alive: timeout= out.
    if (!workerData.tells) response.setHeader('Connection', 'keep-alive');
    request.resume().on('end', () => {
      carriedOut++;
      response.end('{}');
    });
  });
  // Newer Node.js is more patient than it says.
  Object.assign(server, { keepAliveTimeout: workerData.keepAliveMs, keepAliveTimeoutBuffer: 0 });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;

interface Patience {
  readonly keepAliveMs: number;
  /** Says so in `Keep-Alive: timeout=`. */
  readonly tells: boolean;
  /** Closes each connection at any moment within so many milliseconds after a response, whatever it has told. */
  readonly closesWithinMs?: number;
}

interface Impatient {
  readonly url: string;
  /** How many requests the server has read. */
  readonly carriedOut: () => Promise<number>;
  readonly stop: () => Promise<unknown>;
}

async function impatient(patience: Patience): Promise<Impatient> {
  const worker = new Worker(SERVER, { eval: true, workerData: patience, execArgv: [] });
  // A test that fails ends no server.
  worker.unref();
  const [port] = (await once(worker, 'message')) as [number];
  const carriedOut = async () => {
    worker.postMessage('how many?');
    const [count] = (await once(worker, 'message')) as [number];
    return count;
  };
  return { url: `http://127.0.0.1:${port}`, carriedOut, stop: () => worker.terminate() };
}

function transportTo(origin: string): Transport {
  return new Transport({ origin, timeoutMs: 8_000, userAgent: 'tests' });
}

function create(transport: Transport, url: string): Promise<unknown> {
  const signal = new AbortController().signal;
  return transport.send({ method: 'POST', url, headers: {}, body: '{}', signal, once: true });
}

/** A call that may be sent twice, and so takes any connection that is open. */
function edit(transport: Transport, url: string): Promise<unknown> {
  const signal = new AbortController().signal;
  return transport.send({ method: 'PUT', url, headers: {}, body: '{}', signal });
}

/** What creates right at the edge of the server's patience fail with. */
async function failuresAtTheEdge(patience: Patience): Promise<string[]> {
  const { url, stop } = await impatient(patience);
  const failures: string[] = [];
  const round = async (_: unknown, index: number) => {
    const transport = transportTo(url);
    await create(transport, url);
    await sleep(patience.keepAliveMs - FIRST_BEFORE_MS + index * APART_MS);
    await create(transport, url).catch((error: unknown) => {
      assert.ok(error instanceof TransportFailure);
      failures.push(error.message);
    });
    transport.close();
  };
  await Promise.all(Array.from({ length: ROUNDS }, round));
  await stop();
  return failures;
}

/** Sends creates, so many at once, each as soon as the one before it has ended. */
async function creates(url: string, { count, atOnce }: { count: number; atOnce: number }): Promise<string[]> {
  const transport = transportTo(url);
  const failures: string[] = [];
  const line = async () => {
    for (let sent = 0; sent < count / atOnce; sent++) {
      await create(transport, url).catch((error: unknown) => failures.push(String(error)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  transport.close();
  return failures;
}

describe('A call right when the server closes its idle connection is not lost', () => {
  withoutProxies();
  let server: ScriptedServer | undefined;
  let transport: Transport | undefined;
  afterEach(async () => {
    transport?.close();
    await server?.stop();
  });

  it('if the server closes after 5 s, told or not', async () => {
    const failures = [true, false].map((tells) => failuresAtTheEdge({ keepAliveMs: 5_000, tells }));
    assert.deepEqual((await Promise.all(failures)).flat(), []);
  }).timeout(120_000);

  it('if it closes after 1 s and says so', async () => {
    assert.deepEqual(await failuresAtTheEdge({ keepAliveMs: 1_000, tells: true }), []);
  });

  for (const closesWithinMs of [0, 4, 10]) {
    for (const tells of [true, false]) {
      it(`if it closes within ${closesWithinMs} ms after a response${tells ? ', and tells of 5 s' : ''}`, async () => {
        const { url, carriedOut, stop } = await impatient({ keepAliveMs: 5_000, tells, closesWithinMs });
        const failures = [
          ...(await creates(url, { count: 400, atOnce: 8 })),
          ...(await creates(url, { count: 100, atOnce: 1 })),
        ];
        assert.deepEqual(failures, []);
        assert.equal(await carriedOut(), 500);
        await stop();
      }).timeout(120_000);
    }
  }

  it('if Node-RED was too busy meanwhile to drop the connection itself', async () => {
    server = await ScriptedServer.start();
    transport = transportTo(server.url);
    server.on('PUT /', { headers: { 'Keep-Alive': 'timeout=2' }, body: {} });
    await edit(transport, server.url);
    // Until the response has been read to its end, the connection isn't idle.
    await sleep(10);
    await edit(transport, server.url);
    assert.equal(server.connections, 1, 'a connection is kept for a second');
    await sleep(10);
    // A flow that holds the process up; no timer runs.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
    await edit(transport, server.url);
    assert.equal(server.connections, 2);
  });
});
