import assert from 'node:assert/strict';
import { demoSites } from './support';

interface Named {
  readonly id: string;
  readonly key?: string;
  readonly name: string;
}

const names = (list: readonly Named[]) => list.map(({ name }) => name);

describe('demo Jira: projects, fields and issue types', () => {
  const sites = demoSites();

  it('shows only projects one may browse, and says the same of hidden and absent ones', async () => {
    const search = async (query: string, as?: 'ben') =>
      (await sites.cloud('GET', `/project/search?${query}`, as ? { as } : {})).json;
    const all = await search('');
    assert.deepEqual(
      all.values.map(({ key }: Named) => key),
      ['IT', 'OPS', 'SEC', 'TEAM'],
    );
    assert.deepEqual([all.total, all.isLast, all.maxResults], [4, true, 50]);
    assert.equal((await search('', 'ben')).total, 3);
    const hidden = await sites.cloud('GET', '/project/SEC', { as: 'ben' });
    assert.equal(hidden.status, 404);
    assert.equal(hidden.json.errorMessages[0], "No project could be found with key 'SEC'.");
    assert.equal((await sites.cloud('GET', '/project/ops')).status, 404);
    assert.equal((await sites.cloud('GET', '/project/10010')).json.key, 'OPS');
  });

  it('pages, orders and narrows the projects of Cloud', async () => {
    const values = async (query: string) => {
      const { json } = await sites.cloud('GET', `/project/search?${query}`);
      return json.values.map(({ key }: Named) => key);
    };
    assert.deepEqual(await values('orderBy=-key'), ['TEAM', 'SEC', 'OPS', 'IT']);
    assert.deepEqual(await values('maxResults=1&startAt=1'), ['OPS']);
    assert.deepEqual(await values('query=serv'), ['IT']);
    assert.deepEqual(await values('keys=IT&keys=OPS'), ['IT', 'OPS']);
    assert.deepEqual(await values('keys=IT,OPS'), []);
    assert.deepEqual(await values('typeKey=business'), ['IT']);
    assert.equal((await sites.cloud('GET', '/project/search?orderBy=size')).status, 400);
    const first = await sites.cloud('GET', '/project/search?maxResults=3');
    assert.equal(first.json.isLast, false);
    assert.match(first.json.nextPage, /startAt=3/);
    assert.equal((await sites.cloud('GET', '/project/search?maxResults=500')).json.maxResults, 100);
    assert.equal('issueTypes' in first.json.values[0], false);
    const expanded = await sites.cloud('GET', '/project/search?expand=issueTypes,lead');
    assert.ok(expanded.json.values[0].issueTypes.length > 0);
  });

  it('has an array and a picker on Data Center, and no search', async () => {
    const { json } = await sites.dataCenter('GET', '/project');
    assert.deepEqual(
      json.map(({ key }: Named) => key),
      ['OPS', 'IT', 'SEC', 'TEAM'],
    );
    assert.equal((await sites.dataCenter('GET', '/project/search')).status, 404);
    const picked = await sites.dataCenter('GET', '/projects/picker?query=op');
    assert.equal(picked.json.projects[0].html, '<b>Op</b>erations (<b>OP</b>S)');
    assert.equal((await sites.dataCenter('GET', '/projects/picker')).json.total, 0);
    assert.equal((await sites.dataCenter('GET', '/projects/picker?allowEmptyQuery=true')).json.total, 4);
  });

  it('has two fields of one name, with different ids', async () => {
    const { json } = await sites.cloud('GET', '/field');
    const teams = json.filter(({ name }: Named) => name === 'Team').map(({ id }: Named) => id);
    assert.deepEqual(teams, ['customfield_10040', 'customfield_10041']);
    assert.equal((await sites.dataCenter('GET', '/field')).json[0].key, undefined);
    const found = await sites.cloud('GET', '/field/search?query=team&type=custom&expand=key');
    assert.deepEqual(
      found.json.values.map(({ key }: Named) => key),
      teams,
    );
    assert.equal((await sites.dataCenter('GET', '/field/search')).status, 404);
  });

  it('repeats issue type names in a team-managed project, with a scope', async () => {
    const { json } = await sites.cloud('GET', '/issuetype');
    const bugs = json.filter(({ name }: Named) => name === 'Bug');
    assert.equal(bugs.length, 2);
    assert.equal(bugs[1].scope.project.id, '10013');
    const onDataCenter = (await sites.dataCenter('GET', '/issuetype')).json;
    assert.equal(onDataCenter.filter(({ name }: Named) => name === 'Bug').length, 1);
    assert.equal('hierarchyLevel' in onDataCenter[0], false);
  });

  it('gives one issue type, or 404', async () => {
    assert.equal((await sites.cloud('GET', '/issuetype/10004')).json.name, 'Bug');
    assert.equal((await sites.cloud('GET', '/issuetype/99999')).status, 404);
    assert.equal((await sites.cloud('GET', '/issuetype/bug')).status, 400);
  });

  it('lists the issue types of a project by its number only, on Cloud only', async () => {
    const { json } = await sites.cloud('GET', '/issuetype/project?projectId=10010&level=-1');
    assert.deepEqual(names(json), ['Sub-task']);
    const byKey = await sites.cloud('GET', '/issuetype/project?projectId=OPS');
    assert.equal(byKey.status, 400);
    assert.equal(byKey.headers.get('content-type'), 'application/problem+json');
    assert.equal((await sites.cloud('GET', '/issuetype/project?projectId=1')).status, 404);
    assert.equal((await sites.dataCenter('GET', '/issuetype/project?projectId=10010')).status, 404);
  });

  it('puts create metadata under names of its own on Cloud and under values on Data Center', async () => {
    const path = '/issue/createmeta/OPS/issuetypes';
    const cloud = (await sites.cloud('GET', path)).json;
    assert.equal(cloud.issueTypes.length, 5);
    assert.equal('isLast' in cloud || 'values' in cloud, false);
    const dataCenter = (await sites.dataCenter('GET', path)).json;
    assert.equal(dataCenter.values.length, 5);
    assert.equal(dataCenter.isLast, true);
    const fields = (await sites.cloud('GET', `${path}/10004?maxResults=200`)).json.fields;
    const byId = (id: string) => fields.find(({ fieldId }: { fieldId: string }) => fieldId === id);
    assert.equal(byId('summary').required, true);
    assert.deepEqual(
      byId('customfield_10031').allowedValues.map(({ value }: { value: string }) => value),
      ['Low', 'Medium', 'High'],
    );
    assert.equal(byId('priority').hasDefaultValue, true);
    assert.deepEqual(byId('labels').operations, ['add', 'set', 'remove']);
    assert.equal((await sites.dataCenter('GET', `${path}/10004`)).json.values[0].fieldId, 'summary');
  });

  it('has no create metadata for somebody who may not create', async () => {
    assert.equal((await sites.cloud('GET', '/issue/createmeta/OPS/issuetypes', { as: 'cara' })).status, 400);
    assert.equal((await sites.cloud('GET', '/issue/createmeta/NOPE/issuetypes')).status, 400);
  });

  it('lists priorities, resolutions and statuses', async () => {
    assert.equal(names((await sites.cloud('GET', '/priority')).json)[0], 'Highest');
    assert.ok(names((await sites.cloud('GET', '/resolution')).json).includes('Fixed'));
    const statuses = (await sites.cloud('GET', '/status')).json;
    assert.equal(names(statuses).filter((name) => name === 'Done').length, 2);
  });

  it('says what somebody may do', async () => {
    const { json } = await sites.cloud('GET', '/mypermissions?projectKey=OPS&permissions=EDIT_ISSUES,BROWSE_PROJECTS', {
      as: 'cara',
    });
    assert.equal(json.permissions.EDIT_ISSUES.havePermission, false);
    assert.equal(json.permissions.BROWSE_PROJECTS.havePermission, true);
    assert.equal((await sites.cloud('GET', '/mypermissions')).status, 400);
  });

  it('picks issues with markup in the summary and a number as id', async () => {
    const { json } = await sites.cloud('GET', '/issue/picker?query=pump%20over&currentJQL=project%3DIT');
    const [history, current] = json.sections;
    const pump = history.issues.find(({ key }: { key: string }) => key === 'OPS-7');
    assert.equal(pump.id, 10207);
    assert.equal(pump.summary, '<b>Pump</b> 4 <b>over</b>heats');
    assert.equal(pump.summaryText, 'Pump 4 overheats');
    assert.equal(current.msg, 'No matching issues found');
    const without = await sites.dataCenter('GET', '/issue/picker?query=ops-7&currentIssueKey=OPS-7');
    assert.equal(without.json.sections.length, 1);
    assert.equal(
      without.json.sections[0].issues.some(({ key }: { key: string }) => key === 'OPS-7'),
      false,
    );
  });

  it('parses JQL, and helps to write it', async () => {
    const body = { queries: ['project = OPS AND summary ~ pump ORDER BY created DESC', 'project =', 'project = NOPE'] };
    const { json } = await sites.cloud('POST', '/jql/parse?validation=strict', { body });
    assert.equal(json.queries[0].structure.where.operator, 'and');
    assert.equal(json.queries[0].structure.orderBy.fields[0].direction, 'desc');
    assert.equal('structure' in json.queries[1] || 'structure' in json.queries[2], false);
    const data = (await sites.cloud('GET', '/jql/autocompletedata')).json;
    assert.ok(data.visibleFieldNames.some(({ cfid }: { cfid?: string }) => cfid === 'cf[10016]'));
    const path = '/jql/autocompletedata/suggestions?fieldName=status&fieldValue=In';
    assert.equal((await sites.dataCenter('GET', path)).json.results[0].value, '"In Progress"');
  });
});
