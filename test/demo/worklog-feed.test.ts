import assert from 'node:assert/strict';
import { demoSites, NOW } from './support';

const minute = 60_000;

describe('demo Jira: the feed of worklogs', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  beforeEach(() => {
    clock.now = NOW;
  });
  const pass = (milliseconds: number): void => {
    clock.now = new Date(clock.now.getTime() + milliseconds);
  };
  const started = '2026-11-20T08:00:00.000+0000';
  const log = async (key = 'OPS-8'): Promise<string> =>
    (await sites.cloud('POST', `/issue/${key}/worklog`, { body: { timeSpent: '1h', started } })).json.id;
  const ids = (values: readonly { worklogId: number }[]): string[] => values.map(({ worklogId }) => String(worklogId));

  it('leaves the last minute out, and says how far it reaches', async () => {
    const id = await log();
    const since = NOW.getTime();
    const early = (await sites.cloud('GET', `/worklog/updated?since=${since}`)).json;
    assert.deepEqual(early.values, []);
    assert.equal(early.until, since);
    pass(minute);
    const { json } = await sites.cloud('GET', `/worklog/updated?since=${since}`);
    assert.deepEqual(json.values, [{ worklogId: Number(id), updatedTime: since, properties: [] }]);
    assert.deepEqual([json.since, json.until, json.lastPage, 'nextPage' in json], [since, since, true, false]);
    pass(minute);
    assert.equal((await sites.cloud('GET', `/worklog/updated?since=${since}`)).json.until, since + minute);
  });

  it('shows a worklog at its last change, and one that is gone in the other feed, with its issue', async () => {
    const changed = await log();
    const gone = await log();
    const withIssue = await log('OPS-9');
    pass(1000);
    await sites.cloud('PUT', `/issue/OPS-8/worklog/${changed}`, { body: { timeSpent: '2h' } });
    await sites.cloud('DELETE', `/issue/OPS-8/worklog/${gone}`);
    await sites.cloud('DELETE', '/issue/OPS-9');
    pass(minute);
    const since = NOW.getTime();
    const updated = (await sites.cloud('GET', `/worklog/updated?since=${since}`)).json;
    assert.deepEqual(ids(updated.values), [changed]);
    assert.equal(updated.values[0].updatedTime, NOW.getTime() + 1000);
    const deleted = (await sites.cloud('GET', `/worklog/deleted?since=${since}`)).json;
    assert.deepEqual(ids(deleted.values), [gone, withIssue]);
  });

  it('gives a thousand on a page, the oldest first, and the next page from the last one on', async () => {
    const [pattern] = [...sites.jira.datacenter.worklogs.values()];
    assert.ok(pattern);
    for (let count = 0; count < 2500; count += 1) {
      const id = sites.jira.datacenter.nextId('worklog');
      sites.jira.datacenter.worklogs.set(id, {
        ...pattern,
        id,
        updated: new Date(NOW.getTime() + Math.floor(count / 3)),
      });
    }
    pass(2 * minute);
    const seen = new Set<string>();
    let page = `/worklog/updated?since=${NOW.getTime()}`;
    let pages = 0;
    for (;;) {
      const { json } = await sites.dataCenter('GET', page);
      for (const id of ids(json.values)) seen.add(id);
      pages += 1;
      if (json.lastPage) break;
      assert.equal(json.values.length, 1000);
      page = json.nextPage.slice(json.nextPage.indexOf('/worklog'));
    }
    assert.deepEqual([seen.size, pages], [2500, 3]);
  });

  it('leads to a thousand worklogs at once, without those that are hidden or gone', async () => {
    const [own, hidden] = [await log(), await log('SEC-1')];
    const body = { ids: [Number(own), Number(hidden), 1] };
    const all = await sites.cloud('POST', '/worklog/list', { body });
    assert.deepEqual(
      all.json.map(({ id }: { id: string }) => id),
      [own, hidden],
    );
    const some = await sites.cloud('POST', '/worklog/list', { as: 'ben', body });
    assert.deepEqual(
      some.json.map(({ id }: { id: string }) => id),
      [own],
    );
    assert.equal((await sites.dataCenter('POST', '/worklog/list', { body: { ids: [1] } })).status, 200);
    const many = { ids: Array.from({ length: 1001 }, (_, index) => index + 1) };
    assert.equal((await sites.cloud('POST', '/worklog/list', { body: many })).status, 400);
    pass(minute);
    const feed = (await sites.cloud('GET', `/worklog/updated?since=${NOW.getTime()}`, { as: 'ben' })).json;
    assert.deepEqual(ids(feed.values), [own]);
    assert.equal((await sites.cloud('GET', '/worklog/updated', { as: 'nobody' })).status, 401);
    assert.equal((await sites.cloud('GET', '/worklog/updated?since=monday')).status, 400);
  });
});
