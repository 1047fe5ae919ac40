import assert from 'node:assert/strict';
import * as http from 'node:http';
import { type Delivery, demoCredentials } from '../../demo/index';
import { type Auth, basicAuth, bearerAuth, patAuth } from '../../nodes/client/auth';
import { Client, type Job } from '../../nodes/client/client';
import { systemClock } from '../../nodes/client/clock';
import type { JiraError } from '../../nodes/client/errors/jira-error';
import type { Deployment } from '../../nodes/client/http/request';
import { Transport } from '../../nodes/client/http/transport';
import { textEntry } from '../../nodes/client/json';
import { RateLimiter } from '../../nodes/client/limits/rate-limiter';
import { TtlCache } from '../../nodes/client/ttl-cache';
import { NodeWebhook, type WebhookHost } from '../../nodes/event-node/node-webhook';
import { WebhookIdentities } from '../../nodes/event-node/webhook-identities';
import { WebhookServer } from '../../nodes/event-node/webhook-server';
import type { WebhookNode, WebhookState } from '../../nodes/event-node/webhooks';
import type { EventType } from '../../nodes/events/event';
import type { Notification, Subscription } from '../../nodes/events/hub';
import type { Store } from '../../nodes/store/store';
import { TestClock } from '../support/clock';
import { demoJira } from '../support/demo';
import { withoutProxies } from '../support/environment';
import { FakeHub } from '../support/fake-hub';
import { MemoryStore } from '../support/memory-store';
import { portOf } from '../support/server';
import { until } from '../support/until';

const TYPES: readonly EventType[] = ['issue.created', 'issue.updated', 'issue.deleted', 'comment.added', 'link.added'];

const subscriptionOf = (nodeId: string, jql: string): Subscription => ({
  nodeId,
  types: new Set(TYPES),
  jql,
  fields: [],
  ignoreOwn: false,
  via: 'webhook',
  everyMs: 60_000,
  since: 'now',
  batch: false,
});

/** A hub that remembers what webhooks bring. */
class Ear extends FakeHub {
  readonly heard: { readonly nodeId: string; readonly notification: Notification }[] = [];

  override async receive(nodeId: string, notification: Notification): Promise<void> {
    this.heard.push({ nodeId, notification });
  }
}

