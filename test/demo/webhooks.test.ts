import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Activity } from '../../demo/index';
import { BREAK, HANG } from '../support/server';
import { demoSites, NOW } from './support';
import { webhookReceiver } from './webhook-support';

const minute = 60_000;
const old = '//rest/webhooks/1.0/webhook';
const young = '//rest/jira-webhook/1.0/webhooks';
const everything = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
  'worklog_created',
  'worklog_updated',
  'worklog_deleted',
  'attachment_created',
  'attachment_deleted',
  'issuelink_created',
  'issuelink_deleted',
  'sprint_created',
  'sprint_updated',
  'sprint_started',
  'sprint_closed',
  'sprint_deleted',
  'jira:version_released',
  'jira:version_updated',
];

describe('demo Jira: webhooks of administrators', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  const receiver = webhookReceiver();
  beforeEach(() => {
    clock.now = NOW;
    sites.jira.cloud.settings.insecureWebhooks = true;
  });
  const pass = (milliseconds: number): void => {
    clock.now = new Date(clock.now.getTime() + milliseconds);
  };
  const bodyOf = (more: object = {}) => ({
    name: 'Node-RED',
    url: `${receiver.server.url}/events`,
    events: everything,
    filters: { 'issue-related-events-section': '' },
    ...more,
  });
  const onCloud = (more: object = {}) => sites.cloud('POST', old, { body: bodyOf({ excludeBody: false, ...more }) });
  const onDataCenter = (more: object = {}) => sites.dataCenter('POST', young, { body: bodyOf(more) });
  /** The names and bodies of what has arrived since the last look. */
  const arrivals = async (on: 'cloud' | 'datacenter' = 'cloud') => {
    await sites.jira.webhooks[on].settled();
    return receiver.server.arrived
      .splice(0)
      .map(({ body, headers, url }) => ({ ...JSON.parse(body || '{}'), headers, url }));
  };
  const names = (list: readonly { webhookEvent: string }[]): string[] =>
    list.map(({ webhookEvent }) => webhookEvent).sort();

  it('are registered, listed, changed and deleted by administrators on Cloud, who never see the secret again', async () => {
    const { status, json } = await onCloud({ secret: 's3cret' });
    assert.equal(status, 201);
    assert.equal(json.isSigned, true);
    assert.equal(JSON.stringify(json).includes('s3cret'), false);
    const path = json.self.slice(json.self.indexOf('/rest'));
    assert.equal('id' in json, false);
    assert.equal((await sites.cloud('GET', old)).json.length, 1);
    assert.equal((await sites.cloud('GET', `/${path}`)).json.name, 'Node-RED');
    const changed = await sites.cloud('PUT', `/${path}`, { body: bodyOf({ name: 'Other' }) });
    assert.deepEqual([changed.json.name, changed.json.isSigned], ['Other', true]);
    assert.equal((await sites.cloud('GET', old, { as: 'ben' })).status, 403);
    assert.equal((await sites.cloud('GET', old, { as: 'nobody' })).status, 401);
    assert.equal((await sites.cloud('DELETE', `/${path}`)).status, 204);
    assert.equal((await sites.cloud('GET', `/${path}`)).status, 404);
    for (const wrong of [
      { url: 'nowhere' },
      { name: '' },
      { filters: { 'issue-related-events-section': 'project =' } },
    ]) {
      assert.equal((await onCloud(wrong)).status, 400, JSON.stringify(wrong));
    }
    sites.jira.cloud.settings.insecureWebhooks = false;
    assert.equal((await onCloud()).status, 400);
  });

  it('lie elsewhere since Data Center 10, where a secret outside the configuration is passed over', async () => {
    assert.equal((await sites.dataCenter('GET', old)).status, 404);
    const { status, json } = await onDataCenter({ secret: 'ignored', active: true, scopeType: 'global' });
    assert.equal(status, 201);
    assert.equal(typeof json.id, 'number');
    new Activity(sites.jira.datacenter).edit('OPS-8', { summary: 'One' });
    const [unsigned] = await arrivals('datacenter');
    assert.equal(unsigned?.headers['x-hub-signature'], undefined);
    const body = bodyOf({ configuration: { SECRET: 's3cret', EXCLUDE_BODY: 'false' }, active: true });
    const changed = await sites.dataCenter('PUT', `${young}/${json.id}`, { body });
    assert.equal(JSON.stringify(changed.json).includes('s3cret'), false);
    new Activity(sites.jira.datacenter).edit('OPS-8', { summary: 'Two' });
    const [signed] = await arrivals('datacenter');
    assert.match(String(signed?.headers['x-hub-signature']), /^sha256=[0-9a-f]{64}$/);
    const list = (await sites.dataCenter('GET', `${young}?statistics=true`)).json;
    assert.equal(list[0].statistics.counts.successes, 2);
    await onDataCenter();
    assert.equal((await sites.dataCenter('GET', `${young}?start=1&limit=1`)).json.length, 1);
    assert.deepEqual((await sites.dataCenter('GET', `${young}?start=2`)).json, []);
    assert.equal((await sites.dataCenter('DELETE', `${young}/${json.id}`)).status, 204);
    assert.equal((await sites.dataCenter('GET', young, { as: 'ben' })).status, 403);

    sites.jira.datacenter.settings.version = '9.12.4';
    assert.deepEqual((await sites.dataCenter('GET', '/serverInfo')).json.versionNumbers, [9, 12, 4]);
    assert.equal((await sites.dataCenter('GET', young)).status, 404);
    assert.equal((await sites.dataCenter('POST', old, { body: bodyOf({ secret: 'ignored' }) })).status, 201);
    new Activity(sites.jira.datacenter).edit('OPS-8', { summary: 'Three' });
    const [ancient] = await arrivals('datacenter');
    assert.equal(ancient?.headers['x-hub-signature'], undefined);
  });

  it('are signed over the bytes of the body, and carry an id on Cloud alone', async () => {
    await onCloud({ secret: "It's a Secret to Everybody" });
    new Activity(sites.jira.cloud).edit('OPS-8', { summary: 'Größe' });
    await sites.jira.webhooks.cloud.settled();
    const { body, headers } = receiver.server.first;
    const hmac = createHmac('sha256', "It's a Secret to Everybody").update(body).digest('hex');
    assert.equal(headers['x-hub-signature'], `sha256=${hmac}`);
    assert.match(String(headers['x-atlassian-webhook-identifier']), /^[0-9a-f-]{36}$/);
    assert.equal(headers['x-atlassian-webhook-flow'], 'Primary');
    assert.equal(headers['x-atlassian-webhook-retry'], undefined);
    await onDataCenter();
    new Activity(sites.jira.datacenter).edit('OPS-8', { summary: 'One' });
    const [other] = await arrivals('datacenter').then((all) => all.slice(-1));
    assert.deepEqual(
      Object.keys(other.headers).filter((name) => name.startsWith('x-atlassian')),
      [],
    );
  });

  it('tell of an edit with the entry of the history, and of who made it', async () => {
    await onCloud();
    pass(5);
    new Activity(sites.jira.cloud, 'ben').assign('OPS-8', 'ben');
    const [told] = await arrivals();
    const { id, items } = (await sites.cloud('GET', '/issue/OPS-8/changelog')).json.values.at(-1);
    assert.equal(told.changelog.id, id);
    assert.equal(told.timestamp, NOW.getTime() + 5);
    assert.equal(told.webhookEvent, 'jira:issue_updated');
    assert.equal(told.issue_event_type_name, 'issue_assigned');
    assert.equal(told.user.displayName, 'Ben Okafor');
    assert.equal(JSON.stringify(told).includes('emailAddress'), false);
    const [item] = told.changelog.items;
    assert.deepEqual({ ...items[0], tmpFromAccountId: item.from, tmpToAccountId: item.to }, item);
    assert.equal(told.issue.key, 'OPS-8');
    assert.equal(typeof told.issue.fields.description, 'string');
    assert.equal('comment' in told.issue.fields, false);
    assert.match(told.issue.self, /\/rest\/api\/2\/\d+$/);
  });

  it('tell of a new issue as if it had changed, though its history is empty', async () => {
    await onCloud();
    const key = new Activity(sites.jira.cloud).createIssue('OPS', 'Brand new');
    const [told] = await arrivals();
    assert.equal(told.webhookEvent, 'jira:issue_created');
    assert.ok(told.changelog.items.some(({ field }: { field: string }) => field === 'Status'));
    assert.deepEqual((await sites.cloud('GET', `/issue/${key}/changelog`)).json.values, []);
  });

  it('tell of steps by the names of their workflow, and of a step to where the issue is with nothing in it', async () => {
    await onCloud();
    const ada = new Activity(sites.jira.cloud);
    ada.transition('OPS-7', 'Resolved');
    ada.transition('OPS-7', 'Closed');
    ada.transition('OPS-7', 'Reopened');
    ada.transition('OPS-8', 'To Do');
    const told = await arrivals();
    assert.deepEqual(told.map(({ issue_event_type_name: name }) => name).sort(), [
      'issue_closed',
      'issue_generic',
      'issue_reopened',
      'issue_resolved',
    ]);
    assert.deepEqual(told.find(({ issue }) => issue.key === 'OPS-8').changelog.items, []);
  });

  it('tell of comments apart on Cloud, without who; on Data Center twice, and once without the issue', async () => {
    await onCloud();
    const onCloudAda = new Activity(sites.jira.cloud);
    onCloudAda.deleteComment(onCloudAda.comment('OPS-8', 'Hello'));
    const [first, second] = await arrivals();
    assert.deepEqual(names([first, second]), ['comment_created', 'comment_deleted']);
    assert.equal(typeof first.comment.body, 'string');
    assert.deepEqual(Object.keys(first.issue.fields).sort(), [
      'assignee',
      'issuetype',
      'priority',
      'project',
      'status',
      'summary',
    ]);
    assert.equal('user' in first, false);

    await onDataCenter();
    const ada = new Activity(sites.jira.datacenter);
    ada.comment('OPS-8', 'Hello');
    const there = await arrivals('datacenter');
    assert.deepEqual(names(there), ['comment_created', 'jira:issue_updated']);
    const updated = there.find(({ webhookEvent }) => webhookEvent === 'jira:issue_updated');
    assert.equal(updated.issue_event_type_name, 'issue_commented');
    assert.equal(updated.comment.body, 'Hello');
    assert.equal('changelog' in updated, false);
    const alone = there.find(({ webhookEvent }) => webhookEvent === 'comment_created');
    assert.deepEqual(['issue' in alone, 'user' in alone], [false, false]);
    assert.match(alone.comment.self, /\/issue\/\d+\/comment\/\d+$/);
    await sites.dataCenter('PUT', '/issue/OPS-8', {
      body: { fields: { summary: 'Other' }, update: { comment: [{ add: { body: 'Why' } }] } },
    });
    const along = await arrivals('datacenter');
    assert.deepEqual(names(along), ['comment_created', 'jira:issue_updated']);
    const whole = along.find(({ webhookEvent }) => webhookEvent === 'jira:issue_updated');
    assert.deepEqual([whole.comment.body, whole.changelog.items.length], ['Why', 1]);
  });

  it('tell of worklogs, attachments and links without saying who or where', async () => {
    await onCloud();
    const ada = new Activity(sites.jira.cloud);
    const worklog = ada.logWork('OPS-8', 3600, 'Bearing');
    ada.editWork(worklog, 7200);
    const logged = await arrivals();
    assert.deepEqual(names(logged), ['jira:issue_updated', 'jira:issue_updated', 'worklog_created', 'worklog_updated']);
    const told = logged.find(({ webhookEvent }) => webhookEvent === 'worklog_created');
    assert.deepEqual(
      [told.worklog.id, told.worklog.comment, 'issue' in told, told.isFromIssueLimitTransformation],
      [worklog.id, 'Bearing', false, false],
    );
    const attachment = ada.attach('OPS-8', 'photo.png');
    const attached = await arrivals();
    assert.deepEqual(names(attached), ['attachment_created', 'jira:issue_updated']);
    assert.equal((await sites.cloud('GET', '/issue/OPS-8')).json.fields.attachment[0].filename, 'photo.png');
    ada.detach(attachment);
    ada.link('OPS-8', 'Blocks', 'OPS-9');
    ada.unlink('OPS-8', 'Blocks', 'OPS-9');
    const linked = await arrivals();
    assert.deepEqual(names(linked), [
      'attachment_deleted',
      'issuelink_created',
      'issuelink_deleted',
      'jira:issue_updated',
    ]);
    const { issueLink } = linked.find(({ webhookEvent }) => webhookEvent === 'issuelink_created');
    assert.equal(typeof issueLink.sourceIssueId, 'number');
  });

  it('tell of an issue that is gone, and of all that went with it as an afterthought', async () => {
    const ada = new Activity(sites.jira.cloud);
    ada.comment('OPS-9', 'Hello');
    ada.logWork('OPS-9', 3600);
    await onCloud();
    ada.deleteIssue('OPS-9');
    const told = await arrivals();
    const [first] = told;
    assert.equal(first.webhookEvent, 'jira:issue_deleted');
    assert.deepEqual([first.issue.key, 'changelog' in first], ['OPS-9', false]);
    for (const { webhookEvent, headers } of told.slice(1)) {
      assert.match(webhookEvent, /^(comment|worklog|issuelink)_deleted$/);
      assert.equal(headers['x-atlassian-webhook-flow'], 'Secondary');
    }
    assert.ok(told.length >= 3);
  });

  it('tell of issues that match their filter, and of whatever is no issue', async () => {
    await onCloud({ filters: { 'issue-related-events-section': 'project = OPS AND summary ~ "pump"' } });
    const ada = new Activity(sites.jira.cloud);
    ada.edit('OPS-7', { labels: ['hot'] });
    ada.edit('OPS-8', { labels: ['hot'] });
    ada.comment('OPS-8', 'Hello');
    ada.createSprint('Sprint 1');
    assert.deepEqual(names(await arrivals()), ['jira:issue_updated', 'sprint_created']);
  });

  it('tell of sprints that are started and closed, and of versions that are released', async () => {
    await onCloud();
    const agile = '//rest/agile/1.0/sprint';
    const dates = { startDate: '2026-11-23T09:00:00.000Z', endDate: '2026-12-07T09:00:00.000Z' };
    const made = await sites.cloud('POST', agile, { body: { name: 'Sprint 1', originBoardId: 1, ...dates } });
    assert.equal(made.status, 201);
    const one = `${agile}/${made.json.id}`;
    assert.equal((await sites.cloud('POST', one, { body: { state: 'closed' } })).status, 400);
    assert.equal((await sites.cloud('POST', one, { as: 'ben', body: { state: 'active' } })).status, 403);
    await sites.cloud('POST', one, { body: { goal: 'Done' } });
    assert.equal((await sites.cloud('POST', one, { body: { state: 'active' } })).json.state, 'active');
    const closed = await sites.cloud('PUT', one, { body: { name: 'Sprint 1', state: 'closed', ...dates } });
    assert.equal(closed.json.completeDate, NOW.toISOString());
    assert.equal((await sites.cloud('GET', one)).json.state, 'closed');
    assert.equal((await sites.cloud('DELETE', one)).status, 204);
    assert.equal((await sites.cloud('GET', one)).status, 404);
    const told = await arrivals();
    assert.deepEqual(names(told), [
      'sprint_closed',
      'sprint_created',
      'sprint_deleted',
      'sprint_started',
      'sprint_updated',
    ]);
    const updated = told.find(({ webhookEvent }) => webhookEvent === 'sprint_updated');
    assert.deepEqual([updated.oldValue.goal, updated.sprint.goal], ['', 'Done']);

    const released = await sites.cloud('PUT', '/version/10301', {
      body: { released: true, releaseDate: '2026-11-23' },
    });
    assert.deepEqual([released.json.released, released.json.releaseDate], [true, '2026-11-23']);
    assert.equal((await sites.cloud('PUT', '/version/10301', { as: 'ben', body: {} })).status, 401);
    assert.equal((await sites.dataCenter('PUT', '/version/10301', { body: { released: true } })).status, 200);
    assert.deepEqual(names(await arrivals()), ['jira:version_released', 'jira:version_updated']);
    const there = await sites.dataCenter('POST', agile, { body: { name: 'Sprint 1', originBoardId: 1, ...dates } });
    assert.equal(there.status, 201);
    assert.equal(
      (await sites.dataCenter('POST', `${agile}/${there.json.id}`, { body: { state: 'active' } })).status,
      200,
    );
  });

  it('fill the names of their address, and send no body where none is wanted', async () => {
    await onCloud({ url: `${receiver.server.url}/{project.key}/{issue.key}`, excludeBody: true });
    new Activity(sites.jira.cloud).edit('OPS-8', { summary: 'One' });
    await arrivals().then(([told]) => assert.equal(told.url, '/OPS/OPS-8'));
  });

  it('come again on Cloud after a while where they could not be taken, at most five times, under the same id', async () => {
    sites.jira.cloud.settings.webhookTimeout = 100;
    const responses = [{ status: 503 }, { status: 408 }, { status: 429 }, BREAK, HANG, { status: 500 }];
    receiver.server.on('POST /events', ...responses);
    await onCloud();
    new Activity(sites.jira.cloud).edit('OPS-8', { summary: 'One' });
    const sent = receiver.server.arrived;
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await sites.jira.webhooks.cloud.settled();
      assert.equal(sent.length, attempt);
      pass(5 * minute - 1);
      await sites.jira.webhooks.cloud.settled();
      assert.equal(sent.length, attempt);
      pass(10 * minute + 1);
    }
    await sites.jira.webhooks.cloud.settled();
    assert.equal(sent.length, 6);
    assert.deepEqual(
      sent.map(({ headers }) => headers['x-atlassian-webhook-retry']),
      [undefined, '1', '2', '3', '4', '5'],
    );
    assert.equal(
      new Set(sent.map(({ headers, body }) => `${headers['x-atlassian-webhook-identifier']} ${body}`)).size,
      1,
    );
  });

  it('do not come again after a refusal, and never from Data Center', async () => {
    await onCloud();
    await onDataCenter();
    for (const status of [400, 401, 403, 404, 413, 422, 302]) {
      receiver.server.on('POST /events', { status });
      new Activity(sites.jira.cloud).edit('OPS-8', { summary: `Status ${status}` });
      await sites.jira.webhooks.cloud.settled();
    }
    receiver.server.on('POST /events', { status: 503 });
    new Activity(sites.jira.datacenter).edit('OPS-8', { summary: 'One' });
    await sites.jira.webhooks.datacenter.settled();
    const before = receiver.server.arrived.length;
    pass(60 * minute);
    await sites.jira.webhooks.cloud.settled();
    await sites.jira.webhooks.datacenter.settled();
    assert.deepEqual([before, receiver.server.arrived.length], [8, 8]);
  });

  it('can be kept back, and let go in another order, twice, or not at all', async () => {
    await onCloud();
    const ada = new Activity(sites.jira.cloud);
    sites.jira.webhooks.cloud.hold();
    for (const summary of ['One', 'Two', 'Three']) ada.edit('OPS-8', { summary });
    await sites.jira.webhooks.cloud.settled();
    assert.equal(receiver.server.arrived.length, 0);
    await sites.jira.webhooks.cloud.release(([one, , three]) => [three, one, three].flatMap((each) => each ?? []));
    const told = await arrivals();
    assert.deepEqual(
      told.map(({ issue, changelog }) => [issue.fields.summary, changelog.items[0].toString]),
      [
        ['Three', 'Three'],
        ['One', 'One'],
        ['Three', 'Three'],
      ],
    );
    const [last] = sites.jira.webhooks.cloud.deliveries.slice(-1);
    assert.ok(last);
    await sites.jira.webhooks.cloud.repeat(last);
    assert.equal((await arrivals()).length, 1);
    ada.edit('OPS-8', { summary: 'Four' });
    assert.equal((await arrivals()).length, 1);
  });
});

