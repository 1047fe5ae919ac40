import assert from 'node:assert/strict';
import type { Deployment } from '../../demo/model';
import { type Ask, demoSites } from './support';

interface Named {
  readonly id: string;
  readonly name: string;
}

const names = (list: readonly Named[]) => list.map(({ name }) => name);

describe('demo Jira: resources that clients other than the nodes read', () => {
  const sites = demoSites();
  const ask = (deployment: Deployment, path: string, asked?: Ask) =>
    deployment === 'cloud' ? sites.cloud('GET', path, asked) : sites.dataCenter('GET', path, asked);

  for (const deployment of ['cloud', 'datacenter'] as const) {
    const get = (path: string, asked?: Ask) => ask(deployment, path, asked);

    it(`gives one priority, resolution, status, status category or link type, or 404, on ${deployment}`, async () => {
      const found: readonly (readonly [path: string, name: string])[] = [
        ['/priority/2', 'High'],
        ['/resolution/10004', 'Fixed'],
        ['/status/3', 'In Progress'],
        ['/status/in%20progress', 'In Progress'],
        ['/statuscategory/done', 'Done'],
        ['/statuscategory/2', 'To Do'],
        ['/issueLinkType/10000', 'Blocks'],
      ];
      for (const [path, name] of found) assert.equal((await get(path)).json.name, name, path);
      for (const path of ['/priority/99', '/resolution/99', '/status/99', '/statuscategory/99', '/issueLinkType/99']) {
        assert.equal((await get(path)).status, 404, path);
      }
      assert.equal((await get('/statuscategory')).json.length, 3);
    });

    it(`pages priorities and resolutions on ${deployment}`, async () => {
      const last = deployment === 'cloud' ? 'search' : 'page';
      const priorities = (await get(`/priority/${last}?startAt=3&maxResults=1`)).json;
      assert.deepEqual(names(priorities.values), ['Low']);
      assert.equal(priorities.isLast, false);
      assert.equal((await get(`/resolution/${last}`)).json.total, 5);
    });

    it(`lists components and versions of a project on ${deployment}`, async () => {
      const components = (await get('/project/OPS/components')).json;
      assert.deepEqual(names(components), ['Hydraulics', 'Conveyors', 'Electrics', 'Packaging']);
      assert.equal((await get(`/component/${components[0].id}`)).json.lead.displayName, 'Dmitri Volkov');
      const versions = (await get('/project/OPS/versions')).json;
      assert.deepEqual(names(versions), ['2026 summer stop', '2026 winter stop', 'Later']);
      assert.equal(versions[1].overdue, false);
      assert.equal((await get(`/version/${versions[0].id}`)).json.released, true);
      for (const path of ['/project/NOPE/components', '/project/NOPE/versions', '/component/1', '/version/1']) {
        assert.equal((await get(path)).status, 404, path);
      }
    });

    it(`pages versions of a project on ${deployment}`, async () => {
      const page = (await get('/project/OPS/version?maxResults=2&orderBy=-name')).json;
      assert.deepEqual(names(page.values), ['Later', '2026 winter stop']);
      assert.deepEqual([page.total, page.isLast], [3, false]);
      assert.equal((await get('/project/OPS/version?orderBy=size')).status, deployment === 'cloud' ? 400 : 404);
    });

    it(`lists the statuses of a project by issue type on ${deployment}`, async () => {
      const types = (await get('/project/OPS/statuses')).json;
      const bug = types.find(({ name }: Named) => name === 'Bug');
      assert.deepEqual(names(bug.statuses), ['In Progress', 'Open', 'Reopened', 'Resolved', 'Closed']);
      assert.equal((await get('/project/SEC/statuses', { as: 'ben' })).status, 404);
    });

    it(`finds groups by a part of their name, for who may see people, on ${deployment}`, async () => {
      const { groups, total, header } = (await get('/groups/picker?query=shift')).json;
      assert.deepEqual([total, header], [1, 'Showing 1 of 1 matching groups']);
      assert.equal(groups[0].html, '<b>shift</b>-leads');
      assert.equal('groupId' in groups[0], deployment === 'cloud');
      for (const as of ['cara', 'nobody'] as const)
        assert.deepEqual((await get('/groups/picker', { as })).json.groups, []);
    });

    it(`lists the caller's favourite filters on ${deployment}`, async () => {
      assert.deepEqual(names((await get('/filter/favourite')).json), ['Open faults']);
      assert.deepEqual(names((await get('/filter/favourite', { as: 'ben' })).json), ['Open faults', 'My issues']);
      const anonymous = await get('/filter/favourite', { as: 'nobody' });
      assert.equal(anonymous.status, deployment === 'cloud' ? 200 : 401);
      const { jql } = (await get('/filter/10000')).json;
      const search = deployment === 'cloud' ? '/search/jql' : '/search';
      assert.equal((await get(`${search}?jql=${encodeURIComponent(jql)}`)).status, 200);
      assert.equal((await get('/filter/99')).status, 400);
    });

    it(`keeps JSON values as properties of an issue on ${deployment}`, async () => {
      const path = '/issue/OPS-8/properties/shop.order';
      const put = (body: unknown, as: 'ada' | 'cara' = 'ada') =>
        deployment === 'cloud' ? sites.cloud('PUT', path, { as, body }) : sites.dataCenter('PUT', path, { as, body });
      assert.equal((await put({ number: 7 })).status, 201);
      assert.equal((await put({ number: 8 })).status, 200);
      assert.deepEqual((await get(path)).json, { key: 'shop.order', value: { number: 8 } });
      assert.equal((await get('/issue/OPS-8/properties')).json.keys[0].key, 'shop.order');
      assert.equal((await put(1, 'cara')).status, 403);
      assert.equal((await put('x'.repeat(32_768))).status, 400);
      assert.equal((await get('/issue/OPS-8/properties/other')).status, 404);
    });

    it(`gives worklogs apart from the issue on ${deployment}`, async () => {
      const store = deployment === 'cloud' ? sites.jira.cloud : sites.jira.datacenter;
      const [worklog] = store.worklogs.values();
      const path = `/issue/${worklog?.issueId}/worklog`;
      const { worklogs, total } = (await get(path)).json;
      assert.equal(worklogs.length, total);
      assert.equal((await get(`${path}/${worklog?.id}`)).json.timeSpentSeconds, worklog?.seconds);
      assert.equal((await get(`${path}/1`)).status, 404);
      const later = await sites.cloud('GET', `${path}?startedAfter=${sites.jira.cloud.now().getTime()}`);
      assert.equal(later.json.total, 0);
    });

    it(`gives an issue every key that Jira gives it on ${deployment}`, async () => {
      const all = (await get('/issue/OPS-8?expand=renderedFields')).json;
      const own =
        deployment === 'cloud'
          ? ['statusCategory', 'statuscategorychangedate', 'issuerestriction', 'security']
          : ['archiveddate', 'archivedby'];
      const always = (
        'aggregateprogress aggregatetimeestimate aggregatetimeoriginalestimate aggregatetimespent assignee attachment comment ' +
        'components created creator description duedate environment fixVersions issuelinks issuetype labels lastViewed priority ' +
        'progress project reporter resolution resolutiondate status subtasks summary timeestimate timeoriginalestimate timespent ' +
        'timetracking updated versions votes watches worklog workratio'
      ).split(' ');
      for (const key of [...always, ...own]) assert.ok(key in all.fields, key);
      assert.deepEqual(all.renderedFields.attachment, []);
      const one = (await get('/issue/OPS-8?fields=attachment')).json;
      assert.deepEqual(one.fields, { attachment: [] });
      const navigable = (await get('/issue/OPS-8?fields=*navigable')).json.fields;
      for (const key of ['attachment', 'comment', 'timetracking', 'worklog'])
        assert.equal(key in navigable, false, key);
    });

    it(`sums up the time spent on an issue and its sub-tasks on ${deployment}`, async () => {
      const store = deployment === 'cloud' ? sites.jira.cloud : sites.jira.datacenter;
      const [worklog] = store.worklogs.values();
      const subtask = store.findIssue('OPS-9');
      assert.ok(worklog && subtask);
      store.worklogs.clear();
      store.worklogs.set('1', { ...worklog, id: '1', issueId: subtask.id, seconds: 3600 });
      const { fields } = (await get('/issue/OPS-8')).json;
      assert.deepEqual([fields.timespent, fields.aggregatetimespent], [null, 3600]);
      assert.deepEqual([fields.progress, fields.timetracking], [{ progress: 0, total: 0 }, {}]);
      assert.equal((await get('/issue/OPS-9')).json.fields.timetracking.timeSpent, '1h');
    });
  }

  it('pages components with their numbers of issues on Cloud', async () => {
    const { json } = await sites.cloud('GET', '/project/OPS/component?orderBy=-issueCount&query=c');
    assert.ok(json.values[0].issueCount >= json.values[1].issueCount);
    assert.deepEqual([...names(json.values)].sort(), ['Conveyors', 'Electrics', 'Hydraulics', 'Packaging']);
    assert.equal((await sites.dataCenter('GET', '/project/OPS/component')).status, 404);
    const released = await sites.cloud('GET', '/project/OPS/version?status=released');
    assert.deepEqual(names(released.json.values), ['2026 summer stop']);
  });

  it('has the old create metadata on Cloud, and on Data Center no issue of that key', async () => {
    const expand = 'expand=projects.issuetypes.fields';
    const { json } = await sites.cloud('GET', `/issue/createmeta?projectKeys=OPS,IT,NOPE&issuetypeNames=Bug&${expand}`);
    const [ops, it] = json.projects;
    assert.deepEqual([ops.key, names(ops.issuetypes), it.issuetypes], ['OPS', ['Bug'], []]);
    assert.equal(ops.issuetypes[0].fields.summary.required, true);
    const brief = (await sites.cloud('GET', '/issue/createmeta?projectKeys=OPS')).json;
    assert.equal('fields' in brief.projects[0].issuetypes[0], false);
    assert.deepEqual((await sites.cloud('GET', '/issue/createmeta', { as: 'nobody' })).json.projects, []);
    const onDataCenter = await sites.dataCenter('GET', '/issue/createmeta?projectKeys=OPS');
    assert.deepEqual([onDataCenter.status, onDataCenter.json.errorMessages], [404, ['Issue Does Not Exist']]);
  });

  it('pages the changes of an issue on Cloud, oldest first; Data Center has them in the issue alone', async () => {
    for (const summary of ['One', 'Two', 'Three']) {
      for (const site of [sites.cloud, sites.dataCenter])
        await site('PUT', '/issue/OPS-8', { body: { fields: { summary } } });
    }
    const page = (await sites.cloud('GET', '/issue/OPS-8/changelog?startAt=1&maxResults=1')).json;
    assert.deepEqual([page.total, page.isLast, page.values[0].items[0].toString], [3, false, 'Two']);
    const body = { changelogIds: [Number(page.values[0].id), 1] };
    const listed = (await sites.cloud('POST', '/issue/OPS-8/changelog/list', { body })).json;
    assert.deepEqual([listed.total, listed.histories[0].id], [1, page.values[0].id]);
    assert.equal((await sites.dataCenter('GET', '/issue/OPS-8/changelog')).status, 404);
    const expanded = (await sites.dataCenter('GET', '/issue/OPS-8?expand=changelog')).json.changelog;
    assert.deepEqual([expanded.total, expanded.histories.at(-1).items[0].toString], [3, 'Three']);
  });

  it('gives many people at once on Cloud, without those who are not there', async () => {
    const ids = ['ada', 'ben'].map((name) => sites.jira.cloud.findUserByName(name)?.id);
    const query = [...ids, '712020:x'].map((id) => `accountId=${encodeURIComponent(String(id))}`).join('&');
    assert.equal((await sites.cloud('GET', `/user/bulk?${query}`)).json.total, 2);
    assert.equal((await sites.cloud('GET', '/user/bulk')).status, 400);
    assert.equal((await sites.cloud('GET', `/user/bulk?${query}`, { as: 'cara' })).status, 403);
  });

  it('responds to an unknown address outside the REST API with a page', async () => {
    for (const deployment of ['cloud', 'datacenter'] as const) {
      const { status, headers } = await ask(deployment, '//secure/Nowhere.jspa');
      assert.deepEqual([status, headers.get('content-type')], [404, 'text/html;charset=UTF-8']);
    }
  });
});
