import assert from 'node:assert/strict';
import type { Auth } from '../../../nodes/client/auth';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import type { ListRequest } from '../../../nodes/client/lists/paging';
import type { ScriptedResponse } from '../../support/server';
import { BREAK } from '../../support/server';
import {
  CREATE,
  EDIT,
  errorOf,
  GET,
  gist,
  HTML,
  NO_CONTENT,
  NOT_FOUND,
  newJob,
  OK,
  PASSWORD,
  ROUTES,
  sites,
} from '../site';

const REFUSED = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };
const UNAUTHORIZED: ScriptedResponse = { status: 401, body: '<html><title>Unauthorized (401)</title></html>' };
const LIST: ListRequest = { route: 'GET /search', style: 'offset', records: 'issues' };
const EMPTY: ScriptedResponse = { body: { startAt: 0, maxResults: 50, total: 0, issues: [] } };
const LIST_ROUTE = 'GET /rest/api/2/search';

/** An authentication that counts how often it is renewed. */
function renewable(renewed: boolean): Auth & { times: number } {
  return {
    type: 'oauth2',
    principal: 'oauth2:test',
    times: 0,
    authorization() {
      return Promise.resolve(`Bearer ${PASSWORD}-${this.times}`);
    },
    renew() {
      this.times++;
      return renewed;
    },
  };
}

