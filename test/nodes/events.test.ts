import assert from 'node:assert/strict';
import type { NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { systemClock } from '../../nodes/client/clock';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { registerEvents } from '../../nodes/event-node/event-node';
import { NO_WEBHOOK, type WebhookNode } from '../../nodes/event-node/webhooks';
import type { JiraEvent } from '../../nodes/events/event';
import type { Delivery } from '../../nodes/events/hub';
import { registerSite } from '../../nodes/site/site';
import { StoreError } from '../../nodes/store/store';
import { assertHolds } from '../support/assert';
import { demoJira } from '../support/demo';
import { FakeHub } from '../support/fake-hub';
import { withWords } from '../support/messages';
import { nodeRedInProcess, type Outcome, type SiteSetup } from '../support/nodes';
import { until } from '../support/until';

const ADF = {
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'hot', marks: [{ type: 'strong' }] }] }],
};

function event(more: Partial<JiraEvent> = {}): JiraEvent {
  return {
    id: 'issue:10001:created',
    type: 'issue.created',
    at: '2026-11-27T09:00:00.000Z',
    issueIdOrKey: 'OPS-1',
    changes: [],
    via: 'poll',
    ...more,
  };
}

function issue(key = 'OPS-1'): object {
  return { id: '10001', key, self: `https://x/rest/api/3/issue/${key}`, fields: { summary: 'x', description: ADF } };
}

const delivery = (more: Partial<JiraEvent> = {}): Delivery => ({ event: event(more), payload: issue() });

