import assert from 'node:assert/strict';
import { demoSites } from './support';

describe('demo Jira: requests it cannot read', () => {
  const sites = demoSites();
  const problem = (response: { headers: Headers; json: { status?: number } }, status: number) => {
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.equal(response.json.status, status);
  };

  it('says 404 as problem+json for a path that does not exist', async () => {
    const response = await sites.cloud('GET', '/nothing/here');
    assert.equal(response.status, 404);
    problem(response, 404);
    const onDataCenter = await sites.dataCenter('GET', '/nothing/here');
    assert.deepEqual(onDataCenter.json, { message: 'HTTP 404 Not Found', 'status-code': 404 });
    assert.equal((await sites.dataCenter('GET', '//rest/api/3/myself')).status, 404);
  });

  it('says 405 for a method that the path lacks, with those it has', async () => {
    const response = await sites.cloud('DELETE', '/myself');
    assert.equal(response.status, 405);
    problem(response, 405);
    assert.equal(response.headers.get('allow'), 'GET');
  });

  it('says 415 without a content type, and with a wrong one', async () => {
    const search = (headers: Readonly<Record<string, string>>) =>
      sites.cloud('POST', '/search/jql', { raw: '{"jql":"project = OPS"}', headers });
    for (const response of [await search({}), await search({ 'Content-Type': 'text/plain' })]) {
      assert.equal(response.status, 415);
      problem(response, 415);
    }
    assert.equal((await search({ 'Content-Type': 'application/json; charset=utf-8' })).status, 200);
  });

  it('says 400 without an errors part for a body that is no JSON, no UTF-8, empty, or no object', async () => {
    for (const raw of ['{"jql":', '', '[]', '"text"']) {
      const headers = { 'Content-Type': 'application/json' };
      for (const response of [
        await sites.cloud('POST', '/search/jql', { raw, headers }),
        await sites.dataCenter('POST', '/search', { raw, headers }),
      ]) {
        assert.equal(response.status, 400);
        assert.deepEqual(Object.keys(response.json), ['errorMessages']);
      }
    }
  });

  it('knows both names of version 2 on Data Center, and serverInfo on version 2 of Cloud', async () => {
    assert.equal((await sites.dataCenter('GET', '//rest/api/latest/myself')).json.name, 'ada');
    assert.equal((await sites.cloud('GET', '//rest/api/2/serverInfo', { as: 'nobody' })).json.deploymentType, 'Cloud');
  });

  it('tells what it is to anybody', async () => {
    const cloud = await sites.cloud('GET', '/serverInfo', { as: 'nobody' });
    assert.equal(cloud.json.baseUrl, sites.jira.cloudUrl);
    const dataCenter = await sites.dataCenter('GET', '/serverInfo', { as: 'nobody' });
    assert.equal(dataCenter.json.deploymentType, 'DataCenter');
    assert.deepEqual(dataCenter.json.versionNumbers.slice(0, 2), [10, 3]);
    const tenant = await sites.cloud('GET', '//_edge/tenant_info', { as: 'nobody' });
    assert.equal(tenant.json.cloudId, sites.jira.cloud.cloudId);
  });

  it('writes addresses with the host that the caller used', async () => {
    const { json } = await sites.cloud('GET', '/issue/OPS-7');
    assert.equal(json.self, `${sites.jira.cloudUrl}/rest/api/3/issue/10207`);
  });

  it('begins anew with reset', async () => {
    await sites.cloud('DELETE', '/issue/OPS-7');
    sites.jira.reset();
    assert.equal((await sites.cloud('GET', '/issue/OPS-7')).status, 200);
  });
});
