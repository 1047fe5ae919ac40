import assert from 'node:assert/strict';
import { adf, demoSites } from './support';

describe('demo Jira: issues', () => {
  const sites = demoSites();
  const task = { project: { key: 'OPS' }, issuetype: { name: 'Task' } };
  const create = (fields: object, more: object = {}) =>
    sites.cloud('POST', '/issue', { body: { fields: { ...task, summary: 'A new task', ...fields }, ...more } });
  const createOnDataCenter = (fields: object) =>
    sites.dataCenter('POST', '/issue', { body: { fields: { ...task, summary: 'A new task', ...fields } } });

  it('responds to a creation with id, key and address only', async () => {
    const { status, json } = await create({ description: adf('Why.') });
    assert.equal(status, 201);
    assert.deepEqual(Object.keys(json).sort(), ['id', 'key', 'self']);
    assert.equal(json.key, 'OPS-111');
    const read = await sites.cloud('GET', `/issue/${json.key}`);
    assert.equal(read.json.fields.summary, 'A new task');
    assert.deepEqual(read.json.fields.description, adf('Why.'));
  });

  it('reports a failed transition inside the 201, as the issue exists by then', async () => {
    const { status, json } = await create({}, { transition: { id: '999' } });
    assert.equal(status, 201);
    assert.equal(json.transition.status, 400);
    assert.match(json.transition.errorCollection.errorMessages[0], /999/);
    const done = await create({}, { transition: { id: '31' } });
    assert.equal(done.json.transition.status, 200);
    const read = await sites.cloud('GET', `/issue/${done.json.key}?fields=status`);
    assert.equal(read.json.fields.status.name, 'Done');
  });

  const refused: readonly (readonly [what: string, fields: object, field: string, text: RegExp])[] = [
    ['a missing summary', { summary: undefined }, 'summary', /You must specify a summary of the issue/],
    ['an empty summary', { summary: ' ' }, 'summary', /You must specify a summary/],
    ['a summary with a newline', { summary: 'a\nb' }, 'summary', /newline/],
    ['a summary of 256 characters', { summary: 'x'.repeat(256) }, 'summary', /255/],
    ['plain text for rich text', { description: 'text' }, 'description', /must be an Atlassian Document/],
    ['rich text over the limit', { description: adf('x'.repeat(32_768)) }, 'description', /32,767/],
    ['a label with a space', { labels: ['two words'] }, 'labels', /'two words' contains spaces/],
    ['labels that are no list', { labels: 'one' }, 'labels', /not an array/],
    ['an unknown field', { customfield_99999: 1 }, 'customfield_99999', /not on the appropriate screen, or unknown/],
    ['a field of other screens', { customfield_10030: adf('x') }, 'customfield_10030', /not on the appropriate screen/],
    ['a field nobody sets', { status: { name: 'Done' } }, 'status', /not on the appropriate screen/],
    ['a number as text', { customfield_10016: '5' }, 'customfield_10016', /must be a number/],
    ['a wrong option', { customfield_10031: { value: 'Huge' } }, 'customfield_10031', /10100\[Low\], 10101\[Medium\]/],
    ['an option as text', { customfield_10031: 'Low' }, 'customfield_10031', /Specify a valid 'id' or 'name'/],
    [
      'a wrong child option',
      { customfield_10035: { value: 'Plant South', child: { value: 'Hall A' } } },
      'customfield_10035',
      /Hall A/,
    ],
    ['a day that does not exist', { duedate: '2026-02-30' }, 'duedate', /Error parsing date string/],
    ['an unknown priority', { priority: { name: 'Urgent' } }, 'priority', /Urgent/],
    ['an unknown component', { components: [{ name: 'Roof' }] }, 'components', /Roof/],
    ['an unknown person', { assignee: { accountId: '712020:x' } }, 'assignee', /does not exist/],
    ['a person by name on Cloud', { assignee: { name: 'ben' } }, 'assignee', /'accountId'/],
    ['an unknown issue type', { issuetype: { name: 'Wish' } }, 'issuetype', /valid issue type/],
    ['an issue type of another project', { issuetype: { name: 'Incident' } }, 'issuetype', /valid issue type/],
    ['a sub-task without a parent', { issuetype: { name: 'Sub-task' } }, 'parent', /sub-task but parent/],
    ['a parent on the same level', { parent: { key: 'OPS-7' } }, 'parentId', /hierarchy/],
    ['a parent that is not there', { parent: { key: 'OPS-9999' } }, 'parent', /Could not find issue/],
    ['an unknown project', { project: { key: 'NOPE' } }, 'project', /valid project/],
  ];
  for (const [what, fields, field, text] of refused) {
    it(`refuses ${what} and creates nothing`, async () => {
      const before = sites.jira.cloud.issues.size;
      const { status, json } = await create(fields);
      assert.equal(status, 400);
      assert.match(json.errors[field] ?? '', text);
      assert.equal(sites.jira.cloud.issues.size, before);
    });
  }

  it('refuses to create for somebody who may only read, with 403 on Cloud and by field on Data Center', async () => {
    const body = { fields: { ...task, summary: 'x' } };
    assert.equal((await sites.cloud('POST', '/issue', { as: 'cara', body })).status, 403);
    const onDataCenter = await sites.dataCenter('POST', '/issue', { as: 'cara', body });
    assert.equal(onDataCenter.status, 400);
    assert.match(onDataCenter.json.errors.project, /cannot create issues/);
  });

  it('names every wrong field at once', async () => {
    const { json } = await create({ summary: '', labels: ['a b'], priority: { name: 'Urgent' } });
    assert.deepEqual(Object.keys(json.errors).sort(), ['labels', 'priority', 'summary']);
  });

  it('refuses malformed ADF', async () => {
    const empty = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: '' }] }] };
    const { status, json } = await create({ description: empty });
    assert.equal(status, 400);
    assert.deepEqual(json, { errorMessages: ['INVALID_INPUT'], errors: {} });
  });

  it('asks for what the screen requires', async () => {
    const incident = { project: { key: 'IT' }, issuetype: { name: 'Incident' } };
    const { status, json } = await create(incident);
    assert.equal(status, 400);
    assert.match(json.errors.customfield_10031, /Impact is required/);
    assert.equal((await create({ ...incident, customfield_10031: { value: 'High' } })).status, 201);
  });

  it('takes every kind of field that the screen has', async () => {
    const fields = {
      assignee: { accountId: sites.jira.cloud.findUserByName('ben')?.id },
      priority: { name: 'High' },
      labels: ['safety'],
      components: [{ name: 'Hydraulics' }],
      fixVersions: [{ id: '10301' }],
      duedate: '2026-12-01',
      parent: { key: 'OPS-1' },
      customfield_10016: 5,
      customfield_10031: { value: 'High' },
      customfield_10032: [{ value: 'Line 1' }, { id: '10113' }],
      customfield_10033: { accountId: sites.jira.cloud.findUserByName('kim')?.id },
      customfield_10034: 'SN-1',
      customfield_10035: { value: 'Plant North', child: { value: 'Hall B' } },
      customfield_10036: '2026-12-24',
    };
    const made = await create(fields);
    assert.equal(made.status, 201, made.text);
    const read = (await sites.cloud('GET', `/issue/${made.json.id}`)).json.fields;
    assert.equal(read.assignee.displayName, 'Ben Okafor');
    assert.equal(read.parent.key, 'OPS-1');
    assert.equal(read.customfield_10016, 5);
    assert.equal(read.customfield_10031.value, 'High');
    assert.deepEqual(
      read.customfield_10032.map((one: { value: string }) => one.value),
      ['Line 1', 'Packaging'],
    );
    assert.equal(read.customfield_10035.child.value, 'Hall B');
    assert.deepEqual(read.labels, ['safety']);
  });

  it('gives people only by name on Data Center, and takes wiki text only', async () => {
    const byAccount = await createOnDataCenter({ assignee: { accountId: '712020:x' } });
    assert.equal(byAccount.status, 400);
    assert.equal(byAccount.json.errors.assignee, "expected Object containing a 'name' property");
    const document = await createOnDataCenter({ description: adf('text') });
    assert.equal(document.json.errors.description, 'Operation value must be a string');
    const made = await createOnDataCenter({ description: 'h1. Why', assignee: { name: 'ben' } });
    assert.deepEqual(Object.keys(made.json).sort(), ['id', 'key', 'self']);
    const read = await sites.dataCenter('GET', `/issue/${made.json.key}?expand=renderedFields`);
    assert.equal(read.json.fields.description, 'h1. Why');
    assert.equal(read.json.renderedFields.description, '<h1>Why</h1>');
    assert.equal(read.json.fields.assignee.name, 'ben');
    assert.equal(read.json.fields.assignee.accountId, undefined);
  });

  it('has epics as parents on Cloud and in "Epic Link" on Data Center', async () => {
    const refusedParent = await createOnDataCenter({ parent: { key: 'OPS-1' } });
    assert.match(refusedParent.json.errors.parent, /not on the appropriate screen/);
    assert.equal((await createOnDataCenter({ customfield_10014: 'OPS-1' })).status, 201);
    assert.equal((await createOnDataCenter({ customfield_10014: 'OPS-7' })).status, 400);
  });

  it('shows an issue by key in any case and by id, and says nothing of hidden ones', async () => {
    assert.equal((await sites.cloud('GET', '/issue/ops-7')).json.key, 'OPS-7');
    assert.equal((await sites.cloud('GET', '/issue/10207')).json.key, 'OPS-7');
    const hidden = await sites.cloud('GET', '/issue/SEC-1', { as: 'ben' });
    const absent = await sites.cloud('GET', '/issue/OPS-9999', { as: 'ben' });
    assert.equal(hidden.status, 404);
    assert.deepEqual(hidden.json, absent.json);
    assert.equal(absent.json.errorMessages[0], 'Issue does not exist or you do not have permission to see it.');
    assert.equal((await sites.cloud('GET', '/issue/SEC-1')).status, 200);
  });

  it('gives the fields that were asked for, and the expansions', async () => {
    const some = await sites.cloud(
      'GET',
      '/issue/OPS-7?fields=summary,status&expand=names,schema,renderedFields,transitions,changelog,editmeta,operations',
    );
    assert.deepEqual(Object.keys(some.json.fields).sort(), ['status', 'summary']);
    assert.equal(some.json.names.status, 'Status');
    assert.equal(some.json.schema.summary.type, 'string');
    assert.ok(some.json.transitions.length > 0);
    assert.equal(some.json.changelog.histories[0].items[0].toString, 'In Progress');
    assert.ok(some.json.editmeta.fields.summary.required);
    const without = await sites.cloud('GET', '/issue/OPS-7?fields=*all,-comment,-description');
    assert.equal('comment' in without.json.fields, false);
    assert.equal('worklog' in without.json.fields, true);
    const versioned = await sites.cloud('GET', '/issue/OPS-7?expand=versionedRepresentations');
    assert.equal('fields' in versioned.json, false);
    assert.equal(versioned.json.versionedRepresentations.summary['1'], 'Pump 4 overheats');
  });

  it('edits with fields and operations; the response is empty, or the issue where asked for', async () => {
    const body = { fields: { summary: 'Renamed' }, update: { labels: [{ add: 'hot' }, { remove: 'cold' }] } };
    const edited = await sites.cloud('PUT', '/issue/OPS-8', { body });
    assert.equal(edited.status, 204);
    assert.equal(edited.text, '');
    const again = await sites.cloud('PUT', '/issue/OPS-8?returnIssue=true', { body: { fields: { duedate: null } } });
    assert.equal(again.status, 200);
    assert.equal(again.json.fields.summary, 'Renamed');
    assert.ok(again.json.fields.labels.includes('hot'));
    const onDataCenter = await sites.dataCenter('PUT', '/issue/OPS-8', { body });
    assert.equal(onDataCenter.status, 204);
  });

  it('refuses a field in both parts, an operation the field lacks, and editing without the permission', async () => {
    const both = { fields: { labels: [] }, update: { labels: [{ add: 'x' }] } };
    assert.match((await sites.cloud('PUT', '/issue/OPS-8', { body: both })).json.errors.labels, /both/);
    const wrong = { update: { summary: [{ add: 'x' }] } };
    assert.match((await sites.cloud('PUT', '/issue/OPS-8', { body: wrong })).json.errors.summary, /'add'.*'set'/);
    const body = { fields: { summary: 'x' } };
    assert.equal((await sites.cloud('PUT', '/issue/OPS-8', { as: 'cara', body })).status, 403);
    assert.equal((await sites.cloud('PUT', '/issue/OPS-8?notifyUsers=false', { as: 'ben', body })).status, 400);
    assert.equal((await sites.dataCenter('PUT', '/issue/OPS-8?notifyUsers=false', { as: 'ben', body })).status, 403);
    assert.equal((await sites.cloud('PUT', '/issue/OPS-8?notifyUsers=false', { body })).status, 204);
  });

  it('changes the type of an issue only within its level and workflow', async () => {
    const change = (name: string) => sites.cloud('PUT', '/issue/OPS-8', { body: { fields: { issuetype: { name } } } });
    assert.match((await change('Bug')).json.errors.issuetype, /invalid/);
    assert.match((await change('Sub-task')).json.errors.issuetype, /invalid/);
    assert.equal((await change('Story')).status, 204);
    assert.equal((await sites.cloud('GET', '/issue/OPS-8')).json.fields.issuetype.name, 'Story');
  });

  it('moves an issue under an epic and out again', async () => {
    const parent = async () => (await sites.cloud('GET', '/issue/OPS-8?fields=parent')).json.fields.parent?.key;
    const edit = (body: object) => sites.cloud('PUT', '/issue/OPS-8', { body });
    assert.equal((await edit({ fields: { parent: { key: 'OPS-2' } } })).status, 204);
    assert.equal(await parent(), 'OPS-2');
    assert.equal((await edit({ update: { parent: [{ set: { none: true } }] } })).status, 204);
    assert.equal(await parent(), undefined);
    assert.equal((await edit({ fields: { parent: { key: 'OPS-7' } } })).status, 400);
  });

  it('does not say that a field is withheld for want of permission, as Jira does not', async () => {
    const reporter = { reporter: { accountId: sites.jira.cloud.findUserByName('kim')?.id } };
    const { status, json } = await sites.cloud('PUT', '/issue/OPS-8', { as: 'ben', body: { fields: reporter } });
    assert.equal(status, 400);
    assert.match(json.errors.reporter, /not on the appropriate screen/);
  });

  it('keeps an issue with sub-tasks unless told to delete these too', async () => {
    const kept = await sites.cloud('DELETE', '/issue/OPS-8');
    assert.equal(kept.status, 400);
    assert.match(kept.json.errorMessages[0], /subtasks/);
    assert.equal((await sites.cloud('DELETE', '/issue/OPS-7', { as: 'ben' })).status, 403);
    const deleted = await sites.cloud('DELETE', '/issue/OPS-8?deleteSubtasks=true');
    assert.equal(deleted.status, 204);
    assert.equal(deleted.text, '');
    assert.equal((await sites.cloud('GET', '/issue/OPS-9')).status, 404);
  });

  it('fetches many at once, leaving out silently what is not to be seen', async () => {
    const body = { issueIdsOrKeys: ['OPS-8', 'SEC-1', 'OPS-7', 'NOPE-1'], fields: ['summary'], expand: ['names'] };
    const { json } = await sites.cloud('POST', '/issue/bulkfetch', { as: 'ben', body });
    assert.deepEqual(
      json.issues.map((issue: { key: string }) => issue.key),
      ['OPS-7', 'OPS-8'],
    );
    const many = { issueIdsOrKeys: Array.from({ length: 101 }, (_, index) => `OPS-${index + 1}`) };
    assert.equal((await sites.cloud('POST', '/issue/bulkfetch', { body: many })).status, 400);
    assert.equal((await sites.dataCenter('POST', '/issue/bulkfetch', { body })).status, 405);
  });
});
