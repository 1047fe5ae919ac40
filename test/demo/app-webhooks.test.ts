import assert from 'node:assert/strict';
import { Activity, demoScopedTokens } from '../../demo/index';
import { basic, demoSites, NOW } from './support';
import { appTokenOf, webhookReceiver } from './webhook-support';

const day = 24 * 3_600_000;

describe('demo Jira: webhooks of apps', () => {
  const clock = { now: NOW };
  const sites = demoSites(clock);
  const receiver = webhookReceiver();
  let authorization = '';
  beforeEach(() => {
    clock.now = NOW;
    sites.jira.cloud.settings.insecureWebhooks = true;
    sites.jira.grants.cloud.accessTokenSeconds = 365 * 24 * 3600;
    authorization = `Bearer ${appTokenOf(sites.jira)}`;
  });
  /** Through the gateway, as an app. */
  const ask = async (method: string, path: string, body?: unknown, header = authorization) => {
    const { gatewayUrl, cloud } = sites.jira;
    const response = await fetch(`${gatewayUrl}/ex/jira/${cloud.cloudId}/rest/api/3${path}`, {
      method,
      headers: { Authorization: header, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) };
  };
  const register = (webhook: object = {}, url = `${receiver.server.url}/app`) =>
    ask('POST', '/webhook', {
      url,
      webhooks: [{ events: ['jira:issue_updated', 'comment_created'], jqlFilter: 'project = OPS', ...webhook }],
    });
  const idOf = async (registering: ReturnType<typeof register>): Promise<number> =>
    (await registering).json.webhookRegistrationResult[0].createdWebhookId;

  it('are for apps let in by OAuth 2.0: others are refused without a word', async () => {
    const { username, password } = demoScopedTokens.ada;
    assert.equal((await ask('GET', '/webhook', undefined, basic(username, password))).status, 401);
    const here = await sites.cloud('GET', '/webhook');
    assert.deepEqual([here.status, here.text], [403, '']);
    const narrow = `Bearer ${appTokenOf(sites.jira, ['read:jira-work'])}`;
    assert.equal((await ask('GET', '/webhook', undefined, narrow)).status, 401);
    assert.equal((await ask('GET', '/webhook')).status, 200);
    assert.equal((await ask('GET', '/webhook/failed')).status, 403);
    assert.equal((await sites.dataCenter('GET', '/webhook')).status, 404);
  });

  it('are registered one by one, each with a result of its own in a 200', async () => {
    const { status, json } = await ask('POST', '/webhook', {
      url: `${receiver.server.url}/app`,
      webhooks: [
        { events: ['jira:issue_created'], jqlFilter: 'project = OPS AND status != Done' },
        { events: ['jira:issue_created'], jqlFilter: ' ' },
        { events: ['jira:issue_created'], jqlFilter: 'summary ~ pump' },
        { events: ['jira:issue_created'], jqlFilter: 'project ~ OPS' },
        { events: ['jira:issue_created'], jqlFilter: 'project = OPS ORDER BY key' },
        { events: [], jqlFilter: 'project = OPS' },
      ],
    });
    assert.equal(status, 200);
    const [good, ...bad] = json.webhookRegistrationResult;
    assert.equal(good.createdWebhookId, 1000);
    for (const { errors } of bad) assert.equal(errors.length, 1);
    assert.equal((await register({ jqlFilter: undefined })).status, 400);
    assert.equal((await register({ events: ['worklog_created'] })).status, 400);
    const other = await register({}, `${receiver.server.url}/other`);
    assert.match(other.json.webhookRegistrationResult[0].errors[0], /single URL/);
    for (let count = 0; count < 4; count += 1) await register();
    assert.match((await register()).json.webhookRegistrationResult[0].errors[0], /5/);
    assert.equal((await ask('GET', '/webhook')).json.values.length, 5);
    sites.jira.cloud.settings.insecureWebhooks = false;
    assert.match((await register()).json.webhookRegistrationResult[0].errors[0], /https/);
  });

  it('end after 30 days, unless they are refreshed', async () => {
    const [kept, left] = [await idOf(register()), await idOf(register())];
    const { values } = (await ask('GET', '/webhook')).json;
    assert.equal(values[0].expirationDate, NOW.getTime() + 30 * day);
    clock.now = new Date(NOW.getTime() + 20 * day);
    const refreshed = await ask('PUT', '/webhook/refresh', { webhookIds: [kept, 99_999] });
    assert.deepEqual(refreshed.json, { expirationDate: clock.now.getTime() + 30 * day });
    clock.now = new Date(NOW.getTime() + 31 * day);
    const listed = (await ask('GET', '/webhook')).json.values;
    assert.deepEqual(
      listed.map(({ id }: { id: number }) => id),
      [kept],
    );
    new Activity(sites.jira.cloud).edit('OPS-8', { summary: 'One' });
    await sites.jira.webhooks.cloud.settled();
    assert.deepEqual(JSON.parse(receiver.server.first.body).matchedWebhookIds, [kept]);
    const deleted = await ask('DELETE', '/webhook', { webhookIds: [kept, left] });
    assert.deepEqual([deleted.status, deleted.text], [202, '']);
    assert.deepEqual((await ask('GET', '/webhook')).json.values, []);
  });

  it('tell once of what several of them match, by a token of the app and no signature', async () => {
    const ids = [await idOf(register()), await idOf(register({ fieldIdsFilter: ['summary'] }))];
    await idOf(register({ fieldIdsFilter: ['duedate'] }));
    const ada = new Activity(sites.jira.cloud);
    ada.edit('OPS-8', { summary: 'One' });
    ada.edit('IT-1', { summary: 'One' });
    ada.createSprint('Sprint 1');
    await sites.jira.webhooks.cloud.settled();
    assert.equal(receiver.server.arrived.length, 1);
    const { body, headers } = receiver.server.first;
    assert.deepEqual(JSON.parse(body).matchedWebhookIds, ids);
    assert.match(String(headers.authorization), /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    assert.equal(headers['x-hub-signature'], undefined);
  });
});
