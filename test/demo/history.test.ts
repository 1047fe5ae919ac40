import assert from 'node:assert/strict';
import { adf, demoSites, NOW } from './support';

interface Item {
  readonly field: string;
  readonly from: string | null;
  readonly fromString: string | null;
  readonly to: string | null;
  readonly toString: string | null;
}

const told = (item: Item): string => `${item.field}: ${item.from}|${item.fromString} → ${item.to}|${item.toString}`;

describe('demo Jira: what happened to an issue', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  beforeEach(() => {
    clock.now = NOW;
  });
  const edit = (fields: object) => sites.cloud('PUT', '/issue/OPS-8', { body: { fields } });
  const histories = async (key = 'OPS-8') => (await sites.cloud('GET', `/issue/${key}/changelog`)).json.values;
  const newest = async (key = 'OPS-8'): Promise<string[]> => (await histories(key)).at(-1).items.map(told);
  const newestOnDataCenter = async (key = 'OPS-8'): Promise<string[]> => {
    const { json } = await sites.dataCenter('GET', `/issue/${key}?expand=changelog`);
    return json.changelog.histories.at(-1).items.map(told);
  };

  it('is told in ids that rise, to the millisecond, several in one second', async () => {
    for (const summary of ['One', 'Two', 'Three']) {
      clock.now = new Date(clock.now.getTime() + 7);
      await edit({ summary });
    }
    const [first, second, third] = (await histories()).slice(-3);
    assert.ok(Number(first.id) < Number(second.id) && Number(second.id) < Number(third.id));
    assert.deepEqual(
      [first, second, third].map(({ created }) => created),
      ['2026-11-23T09:00:00.007+0000', '2026-11-23T09:00:00.014+0000', '2026-11-23T09:00:00.021+0000'],
    );
    const { fields } = (await sites.cloud('GET', '/issue/OPS-8?fields=updated')).json;
    assert.equal(fields.updated, third.created);
  });

  it('has the fields of one edit in one entry, each in the form of its kind', async () => {
    await edit({ labels: [], components: [{ name: 'Hydraulics' }], fixVersions: [{ name: 'Later' }], duedate: null });
    const { accountId } = (await sites.cloud('GET', '/myself')).json;
    await edit({
      summary: 'Restart line 3',
      labels: ['hot', 'pump'],
      components: [{ name: 'Conveyors' }, { name: 'Electrics' }],
      fixVersions: [],
      duedate: '2026-12-24',
      customfield_10032: [{ value: 'Line 1' }, { value: 'Line 3' }],
      customfield_10035: { value: 'Plant North', child: { value: 'Hall A' } },
      assignee: { accountId },
    });
    const items = await newest();
    for (const item of [
      'summary: null|Restart line 2 after the inspection → null|Restart line 3',
      'labels: | → |hot pump',
      'Component: 10200|Hydraulics → 10201|Conveyors',
      'Component: null|null → 10202|Electrics',
      'Fix Version: 10302|Later → null|null',
      'duedate: null|null → 2026-12-24|2026-12-24 00:00:00.0',
    ]) {
      assert.ok(items.includes(item), `${item} in\n${items.join('\n')}`);
    }
    assert.ok(items.some((item) => item.endsWith('→ [10110, 10112]|Line 1,Line 3')));
    assert.ok(
      items.some((item) => item.endsWith('null|Parent values: Plant North(10120)Level 1 values: Hall A(10121)')),
    );
    assert.ok(items.some((item) => item.endsWith(`${accountId}|Ada Lindqvist`)));
  });

  it('has no entry where nothing is different, and the issue is not touched', async () => {
    const before = (await sites.cloud('GET', '/issue/OPS-8?fields=updated&expand=changelog')).json;
    clock.now = new Date(NOW.getTime() + 60_000);
    await edit({ summary: 'Restart line 2 after the inspection' });
    await sites.cloud('PUT', '/issue/OPS-8', { body: { properties: [{ key: 'a', value: 1 }] } });
    const after = (await sites.cloud('GET', '/issue/OPS-8?fields=updated&expand=changelog')).json;
    assert.deepEqual(after.changelog, before.changelog);
    assert.equal(after.fields.updated, before.fields.updated);
  });

  it('has a transition and what it sets in one entry', async () => {
    await sites.cloud('POST', '/issue/OPS-8/transitions', { body: { transition: { id: '31' } } });
    assert.deepEqual((await newest()).sort(), [
      'resolution: null|null → 10000|Done',
      'status: 10010|To Do → 10011|Done',
    ]);
    await sites.dataCenter('POST', '/issue/OPS-8/transitions', { body: { transition: { id: '31' } } });
    assert.equal((await newestOnDataCenter()).length, 2);
  });

  it('has types and parents', async () => {
    await edit({ issuetype: { name: 'Story' }, parent: { key: 'OPS-1' } });
    const epic = (await sites.cloud('GET', '/issue/OPS-1')).json;
    assert.deepEqual(await newest(), [
      'issuetype: 10002|Task → 10001|Story',
      `IssueParentAssociation: null|null → ${epic.id}|OPS-1`,
    ]);
  });

  it('names the other end of a link on both ends, when it comes and when it goes', async () => {
    const body = { type: { name: 'Blocks' }, inwardIssue: { key: 'OPS-8' }, outwardIssue: { key: 'OPS-9' } };
    await sites.cloud('POST', '/issueLink', { body });
    assert.deepEqual(await newest(), ['Link: null|null → OPS-9|This issue blocks OPS-9']);
    assert.deepEqual(await newest('OPS-9'), ['Link: null|null → OPS-8|This issue is blocked by OPS-8']);
    const { issuelinks } = (await sites.cloud('GET', '/issue/OPS-9?fields=issuelinks')).json.fields;
    clock.now = new Date(NOW.getTime() + 60_000);
    await sites.cloud('DELETE', `/issueLink/${issuelinks.at(-1).id}`);
    assert.deepEqual(await newest(), ['Link: OPS-9|This issue blocks OPS-9 → null|null']);
    assert.deepEqual(await newest('OPS-9'), ['Link: OPS-8|This issue is blocked by OPS-8 → null|null']);
    const item = (await histories()).at(-1).items[0];
    assert.equal('fieldId' in item, false);
    const { fields } = (await sites.cloud('GET', '/issue/OPS-9?fields=updated')).json;
    assert.equal(fields.updated, '2026-11-23T09:01:00.000+0000');
  });

  it('has worklogs, on Data Center as old values always', async () => {
    const started = '2026-11-20T08:00:00.000+0000';
    const logged = await sites.cloud('POST', '/issue/TEAM-1/worklog', { body: { timeSpent: '1h 30m', started } });
    assert.equal(logged.status, 201);
    const { id } = logged.json;
    const before = logged.json.timeSpentSeconds;
    assert.equal(before, 5400);
    const items = await newest('TEAM-1');
    assert.equal(items[0], `WorklogId: null|null → ${id}|${id}`);
    assert.match(items[2] ?? '', /^timespent: .* → \d+\|\d+$/);
    await sites.cloud('PUT', `/issue/TEAM-1/worklog/${id}`, { body: { timeSpentSeconds: 3600 } });
    assert.equal((await sites.cloud('GET', `/issue/TEAM-1/worklog/${id}`)).json.timeSpent, '1h');
    await sites.cloud('DELETE', `/issue/TEAM-1/worklog/${id}`);
    assert.equal((await newest('TEAM-1'))[0], `WorklogId: ${id}|${id} → null|null`);
    const there = await sites.dataCenter('POST', '/issue/TEAM-1/worklog', { body: { timeSpentSeconds: 60 } });
    assert.equal((await newestOnDataCenter('TEAM-1'))[0], `WorklogId: ${there.json.id}|${there.json.id} → null|null`);
  });

  it('refuses worklogs without time, without beginning on Cloud, of others, and of those who may only read', async () => {
    const started = '2026-11-20T08:00:00.000+0000';
    const log = (body: object, as: 'ada' | 'ben' | 'cara' = 'ada') =>
      sites.cloud('POST', '/issue/OPS-8/worklog', { as, body });
    assert.equal((await log({ started })).status, 400);
    assert.equal((await log({ timeSpent: 'soon', started })).status, 400);
    assert.equal((await log({ timeSpent: '1h' })).status, 400);
    assert.equal((await log({ timeSpent: '1h', started: '2026-11-20T08:00:00Z' })).status, 400);
    assert.equal((await log({ timeSpent: '1h', started, comment: 'plain' })).status, 400);
    assert.equal((await log({ timeSpent: '1h', started }, 'cara')).status, 400);
    const { id } = (await log({ timeSpent: '1h', started, comment: adf('Bearing') })).json;
    assert.equal((await sites.cloud('DELETE', `/issue/OPS-8/worklog/${id}`, { as: 'ben' })).status, 400);
    assert.equal((await sites.cloud('DELETE', '/issue/OPS-8/worklog/1')).status, 404);
  });

  it('embeds all of it on Data Center, and the newest 40 entries on Cloud, newest first', async () => {
    for (let count = 0; count < 101; count += 1) {
      await edit({ summary: `Summary ${count}` });
      await sites.dataCenter('PUT', '/issue/OPS-8', { body: { fields: { summary: `Summary ${count}` } } });
    }
    const onCloud = (await sites.cloud('GET', '/issue/OPS-8?expand=changelog')).json.changelog;
    assert.equal(onCloud.histories.length, 40);
    assert.equal(onCloud.histories[0].items[0].toString, 'Summary 100');
    const onDataCenter = (await sites.dataCenter('GET', '/issue/OPS-8?expand=changelog')).json.changelog;
    assert.equal(onDataCenter.histories.length, onDataCenter.total);
    assert.equal(onDataCenter.histories.at(-1).items[0].toString, 'Summary 100');
    const page = (await sites.cloud('GET', '/issue/OPS-8/changelog?maxResults=500')).json;
    assert.equal(page.values.length, 100);
    assert.equal(page.isLast, false);
  }).timeout(120_000);
});

