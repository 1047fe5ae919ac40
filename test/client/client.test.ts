import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Request } from '../../nodes/client/http/request';
import type { ListRequest } from '../../nodes/client/lists/paging';
import { send } from '../support/server';
import { API, CREATE, EDIT, errorOf, GET, gist, HTML, NO_CONTENT, NOT_FOUND, newJob, OK, ROUTES, sites } from './site';

const CLOUD = { body: { deploymentType: 'Cloud', version: '1001.0.0', baseUrl: 'https://jira.example.com' } };
const SERVER = { body: { deploymentType: 'Server', version: '10.3.1', baseUrl: 'https://jira.example.com' } };

describe('The client', () => {
  const site = sites();

  describe('asks the right address', () => {
    it('REST v3 on Cloud', async () => {
      const { server, client } = await site({ deployment: 'cloud' });
      server.on('GET /rest/api/3/issue/OPS-1', OK);
      assert.deepEqual(await client.call(GET, newJob()), OK.body);
    });

    it('REST v2 on Data Center, below the context path', async () => {
      const { server } = await site();
      const below = await site({ siteUrl: `${server.url}/jira` });
      server.on(`GET /jira${API}/issue/OPS-1`, OK);
      assert.deepEqual(await below.call(GET), OK.body);
    });

    it('one segment for one id, whatever it holds: no input reaches another part of Jira', async () => {
      const { server, client } = await site();
      for (const id of ['../../myself?x#y', 'a/b', '%2e%2e', 'ä b', '..\\..', '\u0000', '...', ';', '👍'])
        await client.call({ route: 'GET /issue/{id}', params: { id } }, newJob()).catch(() => {});
      const ids = server.arrived.filter(({ url }) => !url.endsWith('/myself')).map(({ url }) => url);
      assert.equal(ids.length, 9);
      for (const url of ids) assert.match(url, /^\/rest\/api\/2\/issue\/[^/?#]+$/);
      assert.equal(ids[0], `${API}/issue/..%2F..%2Fmyself%3Fx%23y`);
    });

    for (const id of ['.', '..', '', '  ', '\ud800', 'a\udc00b', ' .. '])
      it(`refuses ${JSON.stringify(id)} as an id before anything is asked`, async () => {
        const test = await site({ deployment: undefined });
        assert.deepEqual(gist(await test.error({ route: 'DELETE /issue/{id}', params: { id } })), [
          'JIRA_INPUT',
          'not-done',
        ]);
        assert.equal(test.server.connections, 0);
      });

    it('a list as several parameters where Jira wants that', async () => {
      const { server, client } = await site();
      server.on(ROUTES.get, OK);
      await client.call({ ...GET, query: { accountId: { repeated: ['a', 'b&c'] } } }, newJob());
      assert.equal(server.first.url, `${API}/issue/OPS-1?accountId=a&accountId=b%26c`);
    });

    it('lists as one parameter, and nothing for what is not given', async () => {
      const { server, client } = await site();
      server.on(ROUTES.get, OK);
      const query = {
        fields: ['summary', 'status'],
        expand: undefined,
        none: null,
        startAt: 0,
        jql: 'a = "b & c"',
        x: {},
      };
      await client.call({ ...GET, query }, newJob());
      const { searchParams } = new URL(server.first.url, server.url);
      assert.deepEqual(Object.fromEntries(searchParams), {
        fields: 'summary,status',
        startAt: '0',
        jql: 'a = "b & c"',
        x: '{}',
      });
    });
  });

  describe('sends', () => {
    it('JSON with its type, without what is undefined', async () => {
      const { server, client } = await site();
      server.on(ROUTES.create, OK);
      await client.call({ ...CREATE, body: { fields: { summary: 'Ünï 🛠', gone: undefined } } }, newJob());
      const { headers, body } = server.first;
      assert.deepEqual(JSON.parse(body), { fields: { summary: 'Ünï 🛠' } });
      assert.equal(headers['content-type'], 'application/json');
    });

    it('what keeps Jira from taking a change for a forged one', async () => {
      const { server, client } = await site();
      server.on(ROUTES.edit, NO_CONTENT);
      assert.equal(await client.call(EDIT, newJob()), undefined);
      const { headers } = server.first;
      assert.equal(headers['x-atlassian-token'], 'no-check');
      assert.equal(headers['user-agent'], 'tests of a product');
      assert.match(headers.authorization ?? '', /^Basic /);
    });

    it('no type with a call that has no body', async () => {
      const { server, client } = await site();
      server.on(ROUTES.get, OK);
      await client.call(GET, newJob());
      assert.equal(server.first.headers['content-type'], undefined);
    });
  });

  it('counts attempts, and keeps the status and the number that support asks for', async () => {
    const { server, client, clock } = await site();
    clock.hurry();
    server.on(ROUTES.get, { status: 503 }, { ...OK, headers: { 'X-AREQUESTID': '1x2x3' } });
    const job = newJob();
    await client.call(GET, job);
    assert.deepEqual([job.attempts, job.statusCode, job.requestId, job.waitedMs], [2, 200, '1x2x3', 1_000]);
  });

  it('says in an error which call failed', async () => {
    const test = await site();
    test.server.on(ROUTES.get, { status: 400, headers: { 'atl-traceid': 'abc' }, body: { errorMessages: ['No.'] } });
    const { facts } = await test.error({ ...GET, query: { expand: 'names' } });
    assert.deepEqual(
      [facts.method, facts.path, facts.statusCode, facts.requestId, facts.errorMessages],
      ['GET', `${API}/issue/OPS-1`, 400, 'abc', ['No.']],
    );
  });

  describe('finds out what it talks to', () => {
    it('once for many calls at once', async () => {
      const { server, client } = await site({ deployment: undefined });
      server.on(ROUTES.serverInfo, CLOUD).on('GET /rest/api/3/issue/OPS-1', OK);
      await Promise.all(Array.from({ length: 20 }, () => client.call(GET, newJob())));
      await client.call(GET, newJob());
      assert.equal(server.seen(ROUTES.serverInfo).length, 1);
      assert.equal(server.seen('GET /rest/api/3/issue/OPS-1').length, 21);
      assert.deepEqual(await client.server(), {
        deployment: 'cloud',
        version: '1001.0.0',
        baseUrl: 'https://jira.example.com',
      });
    });

    it('shows people the address that the server calls its own, and until it is known, or where it is none, the one of the site', async () => {
      const people = 'https://jira.example.com/tracker';
      for (const [baseUrl, shown] of [
        [`${people}/`, people],
        ['javascript:alert(1)', undefined],
        ['https://ada:secret@jira.example.com', undefined],
        ['', undefined],
      ] as const) {
        const { server, client } = await site({ deployment: undefined });
        server.on(ROUTES.serverInfo, { body: { ...CLOUD.body, baseUrl } });
        assert.equal(client.peopleUrl, client.siteUrl);
        await client.deployment(newJob());
        assert.equal(client.peopleUrl, shown ?? client.siteUrl, baseUrl);
      }
    });

    it('takes everything else for Data Center', async () => {
      const { server, client } = await site({ deployment: undefined });
      server.on(ROUTES.serverInfo, SERVER);
      assert.equal(await client.deployment(newJob()), 'datacenter');
    });

    it('asks again after a failure: a Jira that was down at the start is found later', async () => {
      const test = await site({ deployment: undefined, maxRetries: 0 });
      test.server.on(ROUTES.serverInfo, { status: 503 }, SERVER).on(ROUTES.get, OK);
      const [one, other] = [test.error(GET), test.error(GET)];
      assert.deepEqual([(await one).code, (await other).code], ['JIRA_UNAVAILABLE', 'JIRA_UNAVAILABLE']);
      assert.deepEqual(await test.call(GET), OK.body);
      assert.equal(test.server.seen(ROUTES.serverInfo).length, 2);
    });

    const NOT_JIRA = {
      'a login page': HTML,
      'another API': { body: { hello: 'world' } },
      'a bare text': { body: 'OK' },
      nothing: { status: 200 },
      'a page that does not exist': { status: 404, body: '<html><title>404</title></html>' },
      'a redirect': { status: 302, headers: { Location: 'https://sso.example.com/login' } },
    };
    for (const [what, response] of Object.entries(NOT_JIRA))
      it(`says that the address is not that of a Jira when it finds ${what}`, async () => {
        const test = await site({ deployment: undefined });
        test.server.on(ROUTES.serverInfo, response);
        const error = await test.error(CREATE);
        assert.deepEqual(gist(error), ['JIRA_CONFIG', 'not-done']);
        assert.equal(error.values.url, test.server.url);
        if ('headers' in response)
          assert.deepEqual([error.reason, error.values.location], ['config.redirect', response.headers.Location]);
        assert.equal(test.server.arrived.length, 1);
      });

    it('says what is wrong when the credentials are refused', async () => {
      const test = await site({ deployment: undefined });
      test.server.on(ROUTES.serverInfo, { status: 401, headers: { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' } });
      assert.equal((await test.error(GET)).code, 'JIRA_AUTH');
    });

    it('does not keep a closing node waiting, nor fail the others', async () => {
      const { server, client } = await site({ deployment: undefined });
      const closing = new AbortController();
      const waiting = newJob(closing.signal);
      const asked = new Promise<ServerResponse>((resolve) => {
        server.on(ROUTES.serverInfo, (_request, response) => resolve(response));
      });
      server.on(ROUTES.get, OK);
      const cancelled = client.call(GET, waiting);
      const other = client.call(GET, newJob());
      const response = await asked;
      closing.abort(new Error('closed'));
      await assert.rejects(cancelled, /closed/);
      send(response, SERVER);
      assert.deepEqual(await other, OK.body);
      assert.equal(waiting.attempts, 0);
    });
  });

  describe('reads a list', () => {
    const PAGED: ListRequest = { route: 'GET /new', style: 'page', records: 'values' };
    const OLD: ListRequest = { route: 'GET /old', style: 'array' };

    it('from where older servers have it', async () => {
      const { server, client } = await site();
      server
        .on(`GET ${API}/new`, NOT_FOUND)
        .on(`GET ${API}/old`, { body: [1] })
        .on(ROUTES.myself, OK);
      const { records, next } = await client.page({ ...PAGED, fallback: OLD }, {}, newJob());
      assert.deepEqual([records, next], [[1], { startAt: 1, maxResults: undefined }]);
    });

    it('as empty where Jira says "not found" for that', async () => {
      const { server, client } = await site();
      server.on(`GET ${API}/new`, NOT_FOUND).on(ROUTES.myself, OK);
      const { records, next } = await client.page({ ...PAGED, emptyIsNotFound: true }, {}, newJob());
      assert.deepEqual([records, next], [[], null]);
    });
  });

  it('asks below the root that a route has of its own, a context path before it, values encoded as ever', async () => {
    const test = await site();
    test.server.on('GET /rest/agile/1.0/board/a%2F..%2Fb', { body: { id: 1 } });
    const request: Request = { route: 'GET /rest/agile/1.0/board/{boardId}', params: { boardId: 'a/../b' } };
    assert.deepEqual(await test.call(request), { id: 1 });
    test.server.on('GET /rest/agile/1.0/board/1', { status: 400, body: { errorMessages: ['No'] } });
    const { facts } = await test.error({ ...request, params: { boardId: '1' } });
    assert.equal(facts.path, '/rest/agile/1.0/board/1');
  });

  it('does not wait for what it can do without', async () => {
    const test = await site();
    test.server.on(ROUTES.get, { status: 503 });
    assert.equal((await test.error({ ...GET, optional: true })).code, 'JIRA_UNAVAILABLE');
    assert.equal(test.clock.timersSet, 0);
  });

  describe('is not fooled by an answer to a read that is none', () => {
    for (const [what, body] of Object.entries({ 'a login page': HTML.body, 'half a document': '{"id":"1000' }))
      it(`${what}: JIRA_RESPONSE, once`, async () => {
        const test = await site();
        test.server.on(ROUTES.get, { body });
        assert.equal((await test.error(GET)).code, 'JIRA_RESPONSE');
        assert.equal(test.server.arrived.length, 1);
      });

    it('a redirect: JIRA_RESPONSE, with where it leads', async () => {
      const test = await site();
      test.server.on(ROUTES.get, { status: 302, headers: { Location: 'https://sso.example.com' } });
      const { code, values } = await test.error(GET);
      assert.deepEqual([code, values.location], ['JIRA_RESPONSE', 'https://sso.example.com']);
    });

    it('nothing in time, however often it is asked: JIRA_TIMEOUT', async () => {
      const test = await site({ maxRetries: 1 });
      test.clock.hurry();
      test.server.on(ROUTES.get, test.silence);
      assert.deepEqual(gist(await errorOf(test.call(GET))), ['JIRA_TIMEOUT', 'not-done']);
      assert.equal(test.server.arrived.length, 2);
    });
  });
});
