import assert from 'node:assert/strict';
import type { Grant } from '../../../nodes/client/auth/token-endpoint';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { TransportFailure } from '../../../nodes/client/http/transport';
import { closedPort, type ScriptedResponse } from '../../support/server';
import { HOUR_MS, INVALID_GRANT, pair, TOKEN_ROUTE, tokenServers } from './token-server';

const CODE: Grant = { grant_type: 'authorization_code', code: 'c', redirect_uri: 'http://localhost:1880/' };
const REFRESH: Grant = { grant_type: 'refresh_token', refresh_token: 'r1' };
const CLIENT: Grant = { grant_type: 'client_credentials' };

describe('Asking for tokens', () => {
  const tokens = tokenServers();

  it('tells what was granted, and when it ends by our own clock', async () => {
    tokens().server.on(TOKEN_ROUTE, pair(1));
    const now = tokens().clock.wallNow();
    assert.deepEqual(await tokens().ask(CODE), {
      accessToken: 'a1',
      refreshToken: 'r1',
      expiresAt: now + HOUR_MS,
      rotatedAt: now,
      scopes: ['read:jira-work', 'offline_access'],
    });
  });

  it('takes an hour for granted where the server does not say, and no scopes for none', async () => {
    tokens().server.on(TOKEN_ROUTE, { body: { access_token: 'a' } });
    const { expiresAt, rotatedAt, scopes } = await tokens().ask(CLIENT);
    assert.deepEqual([expiresAt - rotatedAt, scopes], [HOUR_MS, []]);
  });

  it('speaks JSON to Atlassian and a form to Data Center, which understand nothing else', async () => {
    tokens().server.on(TOKEN_ROUTE, pair(1));
    await tokens().ask(REFRESH, { encoding: 'json' });
    await tokens().ask(REFRESH, { encoding: 'form' });
    const [json, form] = tokens().server.arrived.map(({ headers, body }) => [headers['content-type'], body]);
    const fields = { ...REFRESH, client_id: 'an app', client_secret: 'its secret' };
    assert.deepEqual(json, ['application/json', JSON.stringify(fields)]);
    assert.deepEqual(form, ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()]);
  });

  const refusals: [title: string, grant: Grant, answer: ScriptedResponse, code: string, reason: string][] = [
    ['a wrong secret', CLIENT, { status: 401, body: { error: 'access_denied' } }, 'JIRA_AUTH', 'auth.client'],
    ['a code that is too old', CODE, INVALID_GRANT, 'JIRA_AUTH', 'auth.code'],
    ['a refresh token that is no longer good', REFRESH, INVALID_GRANT, 'JIRA_AUTH', 'auth.signInAgain'],
    ['a page that is no token server', CODE, { body: '<html></html>' }, 'JIRA_RESPONSE', 'response.notTokens'],
  ];
  for (const [title, grant, response, code, reason] of refusals) {
    it(`says what to mend after ${title}`, async () => {
      tokens().server.on(TOKEN_ROUTE, response);
      const error: unknown = await tokens()
        .ask(grant)
        .catch((thrown: unknown) => thrown);
      assert.ok(error instanceof JiraError);
      assert.deepEqual([error.code, error.reason, error.facts.outcome], [code, reason, 'not-done']);
    });
  }

  for (const status of [429, 503]) {
    it(`does not ask anybody to sign in again because of a ${status}`, async () => {
      tokens().server.on(TOKEN_ROUTE, { status, body: { error: 'invalid_grant' } });
      await assert.rejects(tokens().ask(REFRESH), (error) => error instanceof TransportFailure && !error.sent);
    });
  }

  it('a server that can not be reached is named, and Jira counts as not asked', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/oauth/token`;
    await assert.rejects(
      tokens().ask(REFRESH, { url }),
      (error) => error instanceof TransportFailure && !error.sent && error.at === url,
    );
  });
});
