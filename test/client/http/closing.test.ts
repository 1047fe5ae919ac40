import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Auth } from '../../../nodes/client/auth';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { HANG, send } from '../../support/server';
import {
  CREATE,
  DELETE,
  EDIT,
  errorOf,
  GET,
  gist,
  limited,
  newJob,
  OK,
  ROUTES,
  SEARCH,
  sites,
  type TestSite,
} from '../site';

const CANCELLED = ['JIRA_CANCELLED', 'not-done'];

/** What a node does when it closes. */
function abort(closing: AbortController): void {
  closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
}

/** Resolves with the response to write to once a request has arrived for the route. */
function arrival({ server }: TestSite, route: string): Promise<ServerResponse> {
  return new Promise((resolve) => server.on(route, (_request, response) => resolve(response)));
}

describe('The client, when a node closes,', () => {
  const site = sites();

  it('cuts a read at once', async () => {
    const test = await site();
    const closing = new AbortController();
    const arrived = arrival(test, ROUTES.get);
    const told: number[] = [];
    const reading = test.call(GET, { ...newJob(closing.signal), onWait: (ms: number) => told.push(ms) });
    await arrived;
    abort(closing);
    assert.deepEqual(gist(await errorOf(reading)), CANCELLED);
    assert.deepEqual([told, test.clock.timersSet], [[], 0]);
  });

  it('sends nothing that still waits for its turn', async () => {
    const test = await site({ concurrency: 1 });
    const closing = new AbortController();
    const arrived = arrival(test, ROUTES.get);
    const reading = test.call(GET);
    const response = await arrived;
    const creating = test.call(CREATE, newJob(closing.signal));
    abort(closing);
    assert.deepEqual(gist(await errorOf(creating)), CANCELLED);
    send(response, OK);
    await reading;
    assert.equal(test.server.arrived.length, 1);
  });

  it('sends nothing that waits for a limit, and leaves no timer', async () => {
    const test = await site();
    const closing = new AbortController();
    test.server.on(ROUTES.create, limited('60'));
    const told: number[] = [];
    const creating = test.call(CREATE, { ...newJob(closing.signal), onWait: (ms: number) => told.push(ms) });
    await test.clock.waiting();
    abort(closing);
    assert.deepEqual(gist(await errorOf(creating)), CANCELLED);
    assert.deepEqual([told, test.clock.pending, test.server.arrived.length], [[60_000, 0], 0, 1]);
  });

  it('sends nothing whose token is still being fetched', async () => {
    const closing = new AbortController();
    const auth: Auth = {
      type: 'oauth2',
      principal: 'test',
      authorization: () => {
        abort(closing);
        return Promise.resolve('Bearer x');
      },
    };
    const test = await site({ auth });
    assert.deepEqual(gist(await test.error(CREATE, newJob(closing.signal))), CANCELLED);
    assert.equal(test.server.arrived.length, 0);
  });

  it('lets a write that has left be answered', async () => {
    const test = await site();
    const closing = new AbortController();
    const arrived = arrival(test, ROUTES.create);
    const creating = test.call(CREATE, newJob(closing.signal));
    const response = await arrived;
    abort(closing);
    send(response, OK);
    assert.deepEqual(await creating, OK.body);
  });

  it('does not repeat a write whose response is a bad one', async () => {
    const test = await site();
    const closing = new AbortController();
    const arrived = arrival(test, ROUTES.edit);
    const editing = test.call(EDIT, newJob(closing.signal));
    const response = await arrived;
    abort(closing);
    send(response, { status: 503 });
    assert.deepEqual(gist(await errorOf(editing)), ['JIRA_OUTCOME_UNKNOWN', 'unknown']);
    assert.equal(test.server.arrived.length, 1);
  });

  it('takes no more calls from it', async () => {
    const test = await site();
    const closing = new AbortController();
    abort(closing);
    assert.deepEqual(gist(await test.error(GET, newJob(closing.signal))), CANCELLED);
    assert.equal(test.server.connections, 0);
  });

  it('leaves no listener on the signal of a node that lives for months', async () => {
    const test = await site({ concurrency: 2 });
    test.clock.hurry();
    test.server.on(ROUTES.get, { status: 503 }, OK).on(ROUTES.create, OK);
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    await Promise.all(
      Array.from({ length: 15 }, () => [test.call(GET, newJob(signal)), test.call(CREATE, newJob(signal))]).flat(),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    assert.deepEqual(warnings, []);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

describe('The client, when its site closes,', () => {
  const site = sites();

  it('cuts reads and what waits, although no node has closed', async () => {
    const test = await site({ concurrency: 1 });
    const arrived = arrival(test, ROUTES.get);
    const reading = test.call(GET);
    const queued = test.call(SEARCH);
    await arrived;
    const closed = test.client.close(10_000);
    assert.deepEqual([gist(await errorOf(reading)), gist(await errorOf(queued))], [CANCELLED, CANCELLED]);
    await closed;
    assert.equal(test.clock.pending, 0);
  });

  it('waits for a write that has left, and no longer than for that', async () => {
    const test = await site();
    const arrived = arrival(test, ROUTES.create);
    const creating = test.call(CREATE);
    const response = await arrived;
    const closed = test.client.close(10_000);
    test.clock.advance(9_999);
    send(response, OK);
    assert.deepEqual(await creating, OK.body);
    await closed;
    assert.equal(test.clock.pending, 0);
  });

  it('gives a write that is never answered up after its grace, in doubt', async () => {
    const test = await site();
    const arrived = arrival(test, ROUTES.edit);
    const editing = test.call(EDIT);
    await arrived;
    const closed = test.client.close(10_000);
    test.clock.advance(10_000);
    const error = await errorOf(editing);
    assert.deepEqual([gist(error), error.reason], [['JIRA_OUTCOME_UNKNOWN', 'unknown'], 'outcome.cancelled']);
    await closed;
    assert.equal(test.server.arrived.length, 1);
  });

  it('lets what a deleted node takes back come to its end first, for half of the grace', async () => {
    const test = await site();
    const arrived = arrival(test, ROUTES.get);
    const takingBack = (async () => {
      await test.call(GET);
      await test.call(DELETE);
    })();
    test.client.endAfter(takingBack);
    const response = await arrived;
    test.server.on(ROUTES.delete, { status: 204 });
    const closed = test.client.close(10_000);
    send(response, OK);
    await takingBack;
    await closed;
    assert.deepEqual([test.server.seen(ROUTES.delete).length, test.clock.pending], [1, 0]);

    const endless = await site();
    endless.server.on(ROUTES.get, HANG);
    const reading = endless.call(GET);
    endless.client.endAfter(reading);
    const ended = endless.client.close(10_000);
    endless.clock.advance(5_000);
    assert.deepEqual(gist(await errorOf(reading)), CANCELLED);
    await ended;
  });

  it('takes no more calls', async () => {
    const test = await site();
    await test.client.close(10_000);
    assert.deepEqual(gist(await test.error(CREATE)), CANCELLED);
    assert.equal(test.server.connections, 0);
  });

  it('does not wait for what it asked on its own', async () => {
    const test = await site({ deployment: undefined });
    test.server.on(ROUTES.serverInfo, HANG);
    const reading = test.call(GET);
    const failed = errorOf(reading);
    while (test.server.arrived.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await test.client.close(10_000);
    assert.deepEqual(gist(await failed), CANCELLED);
  });
});
