import assert from 'node:assert/strict';
import { TokenRefresher } from '../../../nodes/client/auth/token-refresher';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import { TransportFailure } from '../../../nodes/client/http/transport';
import { type Answer, send } from '../../support/server';
import { HOUR_MS, INVALID_GRANT, MemoryStore, pair, TOKEN_ROUTE, tokenServers } from './token-server';

const MINUTE_MS = 60_000;

describe('A sign-in', () => {
  const tokens = tokenServers();
  let store: MemoryStore;
  let keeper: TokenRefresher;
  beforeEach(() => {
    store = new MemoryStore(tokens().signIn(1));
    keeper = new TokenRefresher(store, tokens().refresh, tokens().clock);
  });
  const reasonOf = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.catch((thrown: unknown) => thrown);
    assert.ok(error instanceof JiraError, String(error));
    return error.reason;
  };
  /** In its last minute: worth a refresh, and still good. */
  const nearItsEnd = () => tokens().clock.advance(HOUR_MS - MINUTE_MS + 1);

  it('is not refreshed while it is fresh', async () => {
    tokens().clock.advance(HOUR_MS - MINUTE_MS - 1);
    assert.equal(await keeper.accessToken(), 'a1');
    assert.deepEqual(tokens().spent, []);
  });

  it('is found once it is there, or can be read again', async () => {
    const kept = store.kept;
    store.kept = undefined;
    assert.equal(await reasonOf(keeper.accessToken()), 'auth.notSignedIn');
    store.kept = kept;
    assert.equal(await keeper.accessToken(), 'a1');
  });

  it('is refreshed once for all calls that wait: a rotated token that is sent twice ends the sign-in', async () => {
    tokens().server.on(TOKEN_ROUTE, pair(2), INVALID_GRANT);
    nearItsEnd();
    const calls = Array.from({ length: 20 }, () => keeper.accessToken());
    assert.deepEqual(new Set(await Promise.all(calls)), new Set(['a2']));
    assert.deepEqual(tokens().spent, ['r1']);
    assert.equal(store.kept?.refreshToken, 'r2');
  });

  it('is refreshed before its time when Jira has refused the token', async () => {
    tokens().server.on(TOKEN_ROUTE, pair(2));
    await keeper.accessToken();
    assert.equal(keeper.renewable('a1'), true);
    assert.equal(await keeper.accessToken(), 'a2');
  });

  it('goes on while the token server is away, as long as the token lives, and not longer', async () => {
    tokens().server.on(TOKEN_ROUTE, { status: 503 });
    nearItsEnd();
    assert.equal(await keeper.accessToken(), 'a1');
    tokens().clock.advance(MINUTE_MS);
    await assert.rejects(keeper.accessToken(), TransportFailure);
  });

  it('asks a person once the refresh token is dead, and Atlassian only once', async () => {
    tokens().server.on(TOKEN_ROUTE, INVALID_GRANT);
    tokens().clock.advance(HOUR_MS);
    assert.equal(await reasonOf(keeper.accessToken()), 'auth.signInAgain');
    assert.equal(await reasonOf(keeper.accessToken()), 'auth.signInAgain');
    assert.deepEqual(tokens().spent, ['r1']);
    assert.equal(await keeper.signIn(), undefined);
  });

  it('goes on with what another Node-RED has stored, instead of asking a person', async () => {
    tokens().server.on(TOKEN_ROUTE, INVALID_GRANT);
    await keeper.accessToken();
    tokens().clock.advance(HOUR_MS);
    store.kept = tokens().signIn(5);
    assert.equal(await keeper.accessToken(), 'a5');
  });

  it('refreshes what another Node-RED has stored, if that is old as well', async () => {
    tokens().server.on(TOKEN_ROUTE, INVALID_GRANT, pair(6));
    await keeper.accessToken();
    store.kept = tokens().signIn(5);
    tokens().clock.advance(HOUR_MS);
    assert.equal(await keeper.accessToken(), 'a6');
    assert.deepEqual(tokens().spent, ['r1', 'r5']);
  });

  it('asks a person if what is stored elsewhere is dead too', async () => {
    tokens().server.on(TOKEN_ROUTE, INVALID_GRANT);
    await keeper.accessToken();
    store.kept = tokens().signIn(5);
    tokens().clock.advance(HOUR_MS);
    assert.equal(await reasonOf(keeper.accessToken()), 'auth.signInAgain');
  });

  it('says what the token server says of what is stored elsewhere, if it can not answer', async () => {
    tokens().server.on(TOKEN_ROUTE, INVALID_GRANT, { status: 503 });
    await keeper.accessToken();
    store.kept = tokens().signIn(5);
    tokens().clock.advance(HOUR_MS);
    await assert.rejects(keeper.accessToken(), TransportFailure);
  });

  it('without one, calls say to sign in', async () => {
    const nobody = new TokenRefresher(new MemoryStore(undefined), tokens().refresh, tokens().clock);
    assert.equal(await reasonOf(nobody.accessToken()), 'auth.notSignedIn');
    assert.equal(await nobody.signIn(), undefined);
  });

  it('without a refresh token lasts as long as its token', async () => {
    store.kept = { ...tokens().signIn(1), refreshToken: undefined };
    nearItsEnd();
    assert.equal(await keeper.accessToken(), 'a1');
    assert.equal((await keeper.signIn())?.accessToken, 'a1');
    keeper.renewable('a1');
    assert.equal(await keeper.signIn(), undefined);
    assert.equal(await reasonOf(keeper.accessToken()), 'auth.signInAgain');
  });

  /** Holds the response of the token server back until it is released. */
  const heldResponse = (held: Answer) => {
    let release = () => {};
    const arrived = new Promise<void>((resolve) => {
      tokens().server.on(TOKEN_ROUTE, (_request, response) => {
        release = () => send(response, held);
        resolve();
      });
    });
    return { arrived, release: () => release() };
  };

  it('of now takes the place of one that is just being refreshed', async () => {
    const held = heldResponse(pair(2));
    nearItsEnd();
    const before = keeper.accessToken();
    await held.arrived;
    const adopted = keeper.adopt(tokens().signIn(9));
    held.release();
    assert.equal(await before, 'a2');
    await adopted;
    assert.equal(await keeper.accessToken(), 'a9');
    assert.equal(store.kept?.refreshToken, 'r9');
  });

  for (const [title, wait] of [
    ['a refresh under way', true],
    ['one that has hardly begun', false],
  ] as const) {
    it(`that is taken back is gone, and ${title} does not bring it back`, async () => {
      const held = heldResponse(pair(2));
      nearItsEnd();
      const before = keeper.accessToken();
      if (wait) await held.arrived;
      const forgotten = keeper.forget();
      held.release();
      await Promise.all([before, forgotten]);
      assert.equal(store.kept, undefined);
      assert.equal(await reasonOf(keeper.accessToken()), 'auth.notSignedIn');
    });
  }

  it('that could not be read is read again for the next call', async () => {
    let broken = true;
    store.load = async () => {
      if (broken) throw new JiraError('JIRA_CONFIG', 'auth.store');
      return store.kept;
    };
    assert.equal(await reasonOf(keeper.accessToken()), 'auth.store');
    broken = false;
    assert.equal(await keeper.accessToken(), 'a1');
  });
});
