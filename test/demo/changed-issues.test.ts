import assert from 'node:assert/strict';
import { adf, demoSites, NOW } from './support';

const minute = 60_000;
const hour = 60 * minute;

describe('demo Jira: asking for what has changed', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  beforeEach(() => {
    clock.now = NOW;
  });
  const pass = (milliseconds: number): void => {
    clock.now = new Date(clock.now.getTime() + milliseconds);
  };
  const edit = (key: string, summary: string) => sites.cloud('PUT', `/issue/${key}`, { body: { fields: { summary } } });
  const find = async (jql: string, more: object = {}): Promise<Record<string, string>[]> => {
    const body = { jql, fields: ['summary', 'updated'], ...more };
    const { json } = await sites.cloud('POST', '/search/jql', { body });
    return json.issues.map(({ key, fields }: { key: string; fields: object }) => ({ key, ...fields }));
  };
  const keys = async (jql: string, more: object = {}): Promise<(string | undefined)[]> =>
    (await find(jql, more)).map(({ key }) => key);
  const idOf = (key: string): number => Number(sites.jira.cloud.findIssue(key)?.id);

  it('goes by the moment where it is a bare number, whatever time zone the account has', async () => {
    pass(1500);
    await edit('OPS-8', 'Later');
    for (const timeZone of ['Asia/Tokyo', 'America/Los_Angeles']) {
      const ada = sites.jira.cloud.users.find(({ name }) => name === 'ada');
      assert.ok(ada);
      ada.timeZone = timeZone;
      assert.deepEqual(await keys(`updated >= ${NOW.getTime() + 1000} ORDER BY updated ASC`), ['OPS-8']);
      assert.deepEqual(await keys(`updated >= ${NOW.getTime() + 3000}`), []);
      assert.equal((await sites.cloud('GET', '/myself')).json.timeZone, timeZone);
    }
  });

  it("goes by the wall clock of the account's profile, to the minute, where it is text", async () => {
    const ada = sites.jira.cloud.users.find(({ name }) => name === 'ada');
    assert.ok(ada);
    ada.timeZone = 'Asia/Tokyo';
    pass(90_000);
    await edit('OPS-8', 'Later');
    assert.deepEqual(await keys('updated >= "2026-11-23 18:01"'), ['OPS-8']);
    assert.deepEqual(await keys('updated >= "2026-11-23 18:02"'), []);
    const refused = await sites.cloud('POST', '/search/jql', { body: { jql: 'updated >= "2026-11-23 18:01:30"' } });
    assert.equal(refused.status, 400);
  });

  it('goes back from now where it is a span, and orders by the last change', async () => {
    pass(minute);
    await edit('OPS-9', 'First');
    pass(minute);
    await edit('OPS-8', 'Second');
    pass(minute);
    assert.deepEqual(await keys('updated >= "-3m" ORDER BY updated ASC'), ['OPS-9', 'OPS-8']);
    assert.deepEqual(await keys('updated >= "-1m"'), ['OPS-8']);
  });

  it('finds and shows an issue as it was until the index knows of a change; reading and reconciling show it as it is', async () => {
    await edit('OPS-8', 'Before');
    const before = clock.now;
    pass(hour);
    sites.jira.cloud.settings.indexLag = 2 * hour;
    await edit('OPS-8', 'After');
    sites.jira.cloud.settings.indexLag = 0;
    await edit('OPS-9', 'Other');
    const jql = `updated >= ${clock.now.getTime()} ORDER BY updated ASC`;
    assert.deepEqual(await keys(jql), ['OPS-9']);
    const [old] = await find(`key = OPS-8 AND updated <= ${before.getTime()}`);
    assert.equal(old?.summary, 'Before');
    assert.equal((await sites.cloud('GET', '/issue/OPS-8')).json.fields.summary, 'After');
    const reconciled = await keys(jql, { reconcileIssues: [idOf('OPS-8')] });
    assert.deepEqual(reconciled.sort(), ['OPS-8', 'OPS-9']);
    pass(2 * hour);
    assert.deepEqual((await keys(jql)).sort(), ['OPS-8', 'OPS-9']);
  });

  it('lags for single changes, comments and links among them, and knows all that was before a change it knows', async () => {
    sites.jira.cloud.settings.indexLag = (issue) => (sites.jira.cloud.key(issue) === 'OPS-8' ? hour : 0);
    pass(minute);
    const jql = `updated >= ${clock.now.getTime()}`;
    await sites.cloud('POST', '/issue/OPS-8/comment', { body: { body: adf('Hello') } });
    const body = { type: { name: 'Blocks' }, inwardIssue: { key: 'OPS-8' }, outwardIssue: { key: 'OPS-9' } };
    await sites.cloud('POST', '/issueLink', { body });
    assert.deepEqual(await keys(jql), ['OPS-9']);
    sites.jira.cloud.settings.indexLag = 0;
    await edit('OPS-8', 'Known at once');
    assert.deepEqual((await keys(jql)).sort(), ['OPS-8', 'OPS-9']);
  });

  it('keeps to the clock of the site, which may go wrong', async () => {
    sites.jira.cloud.settings.clockOffset = -hour;
    const { headers, json } = await sites.cloud('GET', '/serverInfo');
    assert.equal(headers.get('date'), 'Mon, 23 Nov 2026 08:00:00 GMT');
    assert.equal(json.serverTime, '2026-11-23T08:00:00.000+0000');
    await edit('OPS-8', 'An hour ago');
    assert.equal((await find('key = OPS-8'))[0]?.updated, '2026-11-23T08:00:00.000+0000');
    const refused = await sites.cloud('GET', '/nowhere');
    assert.equal(refused.headers.get('date'), 'Mon, 23 Nov 2026 08:00:00 GMT');
    sites.jira.fault({ response: { status: 503 } });
    const failed = await sites.cloud('GET', '/serverInfo');
    assert.deepEqual([failed.status, failed.headers.get('date')], [503, 'Mon, 23 Nov 2026 08:00:00 GMT']);
    const other = await sites.dataCenter('GET', '/serverInfo');
    assert.equal(other.headers.get('date'), 'Mon, 23 Nov 2026 09:00:00 GMT');
  });

  it('is told by comments that come, change and go, but not by votes, watchers and properties', async () => {
    const updated = async () => (await sites.cloud('GET', '/issue/OPS-8?fields=updated')).json.fields.updated;
    const touched: string[] = [];
    const touchedBy = async (what: () => Promise<unknown>): Promise<void> => {
      pass(minute);
      await what();
      if ((await updated()) === clock.now.toISOString().replace('Z', '+0000'))
        touched.push(String(clock.now.getUTCMinutes()));
    };
    let id = '';
    await touchedBy(async () => {
      id = (await sites.cloud('POST', '/issue/OPS-8/comment', { body: { body: adf('One') } })).json.id;
    });
    await touchedBy(() => sites.cloud('PUT', `/issue/OPS-8/comment/${id}`, { body: { body: adf('Two') } }));
    await touchedBy(() => sites.cloud('DELETE', `/issue/OPS-8/comment/${id}`));
    await touchedBy(() => sites.cloud('POST', '/issue/OPS-8/watchers'));
    await touchedBy(() => sites.cloud('PUT', '/issue/OPS-8/properties/a', { body: 1 }));
    assert.deepEqual(touched, ['1', '2', '3']);
  });

  it('gives at most a hundred comments on a page of Cloud, however many are asked for', async () => {
    for (let count = 0; count < 101; count += 1) {
      await sites.cloud('POST', '/issue/OPS-8/comment', { body: { body: adf(`Comment ${count}`) } });
    }
    const { json } = await sites.cloud('GET', '/issue/OPS-8/comment?maxResults=5000&orderBy=-created');
    assert.deepEqual([json.maxResults, json.comments.length], [100, 100]);
    assert.equal(json.comments[0].body.content[0].content[0].text, 'Comment 100');
  });
});