describe('jira-event in a flow', () => {
  nodeRedInProcess();
  const demo = demoJira();
  let hub: FakeHub;
  let webhooks: WebhookNode[];
  let closedWebhooks: boolean[];
  let received: Outcome[];
  let caught: Outcome[];
  let published: unknown[];
  let siteKeys: string[];

  const install = (RED: NodeAPI) => {
    const worded = {
      ...withWords(RED),
      comms: { publish: (_topic: string, data: unknown) => published.push(data) },
    };
    registerSite(worded);
    registerEvents(worded, {
      clock: systemClock,
      hubOf: (_connection, siteKey) => {
        siteKeys.push(siteKey);
        return hub;
      },
      openWebhook: (node) => {
        webhooks.push(node);
        return { state: () => NO_WEBHOOK, close: async (forever) => void closedWebhooks.push(forever) };
      },
    });
  };
  const flowOf = (
    properties: object = {},
    site: SiteSetup | undefined = demo.site('cloud'),
  ): readonly { readonly id: string; readonly [property: string]: unknown }[] => [
    { id: 'tab', type: 'tab' },
    ...(site ? [{ id: 'site', type: 'jira-site', siteUrl: site.siteUrl, ...site.properties }] : []),
    { id: 'n1', z: 'tab', type: 'jira-event', site: 'site', wires: [['out']], ...properties },
    { id: 'out', z: 'tab', type: 'helper' },
    { id: 'caught', z: 'tab', type: 'helper' },
    { id: 'catcher', z: 'tab', type: 'catch', wires: [['caught']] },
  ];
  const start = async (properties: object = {}, site: SiteSetup | undefined = demo.site('cloud')): Promise<void> => {
    await helper.load(install, flowOf(properties, site) as never, { site: site?.credentials ?? {} } as never);
    helper.getNode('out').on('input', (msg) => received.push(msg as Outcome));
    helper.getNode('caught').on('input', (msg) => caught.push(msg as Outcome));
  };

  beforeEach(() => {
    hub = new FakeHub();
    [webhooks, closedWebhooks, received, caught, published, siteKeys] = [[], [], [], [], [], []];
  });

  it('subscribes to what its properties say, and sends each event with its issue', async () => {
    await start({ events: 'issue.created,comment.added', jql: 'project = OPS ORDER BY key', every: '30' });
    assertHolds(hub.subscriptions.get('n1'), { nodeId: 'n1', jql: 'project = OPS', everyMs: 30_000, via: 'poll' });
    await hub.deliver('n1', delivery());
    assert.equal(received.length, 1);
    const { _msgid, ...msg } = received[0] ?? {};
    assert.deepEqual(msg, {
      topic: 'issue.created',
      payload: issue(),
      event: event(),
      jira: { operation: 'event', deployment: 'cloud' },
    });
  });

  it('gives rich text as the node wants it, of the issue and of what was said', async () => {
    await start({ richText: 'markdown', events: 'comment.added' });
    const comment = { id: '1', self: 'https://x/rest/api/3/issue/10001/comment/1', body: ADF };
    await hub.deliver('n1', delivery({ type: 'comment.added', comment }));
    assertHolds(received[0], {
      payload: { fields: { description: '**hot**' } },
      event: { comment: { body: '**hot**' } },
    });
  });

  it('gathers a round into one message if it is to', async () => {
    await start({ batch: true, events: 'issue.created,issue.updated' });
    await hub.deliver('n1', delivery(), delivery({ id: 'issue:2:created' }));
    assertHolds(received[0], {
      topic: 'issue.created',
      payload: [issue(), issue()],
      event: [{}, { id: 'issue:2:created' }],
    });
    await hub.deliver('n1', delivery(), delivery({ type: 'issue.updated' }));
    assert.equal(received[1]?.topic, '');
    await hub.deliver('n1');
    assert.equal(received.length, 2);
  });

  it('tells a problem once, to the Catch nodes, and again when it comes back or is another', async () => {
    await start();
    const refused = () => new JiraError('JIRA_AUTH', 'auth.refused');
    for (let round = 0; round < 3; round++) hub.is('n1', { problem: refused() });
    hub.is('n1', { problem: new StoreError('store.failed', { folder: '/data', detail: 'ENOSPC' }) });
    hub.is('n1', {});
    hub.is('n1', { problem: refused() });
    await until(
      () => caught.length,
      (count) => count === 3,
    );
    assert.deepEqual(
      caught.map(({ error }) => error?.code),
      ['JIRA_AUTH', 'JIRA_CONFIG', 'JIRA_AUTH'],
    );
    assertHolds(caught[0], { jira: { operation: 'event' }, error: { cause: { operation: 'event' } } });
    assert.match(caught[0]?.error?.message ?? '', /credentials/);
  });

  for (const [title, properties, code, sentence] of [
    ['no site', { site: '' }, 'JIRA_CONFIG', /No Jira site is chosen/],
    ['a time that is none', { since: 'soon' }, 'JIRA_INPUT', /"Begin with" \(since\) .* not "soon"/],
    ['too short a time', { every: '5' }, 'JIRA_INPUT', /"Ask every \(s\)" \(every\) .* at least 10 seconds, not "5"/],
    ['an event that it would never hear of', { events: 'issue.deleted' }, 'JIRA_INPUT', /issue\.deleted/],
  ] as const) {
    it(`says in words that it can't begin with ${title}`, async () => {
      await start(properties);
      await until(
        () => caught.length,
        (count) => count === 1,
      );
      assert.equal(caught[0]?.error?.code, code);
      assert.match(caught[0]?.error?.message ?? '', sentence);
      const { body } = await helper.request().get('/jira/events/n1').expect(200);
      assert.equal(body.problem.code, code);
      assert.match(body.problem.message, sentence);
    });
  }

  it('has nothing handed on that Node-RED drops while the flow stops', async () => {
    await start();
    const handedOn = hub.deliver('n1', delivery());
    const stopped = helper.unload();
    await assert.rejects(handedOn, /JIRA_CANCELLED/);
    await stopped;
    assert.equal(hub.subscriptions.size, 0);
    assert.deepEqual(hub.forgotten, [], 'it goes on where it was');
  });

  it('forgets where it was when it is deleted, and not when it is disabled', async () => {
    await start({ via: 'both' });
    assert.equal(webhooks.length, 1);
    await helper.setFlows(flowOf({ via: 'both', d: true }) as never, 'nodes');
    assert.deepEqual([hub.forgotten, closedWebhooks], [[], [false]]);
    await helper.setFlows(flowOf({ via: 'both' }) as never, 'nodes');
    await helper.setFlows(flowOf().filter(({ id }) => id !== 'n1') as never, 'nodes');
    assert.deepEqual([hub.forgotten, closedWebhooks], [['n1'], [false, true]]);
  });

  it('takes a site that gets another address for another Jira, whose ids mean other things', async () => {
    await start();
    await helper.unload();
    await start({}, demo.site('datacenter'));
    assert.equal(new Set(siteKeys).size, 2);
    assert.ok(siteKeys.every((key) => key.startsWith('site ')));
  });

  it('opens a webhook only where Jira is to tell, with what it needs for that', async () => {
    await start();
    assert.equal(webhooks.length, 0);
    await helper.unload();
    const site = demo.site('cloud', { publicUrl: 'https://flows.example.com' });
    await helper.load(
      install,
      flowOf({ via: 'webhook', registration: 'automatic' }, site) as never,
      {
        site: site.credentials,
        n1: { secret: 's3cret' },
      } as never,
    );
    assertHolds(webhooks[0], { registration: 'automatic', secret: 's3cret', publicUrl: 'https://flows.example.com' });
  });

  describe('told by its endpoints', () => {
    it('is how far it has come', async () => {
      await start();
      hub.is('n1', { position: 0, lastEventAt: 60_000, lagging: 3 });
      const { body } = await helper.request().get('/jira/events/n1').expect(200);
      assert.deepEqual(body, {
        position: '1970-01-01T00:00:00.000Z',
        lastEventAt: '1970-01-01T00:01:00.000Z',
        nextRoundAt: null,
        lagging: 3,
        webhook: { address: null, registered: false, expiresAt: null, lastDeliveryAt: null, lastProblem: null },
      });
    });

    it('is nothing for a node that is not deployed, or is another', async () => {
      await start();
      for (const id of ['gone', 'out', 'site']) {
        const { body } = await helper.request().get(`/jira/events/${id}`).expect(200);
        assertHolds(body, { deployed: false, position: null, lagging: 0 });
      }
    });

    it('are the newest events of a form, deployed or not, shown as a debug node shows them', async () => {
      await start();
      hub.newest = [delivery(), delivery({ id: 'issue:2:created' })];
      const properties = { name: 'pumps', events: 'issue.created', jql: 'project = OPS', richText: 'text' };
      const { body } = await helper
        .request()
        .post('/jira/sites/site/events')
        .send({ node: 'new', z: 'tab', properties })
        .expect(200);
      assert.deepEqual(body.events, [
        { type: 'issue.created', at: '2026-11-27T09:00:00.000Z', issueIdOrKey: 'OPS-1' },
        { type: 'issue.created', at: '2026-11-27T09:00:00.000Z', issueIdOrKey: 'OPS-1' },
      ]);
      assertHolds(hub.asked[0], { jql: 'project = OPS' });
      assertHolds(published[0], { id: 'new', z: 'tab', name: 'pumps', topic: 'issue.created', format: 'Object' });
      assert.match(JSON.stringify(published[0]), /"description\\":\\"hot/);
      assert.equal(published.length, 2);
    });

    it('is what is wrong with a form that can not be tried', async () => {
      await start();
      const ask = (site: string, properties: object) =>
        helper.request().post(`/jira/sites/${site}/events`).send({ node: 'n1', properties });
      const { body } = await ask('site', { since: 'soon' }).expect(400);
      assert.equal(body.problem.code, 'JIRA_INPUT');
      assert.match(body.problem.message, /"Begin with"/);
      await ask('gone', {}).expect(400);
    });
  });
});
