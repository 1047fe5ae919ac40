import assert from 'node:assert/strict';
import { demoCredentials } from '../../demo/index';
import { basic, demoSites } from './support';

describe('demo Jira: credentials', () => {
  const sites = demoSites();
  const wrong = { as: 'nobody', headers: { Authorization: basic('ada@example.com', 'expired') } } as const;
  const reason = (response: { headers: Headers }) => response.headers.get('x-seraph-loginreason');

  it('lets Cloud run as anonymous with a refused token: only a header tells, and only myself says 401', async () => {
    const issue = await sites.cloud('GET', '/issue/OPS-7', wrong);
    assert.equal(issue.status, 404);
    assert.equal(reason(issue), 'AUTHENTICATED_FAILED');
    assert.equal((await sites.cloud('GET', '/project/OPS', wrong)).status, 404);
    const search = await sites.cloud('POST', '/search/jql', { ...wrong, body: { jql: 'project = OPS' } });
    assert.equal(search.status, 200);
    assert.deepEqual(search.json, { issues: [], isLast: true });
    assert.equal(reason(search), 'AUTHENTICATED_FAILED');
    assert.deepEqual((await sites.cloud('GET', '/project/search', wrong)).json.values, []);
    assert.deepEqual((await sites.cloud('GET', '/user/search?query=ada', wrong)).json, []);
    const body = { jql: 'project = OPS' };
    assert.equal((await sites.cloud('POST', '/search/approximate-count', { ...wrong, body })).json.count, 0);
    const myself = await sites.cloud('GET', '/myself', wrong);
    assert.equal(myself.status, 401);
    assert.equal(reason(myself), 'AUTHENTICATED_FAILED');
  });

  it('writes nothing for a refused token', async () => {
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'x' };
    const before = sites.jira.cloud.issues.size;
    assert.equal((await sites.cloud('POST', '/issue', { ...wrong, body: { fields } })).status, 400);
    assert.equal(sites.jira.cloud.issues.size, before);
  });

  it('takes no bearer token at the address of a Cloud site', async () => {
    const bearer = { as: 'nobody', headers: { Authorization: 'Bearer some-oauth-token' } } as const;
    const { status, json } = await sites.cloud('GET', '/myself', bearer);
    assert.equal(status, 403);
    assert.deepEqual(json, { error: 'Failed to parse Connect Session Auth Token' });
  });

  it('tells who a call ran as', async () => {
    const cloud = await sites.cloud('GET', '/myself', { as: 'ben' });
    assert.equal(cloud.headers.get('x-aaccountid'), cloud.json.accountId);
    assert.ok(cloud.headers.get('atl-traceid'));
    const dataCenter = await sites.dataCenter('GET', '/myself', { as: 'ben' });
    assert.equal(dataCenter.headers.get('x-ausername'), 'ben');
    assert.ok(dataCenter.headers.get('x-arequestid'));
    const nobody = await sites.dataCenter('GET', '/serverInfo', { as: 'nobody' });
    assert.equal(nobody.headers.get('x-ausername'), 'anonymous');
  });

  it('stops a wrong password on Data Center with a page, whatever the call', async () => {
    const headers = { Authorization: basic('ada', 'wrong') };
    for (const path of ['/myself', '/issue/OPS-7', '/search?jql=', '/serverInfo']) {
      const { status, headers: got, text } = await sites.dataCenter('GET', path, { as: 'nobody', headers });
      assert.equal(status, 401);
      assert.match(got.get('content-type') ?? '', /^text\/html/);
      assert.match(text, /^<html>/);
      assert.equal(got.get('x-seraph-loginreason'), 'AUTHENTICATED_FAILED');
    }
  });

  it('takes personal access tokens as bearer only; an unknown one is 401, yet an empty search', async () => {
    const token = (value: string) => ({ as: 'nobody', headers: { Authorization: `Bearer ${value}` } }) as const;
    const { token: pat, username } = demoCredentials.datacenter.ada;
    assert.equal((await sites.dataCenter('GET', '/myself', token(pat))).json.name, 'ada');
    const asPassword = { as: 'nobody', headers: { Authorization: basic(username, pat) } } as const;
    assert.equal((await sites.dataCenter('GET', '/myself', asPassword)).status, 401);
    for (const path of ['/myself', '/issue/OPS-7', '/project']) {
      const refused = await sites.dataCenter('GET', path, token('unknown'));
      assert.equal(refused.status, 401);
      assert.equal(reason(refused), null);
    }
    const search = await sites.dataCenter('POST', '/search', { ...token('unknown'), body: { jql: 'project = OPS' } });
    assert.equal(search.status, 200);
    assert.equal(search.json.total, 0);
  });

  it('lets an OAuth token of Data Center do what its scope says, and asks for no scope that the link has not', async () => {
    const { grants, dataCenterUrl } = sites.jira;
    const { app } = grants.datacenter;
    const userId = sites.jira.datacenter.findUserByName('ada')?.id ?? '';
    const statusOf = async (scope: string): Promise<number> => {
      const grant = { clientId: app.clientId, userId, scopes: [scope], redirectUri: app.redirectUri, elsewhere: false };
      const code = grants.datacenter.code(grant, undefined);
      const token = grants.datacenter.exchange(code, app.redirectUri, undefined)?.accessToken ?? '';
      const asked = { as: 'nobody', headers: { Authorization: `Bearer ${token}` } } as const;
      assert.equal((await sites.dataCenter('GET', '/issue/OPS-7', asked)).status, 200);
      assert.equal((await sites.dataCenter('POST', '/search', { ...asked, body: { jql: '' } })).status, 200);
      return (await sites.dataCenter('POST', '/issue/OPS-7/comment', { ...asked, body: { body: 'x' } })).status;
    };
    assert.equal(await statusOf('READ'), 403);
    assert.equal(await statusOf('WRITE'), 201);
    const query = { client_id: app.clientId, redirect_uri: app.redirectUri, response_type: 'code', state: 'x' };
    const consent = (scope: string) =>
      fetch(`${dataCenterUrl}/rest/oauth2/latest/authorize?${new URLSearchParams({ ...query, scope })}`);
    assert.deepEqual([(await consent('WRITE')).status, (await consent('SYSTEM_ADMIN')).status], [200, 400]);
  });

  it('can have Basic switched off, and can ask for a CAPTCHA', async () => {
    sites.jira.datacenter.settings.basicAuth = false;
    const off = await sites.dataCenter('GET', '/myself');
    assert.equal(off.status, 403);
    assert.deepEqual(off.json, { message: 'Basic Authentication has been disabled on this instance.' });
    sites.jira.reset();
    sites.jira.datacenter.settings.captcha.add('ada');
    const captcha = await sites.dataCenter('GET', '/myself');
    assert.equal(captcha.status, 403);
    assert.equal(reason(captcha), 'AUTHENTICATION_DENIED');
    assert.match(captcha.headers.get('x-authentication-denied-reason') ?? '', /^CAPTCHA_CHALLENGE; login-url=http/);
    assert.match(captcha.headers.get('content-type') ?? '', /^text\/html/);
  });

  it('sends the figures of its rate limit only when told to, with a Retry-After of 0', async () => {
    assert.equal((await sites.dataCenter('GET', '/myself')).headers.get('retry-after'), null);
    sites.jira.datacenter.settings.rateLimitHeaders = true;
    const { headers } = await sites.dataCenter('GET', '/myself');
    assert.equal(headers.get('retry-after'), '0');
    assert.equal(headers.get('x-ratelimit-limit'), '100');
  });

  it('takes a writing request that looks like a browser for a forged one', async () => {
    const body = { body: 'x' };
    const post = (headers: Readonly<Record<string, string>>) =>
      sites.dataCenter('POST', '/issue/OPS-7/comment', { body, headers });
    for (const headers of [
      { 'User-Agent': 'Mozilla/5.0 (X11)' },
      { Origin: 'https://evil.example' },
      { Referer: 'https://evil.example/page' },
    ]) {
      const { status, text, headers: got } = await post(headers);
      assert.equal(status, 403);
      assert.equal(text, 'XSRF check failed');
      assert.match(got.get('content-type') ?? '', /^text\/plain/);
    }
    assert.equal((await post({ Origin: new URL(sites.jira.dataCenterUrl).origin })).status, 201);
    const reading = await sites.cloud('GET', '/myself', { headers: { 'User-Agent': 'Mozilla/5.0' } });
    assert.equal(reading.status, 200);
  });

  it('does not let a deactivated person in', async () => {
    const elena = sites.jira.datacenter.findUserByName('elena');
    sites.jira.datacenter.credentials.push({
      userId: elena?.id ?? '',
      scheme: 'bearer',
      login: 'elena',
      secret: 'left',
    });
    const asked = { as: 'nobody', headers: { Authorization: 'Bearer left' } } as const;
    assert.equal((await sites.dataCenter('GET', '/myself', asked)).status, 401);
  });
});
