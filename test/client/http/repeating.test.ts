import assert from 'node:assert/strict';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import type { Request } from '../../../nodes/client/http/request';
import { BREAK, CUT_SHORT, closedPort, HANG, NOWHERE, type Responder, ScriptedServer } from '../../support/server';
import {
  CREATE,
  DELETE,
  EDIT,
  errorOf,
  GET,
  gist,
  HTML,
  limited,
  NO_CONTENT,
  NOT_FOUND,
  newJob,
  OK,
  ROUTES,
  SEARCH,
  sites,
  type TestSite,
} from '../site';

const UNKNOWN = ['JIRA_OUTCOME_UNKNOWN', 'unknown'];

describe('The client, when a response does not come or is a bad one,', () => {
  const site = sites();
  const hurried = async (options = {}): Promise<TestSite> => {
    const test = await site(options);
    test.clock.hurry();
    return test;
  };

  describe('never creates twice', () => {
    const LOST: Record<string, Responder> = {
      'the connection breaks': BREAK,
      'no answer comes in time': HANG,
      'the answer is cut': CUT_SHORT,
      'Jira answers 500': { status: 500, body: { errorMessages: ['Internal server error'] } },
      'a proxy answers 502': { status: 502, body: '<html><title>Bad Gateway</title></html>' },
      'a proxy answers 503': { status: 503, headers: { 'Retry-After': '1' } },
      'a proxy answers 504': { status: 504 },
      'a page of HTML comes with 200': HTML,
    };
    for (const [what, reply] of Object.entries(LOST))
      it(`when ${what}: JIRA_OUTCOME_UNKNOWN after one request`, async () => {
        const test = await hurried();
        test.server.on(ROUTES.create, reply === HANG ? test.silence : reply);
        const error = await test.error(CREATE);
        assert.deepEqual(gist(error), UNKNOWN);
        assert.equal(error.facts.retryable, false);
        assert.equal(error.facts.path, '/rest/api/2/issue');
        assert.equal(test.server.arrived.length, 1);
      });
  });

  it('creates in the end when it was told to wait: a 429 was not carried out', async () => {
    const test = await hurried();
    test.server.on(ROUTES.create, limited('5'), limited(), OK);
    assert.deepEqual(await test.call(CREATE), OK.body);
    assert.equal(test.server.arrived.length, 3);
  });

  it('creates in the end when the first connection was refused: nothing had left', async () => {
    const port = await closedPort();
    const test = await site({ siteUrl: `http://127.0.0.1:${port}` });
    const job = newJob();
    const creating = test.call(CREATE, job);
    await test.clock.waiting();
    const late = await ScriptedServer.start({ port });
    late.on(ROUTES.create, OK);
    test.clock.advance(1_000);
    assert.deepEqual(await creating, OK.body);
    assert.equal(job.attempts, 2);
    assert.equal(late.arrived.length, 1);
    await late.stop();
  });

  it('creates over a connection that the server is not about to close, and edits over any', async () => {
    const test = await site();
    test.server.on(ROUTES.get, OK).on(ROUTES.edit, NO_CONTENT).on(ROUTES.create, OK);
    await test.call(GET);
    await test.call(EDIT);
    assert.equal(test.server.connections, 1);
    await test.call(CREATE);
    assert.equal(test.server.connections, 2);
    await test.call({ ...EDIT, adds: true });
    assert.equal(test.server.connections, 3);
  });

  describe('tells no secret that a server sends back as the id of a request,', () => {
    const echo: Responder = ({ headers }, response) => {
      response.writeHead(200, { 'atl-traceid': String(headers.authorization).split(' ')[1] ?? '' }).end('{}');
    };

    it('after a good response', async () => {
      const test = await site();
      test.server.on(ROUTES.get, echo);
      const job = newJob();
      await test.call(GET, job);
      assert.deepEqual([job.statusCode, job.requestId], [200, undefined]);
    });
  });

  describe("waits by a clock of its own: the machine's may be set", () => {
    for (const [what, ms] of [
      ['back', -600_000],
      ['forward', 600_000],
    ] as const) {
      it(`${what} during a pause`, async () => {
        const test = await site();
        test.server.on(ROUTES.get, limited('7'), OK).on(ROUTES.search, OK);
        const calls = [test.call(GET)];
        await test.clock.waiting();
        test.clock.setWall(ms);
        calls.push(test.call(SEARCH, newJob(undefined, 'other')));
        await test.clock.waiting(2);
        test.clock.advance(6_999);
        assert.equal(test.server.arrived.length, 1);
        test.clock.advance(1);
        await Promise.all(calls);
      });
    }

    it("and a Retry-After that is a date is by the server's", async () => {
      const test = await site();
      const at = (ms: number) => new Date(test.clock.wallNow() + ms).toUTCString();
      test.clock.setWall(3_600_000);
      const headers = { Date: at(-3_600_000), 'Retry-After': at(-3_600_000 + 20_000) };
      test.server.on(ROUTES.get, { status: 429, headers }, OK);
      const job = newJob();
      const call = test.call(GET, job);
      await test.clock.waiting();
      assert.equal(job.waitedMs, 20_000);
      test.clock.advance(20_000);
      await call;
    });
  });

  it('says that nothing was done when the site can never be reached', async () => {
    const test = await hurried({ siteUrl: NOWHERE });
    const job = newJob();
    const error = await test.error(CREATE, job);
    assert.deepEqual(gist(error), ['JIRA_NETWORK', 'not-done']);
    assert.deepEqual([error.facts.retryable, job.attempts], [true, 5]);
  });

  it('does not repeat what no repeat mends: a certificate that is not trusted', async () => {
    const test = await hurried({ siteUrl: (await site()).server.url.replace('http:', 'https:') });
    const job = newJob();
    assert.deepEqual(gist(await test.error(CREATE, job)), ['JIRA_NETWORK', 'not-done']);
    assert.equal(job.attempts, 1);
  });

  const REPEATED: readonly (readonly [name: string, request: Request, route: string, good: Responder])[] = [
    ['reads', GET, ROUTES.get, OK],
    ['searches by POST', SEARCH, ROUTES.search, OK],
    ['edits', EDIT, ROUTES.edit, NO_CONTENT],
  ];
  for (const [name, request, route, good] of REPEATED) {
    for (const [what, reply] of Object.entries({ 503: { status: 503 }, 'a lost connection': BREAK, silence: HANG }))
      it(`${name} again after ${what}`, async () => {
        const test = await hurried();
        test.server.on(route, reply === HANG ? test.silence : reply, good);
        await test.call(request);
        assert.equal(test.server.arrived.length, 2);
      });
  }

  it('gives a read up with what it met last', async () => {
    const test = await hurried({ maxRetries: 2 });
    test.server.on(ROUTES.get, { status: 503 });
    assert.deepEqual(gist(await test.error(GET)), ['JIRA_UNAVAILABLE', 'not-done']);
    assert.equal(test.server.arrived.length, 3);
  });

  it('asks a read that fails with 500 no second time', async () => {
    const test = await hurried();
    test.server.on(ROUTES.get, { status: 500 });
    assert.equal((await test.error(GET)).code, 'JIRA_UNAVAILABLE');
    assert.equal(test.server.arrived.length, 1);
  });

  describe('keeps in mind that an edit may have happened', () => {
    const LATER: Record<string, readonly [reply: Responder, code: string]> = {
      'is lost each time': [BREAK, 'JIRA_OUTCOME_UNKNOWN'],
      'is limited then': [limited('1'), 'JIRA_OUTCOME_UNKNOWN'],
      'finds nothing then': [NOT_FOUND, 'JIRA_NOT_FOUND'],
      'is rejected then': [{ status: 400, body: { errorMessages: ['No.'] } }, 'JIRA_INVALID'],
    };
    for (const [what, [reply, code]] of Object.entries(LATER))
      it(`when it was lost and ${what}`, async () => {
        const test = await hurried();
        test.server.on(ROUTES.myself, OK).on(ROUTES.edit, BREAK, reply);
        assert.deepEqual(gist(await test.error(EDIT)), [code, 'unknown']);
      });

    it('when it was lost and its node closes before the repeat', async () => {
      const test = await site();
      const closing = new AbortController();
      test.server.on(ROUTES.edit, BREAK);
      const editing = test.call(EDIT, newJob(closing.signal));
      await test.clock.waiting();
      closing.abort(new JiraError('JIRA_CANCELLED', 'cancelled', {}, { outcome: 'not-done' }));
      assert.deepEqual(gist(await errorOf(editing)), UNKNOWN);
      assert.equal(test.server.arrived.length, 1);
    });
  });

  it('does not repeat an edit that adds a comment', async () => {
    const test = await hurried();
    test.server.on(ROUTES.edit, BREAK, NO_CONTENT);
    assert.deepEqual(gist(await test.error({ ...EDIT, adds: true })), UNKNOWN);
    assert.equal(test.server.arrived.length, 1);
  });

  it('takes a delete that was lost and then finds nothing for done', async () => {
    const test = await hurried();
    test.server.on(ROUTES.delete, BREAK, NOT_FOUND);
    assert.equal(await test.call(DELETE), undefined);
    assert.equal(test.server.arrived.length, 2);
  });

  it('does not take a first 404 for a done delete, nor one after a refused connection or a 429', async () => {
    const test = await hurried();
    test.server.on(ROUTES.myself, OK).on(ROUTES.delete, limited('1'), NOT_FOUND);
    assert.deepEqual(gist(await test.error(DELETE)), ['JIRA_NOT_FOUND', 'not-done']);
  });

  describe('waits', () => {
    it('as long as Jira asks, and tells the node', async () => {
      const test = await site();
      test.server.on(ROUTES.get, limited('7'), OK);
      const told: number[] = [];
      const job = { ...newJob(), onWait: (ms: number) => told.push(ms) };
      const call = test.call(GET, job);
      await test.clock.waiting();
      assert.deepEqual(told, [7_000]);
      test.clock.advance(6_999);
      assert.equal(test.server.arrived.length, 1);
      test.clock.advance(1);
      await call;
      assert.deepEqual([told, job.waitedMs], [[7_000, 0], 7_000]);
    });

    it('no longer than one message may, and says when to come back', async () => {
      const test = await hurried({ maxWaitMs: 10_000 });
      test.server.on(ROUTES.get, limited('6'));
      const job = newJob();
      const { code, facts } = await test.error(GET, job);
      assert.deepEqual(
        [code, facts.retryAfter, facts.retryable, facts.outcome],
        ['JIRA_RATE_LIMIT', 6, true, 'not-done'],
      );
      assert.deepEqual([job.waitedMs, test.server.arrived.length], [6_000, 2]);
    });

    it('no longer than the message may over all of its calls', async () => {
      const test = await hurried({ maxWaitMs: 10_000 });
      test.server.on(ROUTES.get, limited('6'), OK).on(ROUTES.search, limited('6'));
      const job = newJob();
      await test.call(GET, job);
      assert.equal((await test.error(SEARCH, job)).code, 'JIRA_RATE_LIMIT');
      assert.equal(test.server.seen(ROUTES.search).length, 1);
    });

    it('together: one 429 holds back the calls of every node', async () => {
      const test = await site();
      test.server.on(ROUTES.get, limited('7'), OK).on(ROUTES.search, OK);
      const first = test.call(GET);
      await test.clock.waiting();
      const told: number[] = [];
      const other = { ...newJob(undefined, 'other'), onWait: (ms: number) => told.push(ms) };
      const second = test.call(SEARCH, other);
      await test.clock.waiting(2);
      assert.equal(test.server.arrived.length, 1);
      test.clock.advance(7_000);
      await Promise.all([first, second]);
      assert.deepEqual(told, [7_000, 0]);
      assert.equal(other.waitedMs, 7_000);
    });

    it('apart where Jira means one endpoint', async () => {
      const test = await site();
      test.server.on(ROUTES.get, limited('7', 'jira-burst-based'), OK).on(ROUTES.search, OK);
      const first = test.call(GET);
      await test.clock.waiting();
      await test.call(SEARCH);
      test.clock.advance(7_000);
      await first;
    });

    it('apart where Jira means one issue', async () => {
      const test = await site();
      const other: Request = { ...EDIT, params: { issueIdOrKey: 'OPS-2' } };
      test.server.on(ROUTES.edit, limited('7', 'jira-per-issue-on-write'), NO_CONTENT);
      test.server.on('PUT /rest/api/2/issue/OPS-2', NO_CONTENT);
      const first = test.call(EDIT);
      await test.clock.waiting();
      await test.call(other);
      test.clock.advance(7_000);
      await first;
    });

    it('not at all for a pause that is longer than it may wait: Jira is not asked in vain', async () => {
      const test = await site();
      test.server.on(ROUTES.get, limited('1847', 'jira-quota-tenant-based'));
      assert.equal((await test.error(GET)).facts.retryAfter, 1_847);
      test.clock.advance(47_000);
      const { code, facts } = await test.error(SEARCH);
      assert.deepEqual([code, facts.retryAfter, facts.outcome], ['JIRA_RATE_LIMIT', 1_800, 'not-done']);
      assert.equal(test.server.arrived.length, 1);
    });

    it('once for calls of one message that wait at the same time', async () => {
      const test = await site({ maxWaitMs: 10_000 });
      test.server.on(ROUTES.get, limited('7'), OK).on(ROUTES.search, OK);
      const job = newJob();
      const first = test.call(GET, job);
      await test.clock.waiting();
      const second = test.call(SEARCH, job);
      await test.clock.waiting(2);
      test.clock.advance(7_000);
      await Promise.all([first, second]);
      assert.equal(job.waitedMs, 7_000);
    });

    it('gives its place back meanwhile: others go on', async () => {
      const test = await site({ concurrency: 1 });
      test.server.on(ROUTES.get, { status: 503 }, OK).on(ROUTES.search, OK);
      const first = test.call(GET);
      await test.clock.waiting();
      await test.call(SEARCH);
      test.clock.advance(1_000);
      await first;
    });
  });

  it('refuses more than may wait for the site', async () => {
    const test = await site({ concurrency: 1, maxQueue: 0 });
    test.server.on(ROUTES.get, (_request, response) => {
      void errorOf(test.call(CREATE)).then((error) => response.end(JSON.stringify(gist(error))));
    });
    assert.deepEqual(await test.call(GET), ['JIRA_QUEUE_FULL', 'not-done']);
    assert.equal(test.server.arrived.length, 1);
  });
});