describe('demo Jira: the histories of many issues', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  beforeEach(() => {
    clock.now = NOW;
  });
  const fetchAll = (body: object) => sites.cloud('POST', '/changelog/bulkfetch', { body });

  it('come with times in milliseconds, by issue, without those that have none', async () => {
    clock.now = new Date(NOW.getTime() + 5);
    await sites.cloud('PUT', '/issue/OPS-9', { body: { fields: { summary: 'Order it' } } });
    const [changed, quiet] = [await id('OPS-9'), await id('OPS-10')];
    const { status, json } = await fetchAll({ issueIdsOrKeys: ['OPS-9', 'OPS-10', 'OPS-9999', changed] });
    assert.equal(status, 200);
    assert.deepEqual(
      json.issueChangeLogs.map(({ issueId }: { issueId: string }) => issueId),
      [changed],
    );
    assert.equal(json.issueChangeLogs[0].changeHistories[0].created, NOW.getTime() + 5);
    assert.equal('nextPageToken' in json, false);
    assert.notEqual(changed, quiet);
    sites.jira.cloud.settings.bulkChangelogNeedsAll = true;
    assert.equal((await fetchAll({ issueIdsOrKeys: ['OPS-9', 'OPS-9999'] })).status, 400);
  });

  it('go on over pages, an issue on several of them', async () => {
    for (const summary of ['One', 'Two', 'Three']) {
      for (const key of ['OPS-9', 'OPS-10'])
        await sites.cloud('PUT', `/issue/${key}`, { body: { fields: { summary } } });
      clock.now = new Date(clock.now.getTime() + 1);
    }
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const body = { issueIdsOrKeys: ['OPS-9', 'OPS-10'], maxResults: 2, ...(token ? { nextPageToken: token } : {}) };
      const { json } = await fetchAll(body);
      for (const { issueId, changeHistories } of json.issueChangeLogs) {
        seen.push(...changeHistories.map(({ items }: { items: Item[] }) => `${issueId} ${items[0]?.toString}`));
      }
      token = json.nextPageToken;
    } while (token);
    assert.equal(seen.length, 6);
    assert.equal(new Set(seen).size, 6);
  });

  it('can be asked for ten fields of a thousand issues, and no more', async () => {
    await sites.cloud('PUT', '/issue/OPS-9', { body: { fields: { summary: 'One' } } });
    await sites.cloud('PUT', '/issue/OPS-9', { body: { fields: { duedate: '2026-12-01' } } });
    const some = (await fetchAll({ issueIdsOrKeys: ['OPS-9'], fieldIds: ['duedate'] })).json;
    assert.equal(some.issueChangeLogs[0].changeHistories.length, 1);
    for (const body of [
      { issueIdsOrKeys: [] },
      { issueIdsOrKeys: Array(1001).fill('OPS-9') },
      { issueIdsOrKeys: ['OPS-9'], fieldIds: Array.from({ length: 11 }, (_, index) => `f${index}`) },
      { issueIdsOrKeys: ['OPS-9'], maxResults: 10_001 },
      { issueIdsOrKeys: ['OPS-9'], nextPageToken: 'other' },
      { issues: ['OPS-9'] },
    ]) {
      assert.equal((await fetchAll(body)).status, 400);
    }
    assert.equal((await sites.dataCenter('POST', '/changelog/bulkfetch', { body: {} })).status, 404);
  });

  async function id(key: string): Promise<string> {
    return (await sites.cloud('GET', `/issue/${key}?fields=id`)).json.id;
  }
});