describe('The client, when credentials are not good,', () => {
  const site = sites();

  it('says so, and does not try again: an account is soon locked', async () => {
    const test = await site();
    test.server.on(ROUTES.get, UNAUTHORIZED);
    const error = await test.error(GET);
    assert.deepEqual(gist(error), ['JIRA_AUTH', 'not-done']);
    assert.deepEqual(error.facts.errorMessages, ['Unauthorized (401)']);
    assert.equal(test.server.arrived.length, 1);
  });

  it('renews a token once, and repeats the call with the new one', async () => {
    const auth = renewable(true);
    const test = await site({ auth });
    test.server.on(ROUTES.create, UNAUTHORIZED, OK);
    assert.deepEqual(await test.call(CREATE), OK.body);
    assert.deepEqual(
      test.server.arrived.map(({ headers }) => headers.authorization),
      [`Bearer ${PASSWORD}-0`, `Bearer ${PASSWORD}-1`],
    );
  });

  it('renews it only once, and not where renewing fails', async () => {
    for (const [renewed, requests] of [
      [true, 2],
      [false, 1],
    ] as const) {
      const auth = renewable(renewed);
      const test = await site({ auth });
      test.server.on(ROUTES.get, UNAUTHORIZED);
      assert.equal((await test.error(GET)).code, 'JIRA_AUTH');
      assert.deepEqual([auth.times, test.server.arrived.length], [1, requests]);
    }
  });

  it('does not renew a token that merely lacks a scope', async () => {
    const auth = renewable(true);
    const test = await site({ auth });
    test.server.on(ROUTES.get, { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } });
    assert.equal((await test.error(GET)).code, 'JIRA_SCOPE');
    assert.deepEqual([auth.times, test.server.arrived.length], [0, 1]);
  });

  it('passes on what the authentication itself says, and gives its slot back', async () => {
    const refusing: Auth = {
      ...renewable(false),
      authorization: () => Promise.reject(new JiraError('JIRA_AUTH', 'auth.signInFirst')),
    };
    const test = await site({ auth: refusing, concurrency: 1 });
    for (let call = 0; call < 2; call++) assert.equal((await test.error(GET)).reason, 'auth.signInFirst');
    assert.equal(test.rateLimiter.status().inFlight, 0);
    assert.equal(test.server.arrived.length, 0);
  });

  it('keeps in mind that an edit may have happened, also if the authentication fails at its repeat', async () => {
    let times = 0;
    const auth: Auth = {
      ...renewable(false),
      authorization: () =>
        ++times === 1 ? Promise.resolve('Bearer x') : Promise.reject(new JiraError('JIRA_AUTH', 'auth.refused')),
    };
    const test = await site({ auth });
    test.clock.hurry();
    test.server.on(ROUTES.edit, BREAK);
    assert.deepEqual(gist(await test.error(EDIT)), ['JIRA_OUTCOME_UNKNOWN', 'unknown']);
  });

  it('is told of a lock by CAPTCHA: no other advice would help', async () => {
    const test = await site();
    test.server.on(ROUTES.get, {
      status: 403,
      headers: {
        'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED',
        'X-Authentication-Denied-Reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp',
      },
      body: HTML.body,
    });
    const { code, reason } = await test.error(GET);
    assert.deepEqual([code, reason], ['JIRA_AUTH', 'auth.captcha']);
    assert.equal(test.server.arrived.length, 1);
  });

  for (const [what, response] of Object.entries({
    '404': { ...NOT_FOUND, headers: REFUSED },
    'an empty list': { ...EMPTY, headers: REFUSED },
  }))
    it(`sees through ${what} by its header, without another call`, async () => {
      const test = await site();
      test.server.on(LIST_ROUTE, response);
      const error = await errorOf(test.client.page(LIST, {}, newJob()));
      assert.equal(error.code, 'JIRA_AUTH');
      assert.equal(test.server.arrived.length, 1);
    });

  it('says that a change was made if Jira let anybody make it', async () => {
    const test = await site();
    test.server.on(ROUTES.edit, { ...NO_CONTENT, headers: REFUSED });
    assert.deepEqual(gist(await test.error(EDIT)), ['JIRA_AUTH', 'done']);
  });

  it('takes the 401 of a known user for a missing permission: Data Center says so for some changes', async () => {
    const test = await site();
    test.server.on(ROUTES.edit, UNAUTHORIZED).on(ROUTES.myself, OK, UNAUTHORIZED);
    assert.deepEqual(gist(await test.error(EDIT)), ['JIRA_FORBIDDEN', 'not-done']);
    test.clock.advance(60_000);
    assert.deepEqual(gist(await test.error(EDIT)), ['JIRA_AUTH', 'not-done']);
  });

  describe('where the deployment is known and the server sends a page instead of "not found"', () => {
    const page = { ...HTML, status: 404 };

    it('finds that no Jira is there', async () => {
      const test = await site();
      test.server.on(ROUTES.get, page).on(ROUTES.edit, page).on(ROUTES.myself, page);
      const { code, reason, values, facts } = await test.error(GET);
      assert.deepEqual([code, reason, values.url], ['JIRA_RESPONSE', 'config.notJira', test.server.url]);
      assert.deepEqual([facts.path, facts.statusCode], ['/rest/api/2/issue/OPS-1', 404]);
      assert.deepEqual(gist(await test.error(EDIT)), ['JIRA_RESPONSE', 'not-done']);
    });

    it('believes it where the account is known there, or Jira itself says that something is missing', async () => {
      const behindProxy = await site();
      behindProxy.server.on(ROUTES.get, page).on(ROUTES.myself, OK);
      assert.equal((await behindProxy.error(GET)).code, 'JIRA_NOT_FOUND');
      const behindFilter = await site();
      behindFilter.server.on(ROUTES.get, NOT_FOUND).on(ROUTES.myself, page);
      assert.equal((await behindFilter.error(GET)).code, 'JIRA_NOT_FOUND');
    });
  });

  it('asks who it is before it says "not found", and names the call that was meant', async () => {
    const test = await site();
    test.server.on(ROUTES.get, NOT_FOUND).on(ROUTES.myself, UNAUTHORIZED);
    const { code, facts } = await test.error(GET);
    assert.deepEqual([code, facts.method, facts.path], ['JIRA_AUTH', 'GET', '/rest/api/2/issue/OPS-1']);
    assert.equal(test.server.seen(ROUTES.myself).length, 1);
  });

  it('asks who it is before it believes an empty list', async () => {
    const test = await site();
    test.server.on(LIST_ROUTE, EMPTY).on(ROUTES.myself, UNAUTHORIZED);
    const { code, facts } = await errorOf(test.client.page(LIST, {}, newJob()));
    assert.deepEqual([code, facts.method, facts.path], ['JIRA_AUTH', 'GET', '/rest/api/2/search']);
  });

  it('believes "not found" and empty lists for a minute once it knows who it is', async () => {
    const test = await site();
    test.server
      .on(ROUTES.get, NOT_FOUND)
      .on(LIST_ROUTE, EMPTY)
      .on(ROUTES.myself, { ...OK, headers: { 'X-AREQUESTID': 'm' } });
    const job = newJob();
    assert.deepEqual(gist(await test.error(GET, job)), ['JIRA_NOT_FOUND', 'not-done']);
    assert.deepEqual([job.statusCode, job.requestId, job.attempts], [404, undefined, 2]);
    assert.deepEqual((await test.client.page(LIST, {}, newJob())).records, []);
    test.clock.advance(59_999);
    await test.error(GET);
    assert.equal(test.server.seen(ROUTES.myself).length, 1);
    test.clock.advance(1);
    await test.error(GET);
    assert.equal(test.server.seen(ROUTES.myself).length, 2);
  });

  it('does not hide "not found" behind another failure of that question', async () => {
    const test = await site({ maxRetries: 0 });
    for (const status of [403, 429, 500, 503]) {
      test.server.on(ROUTES.get, NOT_FOUND).on(ROUTES.myself, { status });
      assert.equal((await test.error(GET)).code, 'JIRA_NOT_FOUND');
      test.clock.advance(60_000);
    }
  });

  it('does not ask for pages that hold something', async () => {
    const test = await site();
    test.server.on(LIST_ROUTE, { body: { startAt: 0, total: 1, issues: [{}] } });
    await test.client.page(LIST, {}, newJob());
    assert.equal(test.server.arrived.length, 1);
  });
});