describe("a node's webhook at the demo Jira", () => {
  withoutProxies();
  const demo = demoJira();
  const ends: (() => unknown)[] = [];
  let web: http.Server;
  let server: WebhookServer;
  let clock: TestClock;
  let store: Store;
  let identities: WebhookIdentities;
  let hub: Ear;
  let takesRequests: boolean;

  beforeEach(async () => {
    clock = new TestClock();
    store = new MemoryStore();
    identities = new WebhookIdentities(store);
    hub = new Ear();
    takesRequests = true;
    server = new WebhookServer({ clock, text: ({ reason }: JiraError) => ({ message: reason, hint: '' }) });
    server.flowsRun(true);
    web = http.createServer((request, response) => {
      const key = /^\/red\/jira\/events\/([^/?]*)/.exec(request.url ?? '')?.[1] ?? '';
      void server.handle(request, response, key);
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    ends.push(
      () => web.close(),
      () => web.closeAllConnections(),
    );
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  function clientOf(deployment: Deployment, auth: Auth, dryRun = false): Client {
    const siteUrl = deployment === 'cloud' ? demo.jira.cloudUrl : demo.jira.dataCenterUrl;
    const userAgent = 'tests of a product';
    const transport = new Transport({
      origin: new URL(siteUrl).origin,
      timeoutMs: 10_000,
      userAgent,
      clock: systemClock,
    });
    const limits = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, systemClock);
    const gateway = { use: auth.type === 'basic' ? 'never' : 'auto', url: demo.jira.gatewayUrl } as const;
    const options = { siteUrl, gateway, maxRetries: 1, concurrency: 8, maxWaitMs: 5_000, dryRun };
    const client = new Client(options, transport, auth, limits, systemClock);
    ends.push(() => client.close(0));
    return client;
  }

  const administratorOf = (deployment: Deployment, dryRun = false) => {
    const { cloud, datacenter } = demoCredentials;
    return deployment === 'cloud'
      ? clientOf('cloud', basicAuth(cloud.ada.username, cloud.ada.password), dryRun)
      : clientOf('datacenter', patAuth(datacenter.ada.token), dryRun);
  };

  const app = () => {
    const ada = demo.jira.cloud.users.find(({ administrator }) => administrator);
    const scopes = ['read:jira-work', 'write:jira-work', 'read:jira-user', 'manage:jira-webhook'];
    const { accessToken } = demo.jira.grants.cloud.forService(ada?.id ?? '', scopes);
    const tokens = { accessToken: () => Promise.resolve(accessToken), renewable: () => false };
    return clientOf('cloud', bearerAuth('clientCredentials', demo.jira.grants.cloud.app.clientId, tokens));
  };

  function open(client: Client, more: Partial<WebhookNode> & { readonly nodeId?: string; readonly jql?: string } = {}) {
    const host: WebhookHost = { server: takesRequests ? server : undefined, identities, clock, httpNodeRoot: '/red/' };
    const rateLimiter = new RateLimiter({ concurrency: 1, maxQueue: 1 }, clock);
    const webhook = new NodeWebhook(host, {
      subscription: subscriptionOf(more.nodeId ?? 'node', more.jql ?? 'project = OPS'),
      siteId: 'site',
      registration: 'automatic',
      secret: 'secret-of-the-node',
      publicUrl: `http://127.0.0.1:${portOf(web)}`,
      connection: { client, cache: new TtlCache(clock), rateLimiter, keeping: { keepFor: 7, keepMost: 10_000 } },
      hub,
      changed: () => {},
      ...more,
    });
    ends.push(() => webhook.close(false));
    return webhook;
  }

  const settled = (webhook: NodeWebhook): Promise<WebhookState> =>
    until(
      () => webhook.state(),
      ({ registered, lastProblem }) => registered || lastProblem !== undefined,
    );

  const problemOf = ({ lastProblem }: WebhookState) => textEntry({ ...Object(lastProblem) }, 'reason');

  async function makeIssue(client: Client): Promise<string> {
    const job: Job = { source: 'test', signal: new AbortController().signal, attempts: 0, waitedMs: 0 };
    const fields = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Told by a webhook' };
    return textEntry(await client.call({ route: 'POST /issue', body: { fields } }, job), 'id') ?? '';
  }

  for (const version of ['9.12.0', '10.3.24', '11.3.0']) {
    it(`of Data Center ${version} is registered, tells, and is taken back`, async () => {
      demo.jira.datacenter.settings.version = version;
      const client = administratorOf('datacenter');
      const webhook = open(client);
      const state = await settled(webhook);
      assert.equal(state.lastProblem, undefined);
      assert.ok(state.registered && state.address?.startsWith(`http://127.0.0.1:${portOf(web)}/red/jira/events/`));
      const id = await makeIssue(client);
      await demo.jira.webhooks.datacenter.settled();
      assert.deepEqual(hub.heard, [{ nodeId: 'node', notification: { records: [], issues: [id] } }]);
      assert.equal(webhook.state().lastDeliveryAt, clock.wallNow());
      await webhook.close(true);
      assert.equal(demo.jira.datacenter.webhooks.admin.size, 0);
    });
  }

  for (const deployment of ['cloud', 'datacenter'] as const) {
    it(`of a ${deployment} site in a dry run is not registered, which is said, and one that is there is not touched`, async () => {
      const client = administratorOf(deployment, true);
      const webhook = open(client, { publicUrl: 'https://flows.example' });
      const state = await settled(webhook);
      assert.deepEqual([state.registered, problemOf(state)], [false, 'dryRun.write']);
      await webhook.close(false);
      await settled(open(administratorOf(deployment), { publicUrl: 'https://flows.example' }));
      demo.forget();
      const again = open(client, { publicUrl: 'https://flows.example' });
      assert.equal((await settled(again)).registered, true);
      await assert.rejects(again.close(true), { reason: 'dryRun.write' });
      assert.deepEqual(
        demo.exchanges.filter(({ method }) => method !== 'GET'),
        [],
      );
    });
  }

  it('keeps its address and its registration over restarts', async () => {
    const client = administratorOf('datacenter');
    const before = open(client);
    const { address } = await settled(before);
    await before.close(false);
    identities = new WebhookIdentities(store);
    const after = open(client);
    assert.equal((await settled(after)).address, address);
    assert.equal(demo.jira.datacenter.webhooks.admin.size, 1);
    await after.close(true);
    const anew = open(client);
    assert.notEqual((await settled(anew)).address, address);
  });

  it('of Cloud signs what it sends', async () => {
    const client = administratorOf('cloud');
    demo.jira.webhooks.cloud.hold();
    const webhook = open(client, { publicUrl: 'https://flows.example' });
    assert.equal((await settled(webhook)).lastProblem, undefined);
    const id = await makeIssue(client);
    const [delivery, ...others] = demo.jira.webhooks.cloud.deliveries;
    assert.ok(delivery && others.length === 0);
    assert.ok(!new URL(delivery.url).search);
    assert.deepEqual(await bring(delivery), 200);
    assert.deepEqual(await bring({ ...delivery, body: `${delivery.body} ` }), 401);
    assert.deepEqual(
      hub.heard.map(({ notification }) => notification.issues),
      [[id]],
    );
    assert.equal(problemOf(webhook.state()), 'webhook.wrongSignature');
  });

  it('of an app leads to the address of its site, which its nodes share', async () => {
    const client = app();
    demo.jira.webhooks.cloud.hold();
    const publicUrl = 'https://flows.example';
    const [one, two] = [
      open(client, { publicUrl, nodeId: 'one' }),
      open(client, { publicUrl, nodeId: 'two', jql: 'project = WEB' }),
    ];
    const states = [await settled(one), await settled(two)];
    assert.deepEqual(
      states.map(({ lastProblem }) => lastProblem),
      [undefined, undefined],
    );
    assert.ok(states.every(({ registered, expiresAt }) => registered && expiresAt !== undefined));
    assert.equal(states[0]?.address, states[1]?.address);
    assert.equal(demo.jira.cloud.webhooks.dynamic.size, 2);
    const id = await makeIssue(client);
    const [delivery] = demo.jira.webhooks.cloud.deliveries;
    assert.ok(delivery);
    assert.equal(await bring(delivery), 200);
    // Which of them it is for is the hub's to say.
    assert.deepEqual(
      hub.heard.map(({ nodeId, notification }) => [nodeId, notification.issues]),
      [
        ['one', [id]],
        ['two', [id]],
      ],
    );
    assert.equal(await bring({ ...delivery, url: delivery.url.replace(/\?.*/, '') }), 401);
    await one.close(true);
    assert.deepEqual(
      [...demo.jira.cloud.webhooks.dynamic.values()].map(({ jql }) => jql),
      ['project = WEB'],
    );
  });

  it('says what to do where it cannot be registered', async () => {
    const { ben } = demoCredentials.cloud;
    const publicUrl = 'https://flows.example';
    const notAdministrator = open(clientOf('cloud', basicAuth(ben.username, ben.password)), { publicUrl });
    assert.equal(problemOf(await settled(notAdministrator)), 'webhook.notAdministrator');
    const client = administratorOf('cloud');
    const reasons: Readonly<Record<string, string>> = {
      '': 'webhook.noPublicUrl',
      'http://127.0.0.1:1880': 'webhook.privateAddress',
      'http://flows.example': 'webhook.plainHttp',
      nonsense: 'webhook.badPublicUrl',
    };
    for (const [url, reason] of Object.entries(reasons)) {
      for (const registration of ['automatic', 'manual'] as const) {
        assert.equal(problemOf(await settled(open(client, { publicUrl: url, registration }))), reason);
      }
    }
    assert.equal(demo.jira.cloud.webhooks.admin.size, 0);
  });

  it('that is registered by hand is asked nothing of Jira, and takes what knows its secret', async () => {
    const webhook = open(administratorOf('datacenter'), { registration: 'manual' });
    const { address = '' } = await until(
      () => webhook.state(),
      (state) => state.address !== undefined,
    );
    const post = async (headers: Readonly<Record<string, string>>) =>
      (await fetch(address, { method: 'POST', headers, body: '{"issue":{"key":"OPS-1"}}' })).status;
    assert.deepEqual([await post({}), await post({ authorization: 'Bearer secret-of-the-node' })], [401, 200]);
    assert.deepEqual(
      hub.heard.map(({ notification }) => notification.issues),
      [['OPS-1']],
    );
    assert.equal(demo.jira.datacenter.webhooks.admin.size, 0);
  });

  it('says so where Node-RED takes no requests for its nodes', async () => {
    takesRequests = false;
    const webhook = open(administratorOf('datacenter'));
    assert.deepEqual([problemOf(webhook.state()), webhook.state().address], ['webhook.noHttpNode', undefined]);
    await webhook.close(true);
    assert.equal(demo.jira.datacenter.webhooks.admin.size, 0);
  });

  it('is refused nowhere while the store is being opened', async () => {
    let go = () => {};
    const opened = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow: Store = {
      get: async (key) => {
        await opened;
        return store.get(key);
      },
      entries: (range) => store.entries(range),
      write: (changes) => store.write(changes),
    };
    identities = new WebhookIdentities(slow);
    const webhook = open(administratorOf('datacenter'), { registration: 'manual' });
    const anywhere = async () =>
      (await fetch(`http://127.0.0.1:${portOf(web)}/red/jira/events/x`, { method: 'POST' })).status;
    assert.equal(await anywhere(), 503);
    go();
    await until(
      () => webhook.state(),
      (state) => state.address !== undefined,
    );
    assert.equal(await anywhere(), 404);
  });

  /** Brings what Jira would send to an address on the internet. */
  async function bring({ url, headers, body }: Pick<Delivery, 'url' | 'headers' | 'body'>): Promise<number> {
    const { pathname, search } = new URL(url);
    const here = `http://127.0.0.1:${portOf(web)}${pathname}${search}`;
    return (await fetch(here, { method: 'POST', headers, body })).status;
  }
});
