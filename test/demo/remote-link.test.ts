import assert from 'node:assert/strict';
import type { Deployment } from '../../demo/model';
import { type Ask, demoSites } from './support';

describe('demo Jira: remote links', () => {
  const sites = demoSites();
  const path = '/issue/OPS-8/remotelink';
  const object = { url: 'https://example.com/orders/1', title: 'Order 1' };

  for (const deployment of ['cloud', 'datacenter'] as const satisfies readonly Deployment[]) {
    const ask = (method: string, where: string, asked?: Ask) =>
      deployment === 'cloud' ? sites.cloud(method, where, asked) : sites.dataCenter(method, where, asked);

    it(`replaces the link of a globalId that is there already, on ${deployment}`, async () => {
      const globalId = 'system=https://example.com&id=1';
      const first = await ask('POST', path, { body: { globalId, relationship: 'causes', object } });
      assert.equal(first.status, 201);
      const changed = { globalId, object: { ...object, title: 'Order 1, paid' } };
      const second = await ask('POST', path, { body: changed });
      assert.equal(second.status, 200);
      assert.equal(second.json.id, first.json.id);
      const found = (await ask('GET', `${path}?globalId=${encodeURIComponent(globalId)}`)).json;
      assert.equal(found.object.title, 'Order 1, paid');
      assert.equal('relationship' in found, false);
      assert.equal((await ask('GET', path)).json.length, 1);
      assert.equal((await ask('GET', `${path}?globalId=other`)).status, 404);
      assert.equal((await ask('DELETE', `${path}?globalId=${encodeURIComponent(globalId)}`)).status, 204);
      assert.deepEqual((await ask('GET', path)).json, []);
    });

    it(`adds a link each time without a globalId, on ${deployment}`, async () => {
      const { id } = (await ask('POST', path, { body: { object } })).json;
      assert.equal((await ask('POST', path, { body: { object } })).status, 201);
      assert.equal((await ask('GET', path)).json.length, 2);
      assert.equal((await ask('PUT', `${path}/${id}`, { body: { object: { ...object, title: 'New' } } })).status, 204);
      assert.equal((await ask('GET', `${path}/${id}`)).json.object.title, 'New');
      assert.equal((await ask('DELETE', `${path}/${id}`)).status, 204);
      assert.equal((await ask('GET', `${path}/${id}`)).status, 404);
    });

    it(`refuses a link without title and address, and one who may not link, on ${deployment}`, async () => {
      const { status, json } = await ask('POST', path, { body: { object: {} } });
      assert.equal(status, 400);
      assert.deepEqual(Object.keys(json.errors), ['title', 'url']);
      assert.equal((await ask('POST', path, { as: 'cara', body: { object } })).status, 403);
      assert.equal((await ask('POST', '/issue/OPS-9999/remotelink', { body: { object } })).status, 404);
      assert.equal((await ask('POST', path, { body: { globalId: 'x'.repeat(256), object } })).status, 400);
    });
  }
});
