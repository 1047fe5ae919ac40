import assert from 'node:assert/strict';
import type { NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { OAuthFlow } from '../../nodes/site/oauth-flow';
import { TestClock } from '../support/clock';
import { nodeRedInProcess } from '../support/nodes';

const VALUES = {
  properties: { siteUrl: 'https://acme.example', deployment: 'cloud', authType: 'oauth2' },
  credentials: { clientId: 'an app', clientSecret: 'its secret' },
};
const TEN_MINUTES = 600_000;

describe('the state of a sign-in', () => {
  nodeRedInProcess();
  const clock = new TestClock();
  let signingIn: OAuthFlow;
  beforeEach(async () => {
    await helper.load((RED: NodeAPI) => {
      signingIn = new OAuthFlow(RED, clock);
    }, []);
  });
  const cookies: string[] = [];
  const start = async () => {
    const { authorizeUrl, cookie } = await signingIn.start('site', VALUES, { editorUrl: 'https://red.example/admin' });
    cookies.push(`${cookie.name}=${cookie.value}`);
    return new URL(authorizeUrl);
  };
  const reason = async (query: object): Promise<string> => {
    const error: unknown = await signingIn.finish(query, cookies.join('; ')).catch((reason: unknown) => reason);
    assert.ok(error instanceof JiraError);
    return error.reason;
  };
  const denied = (address: URL) => ({ state: address.searchParams.get('state'), error: 'access_denied' });

  it('is good for ten minutes, so that an address that was left lying around opens nothing', async () => {
    const [timely, late] = [await start(), await start()];
    clock.advance(TEN_MINUTES - 1);
    assert.equal(await reason(denied(timely)), 'auth.denied');
    clock.advance(1);
    assert.equal(await reason(denied(late)), 'auth.state');
  });

  it('can not be guessed, and is another each time', async () => {
    const states = [(await start()).searchParams.get('state'), (await start()).searchParams.get('state')];
    assert.equal(new Set(states).size, 2);
    for (const state of states) assert.ok((state ?? '').length >= 43);
  });

  it('goes with the address that the editor was opened at, whatever is in front of it, and all that Atlassian asks', async () => {
    const { origin, pathname, search, searchParams } = await start();
    assert.equal(origin + pathname, 'https://auth.atlassian.com/authorize');
    const { state: _, ...query } = Object.fromEntries(searchParams);
    assert.deepEqual(query, {
      audience: 'api.atlassian.com',
      client_id: 'an app',
      redirect_uri: 'https://red.example/admin/jira/oauth/callback',
      response_type: 'code',
      scope: 'read:jira-work write:jira-work read:jira-user offline_access',
      prompt: 'consent',
    });
    assert.ok(!search.includes('+'), 'spaces as %20');
    assert.ok(!search.includes('its%20secret'));
  });
});
