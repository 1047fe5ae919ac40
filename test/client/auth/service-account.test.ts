import assert from 'node:assert/strict';
import { ServiceAccount } from '../../../nodes/client/auth/client-credentials';
import { HOUR_MS, pair, TOKEN_ROUTE, tokenServers } from './token-server';

describe('A service account', () => {
  const tokens = tokenServers();
  const account = () => new ServiceAccount(() => tokens().ask({ grant_type: 'client_credentials' }), tokens().clock);

  it('asks once for a token, however many calls wait for it, and keeps it while it is fresh', async () => {
    tokens().server.on(TOKEN_ROUTE, pair(1), pair(2));
    const source = account();
    assert.deepEqual(await Promise.all([source.accessToken(), source.accessToken()]), ['a1', 'a1']);
    tokens().clock.advance(HOUR_MS - 60_001);
    assert.equal(await source.accessToken(), 'a1');
    tokens().clock.advance(1);
    assert.equal(await source.accessToken(), 'a2');
  });

  it('gets another token after Jira has refused this one, and only this one', async () => {
    tokens().server.on(TOKEN_ROUTE, pair(1), pair(2), pair(3));
    const source = account();
    await source.accessToken();
    assert.equal(source.renewable('a1'), true);
    assert.equal(await source.accessToken(), 'a2');
    assert.equal(source.renewable('a1'), true);
    assert.equal(await source.accessToken(), 'a2');
  });

  it('tries again after the token server has failed', async () => {
    tokens().server.on(TOKEN_ROUTE, { status: 503 }, pair(1));
    const source = account();
    await assert.rejects(source.accessToken());
    assert.equal(await source.accessToken(), 'a1');
  });
});