describe('demo Jira: people at work', () => {
  const sites = demoSites();

  it('plan and end sprints, release versions, move and delete issues, in whatever order Jira allows', () => {
    for (const store of [sites.jira.cloud, sites.jira.datacenter]) {
      const ada = new Activity(store);
      const sprint = ada.createSprint('Sprint 1');
      assert.throws(() => ada.closeSprint(sprint), /cannot go from 'future' to 'closed'/);
      const closed = ada.closeSprint(ada.startSprint(sprint));
      assert.equal(closed.state, 'closed');
      ada.deleteSprint(closed);
      assert.equal(store.sprints.size, 0);
      assert.equal(ada.releaseVersion('Later').released, true);
      assert.throws(() => ada.releaseVersion('Never'), /no version Never/);
      assert.throws(() => ada.transition('OPS-7', 'Closed'), /no step of OPS-7 to Closed/);
      const key = ada.createIssue('OPS', 'Brand new');
      ada.transition(key, 'Done');
      ada.assign(key, null);
      ada.edit(key, { description: 'Plain' });
      const worklog = ada.logWork(key, 60);
      ada.deleteWork(worklog);
      ada.editComment(ada.comment(key, 'One'), 'Two');
      ada.deleteIssue(key);
      assert.equal(store.findIssue(key), undefined);
      assert.throws(() => new Activity(store, 'nobody'), /no person nobody/);
    }
  });
});
