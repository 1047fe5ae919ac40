import assert from 'node:assert/strict';
import { type DemoJira, demoCredentials, type Exchange, startDemoJira } from '../../demo/index';
import { adf, basic, demoSites } from './support';

describe('demo Jira: injected faults', () => {
  const sites = demoSites();
  const comment = () => sites.cloud('POST', '/issue/OPS-7/comment', { body: { body: adf('x') } });
  const count = () => sites.jira.cloud.comments.size;

  it('gives an injected response in place of the real one, as often as asked, and does nothing', async () => {
    const response = { status: 429, headers: { 'Retry-After': '7' }, body: { errorMessages: ['slow down'] } };
    sites.jira.fault({ method: 'POST', path: /\/comment$/, times: 2, response });
    const before = count();
    assert.equal((await sites.cloud('GET', '/myself')).status, 200);
    const first = await comment();
    assert.equal(first.status, 429);
    assert.equal(first.headers.get('retry-after'), '7');
    assert.deepEqual(first.json, { errorMessages: ['slow down'] });
    assert.equal((await comment()).status, 429);
    assert.equal(count(), before);
    assert.equal((await comment()).status, 201);
  });

  it('lets the first calls pass, and can be meant for one deployment', async () => {
    sites.jira.fault({ deployment: 'datacenter', skip: 1, response: { status: 503 } });
    assert.equal((await sites.cloud('GET', '/myself')).status, 200);
    assert.equal((await sites.dataCenter('GET', '/myself')).status, 200);
    assert.equal((await sites.dataCenter('GET', '/myself')).status, 503);
    assert.equal((await sites.dataCenter('GET', '/myself')).status, 200);
  });

  it('tears the connection down before or after the work', async () => {
    const before = count();
    sites.jira.fault({ response: 'reset' });
    await assert.rejects(comment());
    assert.equal(count(), before);
    sites.jira.fault({ response: 'after' });
    await assert.rejects(comment());
    assert.equal(count(), before + 1);
  });

  it('cuts a response in the middle', async () => {
    sites.jira.fault({ response: 'cut' });
    const url = `${sites.jira.cloudUrl}/rest/api/3/serverInfo`;
    const response = await fetch(url);
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
  });

  it('never responds', async () => {
    sites.jira.fault({ response: 'hang' });
    const signal = AbortSignal.timeout(50);
    await assert.rejects(fetch(`${sites.jira.cloudUrl}/rest/api/3/serverInfo`, { signal }), { name: 'TimeoutError' });
  });

  it('forgets what is still to come at a reset', async () => {
    sites.jira.fault({ times: 5, response: { status: 500 } });
    sites.jira.reset();
    assert.equal((await sites.cloud('GET', '/myself')).status, 200);
  });
});

describe('demo Jira: its observer', () => {
  const seen: Exchange[] = [];
  let jira: DemoJira;
  before(async () => {
    jira = await startDemoJira({ observe: (exchange) => seen.push(exchange) });
  });
  after(() => jira.close());

  it('is told of each exchange as it went over the wire, and which responses were injected', async () => {
    const { username, password } = demoCredentials.datacenter.ada;
    const headers = { Authorization: basic(username, password), 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: 'ben' });
    await fetch(`${jira.dataCenterUrl}/rest/api/2/issue/OPS-7/assignee?x=1`, { method: 'PUT', headers, body });
    jira.fault({ response: { status: 418, body: 'tea' } });
    await fetch(`${jira.cloudUrl}/rest/api/3/myself`);
    const [real, ordered] = seen;
    assert.equal(real?.deployment, 'datacenter');
    assert.equal(real.path, '/rest/api/2/issue/OPS-7/assignee');
    assert.equal(real.query, 'x=1');
    assert.deepEqual(real.requestBody, { name: 'ben' });
    assert.equal(real.status, 204);
    assert.equal(real.responseBody, undefined);
    assert.equal(real.injected, undefined);
    assert.equal(ordered?.injected, true);
    assert.equal(ordered.responseBody, 'tea');
  });
});
