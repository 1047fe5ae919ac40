import assert from 'node:assert/strict';
import { demoSites } from './support';

interface Person {
  readonly displayName: string;
  readonly emailAddress?: string;
}

describe('demo Jira: people', () => {
  const sites = demoSites();
  const shown = (list: readonly Person[]) => list.map(({ displayName }) => displayName);
  const id = (name: string) => sites.jira.cloud.findUserByName(name)?.id ?? '';

  it('knows people by account id alone on Cloud, and by name or key on Data Center', async () => {
    const cloud = (await sites.cloud('GET', `/user?accountId=${id('ben')}`)).json;
    assert.equal(cloud.displayName, 'Ben Okafor');
    assert.equal('name' in cloud || 'key' in cloud, false);
    assert.equal((await sites.cloud('GET', '/user?accountId=nope')).status, 404);
    const dataCenter = (await sites.dataCenter('GET', '/user?username=ben')).json;
    assert.equal(dataCenter.key, 'JIRAUSER10101');
    assert.equal('accountId' in dataCenter, false);
    assert.equal((await sites.dataCenter('GET', '/user?key=JIRAUSER10101')).json.name, 'ben');
    assert.equal((await sites.dataCenter('GET', '/user?username=nope')).status, 404);
  });

  it('leaves out addresses that people hide, but not to themselves', async () => {
    const hidden = await sites.cloud('GET', `/user?accountId=${id('dmitri')}`);
    assert.equal('emailAddress' in hidden.json, false);
    assert.equal((await sites.cloud('GET', '/myself')).json.emailAddress, 'ada@example.com');
    assert.equal((await sites.dataCenter('GET', '/user?username=dmitri')).json.emailAddress, 'dmitri@example.com');
  });

  it('finds a hidden address by the whole of it', async () => {
    const search = async (query: string) => shown((await sites.cloud('GET', `/user/search?query=${query}`)).json);
    assert.deepEqual(await search('hana@example.com'), ['Hana Sato']);
    assert.deepEqual(await search('hana@'), []);
    assert.deepEqual(await search('sato'), ['Hana Sato']);
    assert.deepEqual(await search('kim'), ['Kim Larsen', 'Kim Larsen']);
    assert.equal((await sites.cloud('GET', '/user/search')).status, 400);
  });

  it('gives an empty list or a 403 to somebody who may not look people up, by operation', async () => {
    const as = { as: 'cara' } as const;
    assert.deepEqual((await sites.cloud('GET', '/user/search?query=ben', as)).json, []);
    assert.equal((await sites.cloud('GET', '/users/search', as)).status, 403);
    assert.equal((await sites.cloud('GET', `/user?accountId=${id('ben')}`, as)).status, 403);
  });

  it('lists all people of Cloud as a bare array, with apps and those who have left', async () => {
    const { json } = await sites.cloud('GET', '/users/search?maxResults=1000');
    assert.equal(json.length, 13);
    assert.ok(json.some(({ accountType }: { accountType: string }) => accountType === 'app'));
    assert.ok(json.some(({ active }: { active: boolean }) => !active));
    assert.equal((await sites.cloud('GET', '/users/search?startAt=12')).json.length, 1);
    assert.deepEqual((await sites.cloud('GET', '/users/search?startAt=13')).json, []);
  });

  it('keeps the e-mail endpoint from everybody but apps', async () => {
    assert.equal((await sites.cloud('GET', `/user/email?accountId=${id('ben')}`)).status, 401);
    assert.equal((await sites.dataCenter('GET', '/user/email?username=ben')).status, 404);
  });

  it('lists people of Data Center by cursor, without a total, and not at all on older versions', async () => {
    const first = (await sites.dataCenter('GET', '/user/list?maxResults=10')).json;
    assert.deepEqual([first.values.length, first.isLast, 'total' in first], [10, false, false]);
    const rest = (await sites.dataCenter('GET', `/user/list?maxResults=10&cursor=${first.nextCursor}`)).json;
    assert.deepEqual([rest.values.length, rest.isLast, 'nextCursor' in rest], [2, true, false]);
    sites.jira.datacenter.settings.userList = false;
    assert.equal((await sites.dataCenter('GET', '/user/list')).status, 404);
  });

  it('caps the user search of Data Center in all, and needs a name', async () => {
    const search = async (query: string) => (await sites.dataCenter('GET', `/user/search?${query}`)).json;
    assert.equal((await search('username=.')).length, 11);
    assert.equal((await search('username=.&includeInactive=true')).length, 12);
    assert.deepEqual(shown(await search('username=kim')), ['Kim Larsen', 'Kim Larsen']);
    assert.deepEqual(await search('username=%25'), []);
    assert.equal((await sites.dataCenter('GET', '/user/search')).status, 400);
    sites.jira.datacenter.settings.userSearchCap = 5;
    assert.equal((await search('username=.&maxResults=100')).length, 5);
    assert.deepEqual(await search('username=.&startAt=5'), []);
  });

  it('offers as assignee only who can be one', async () => {
    const { json } = await sites.cloud('GET', '/user/assignable/search?project=SEC');
    assert.deepEqual(shown(json), ['Ada Lindqvist', 'Hana Sato', 'Ivo Petrov']);
    const byIssue = await sites.dataCenter('GET', '/user/assignable/search?issueKey=SEC-1&username=ha');
    assert.deepEqual(shown(byIssue.json), ['Hana Sato']);
    assert.equal((await sites.cloud('GET', '/user/assignable/search')).status, 400);
    assert.equal((await sites.cloud('GET', '/user/assignable/search?project=SEC', { as: 'ben' })).status, 404);
  });
});
