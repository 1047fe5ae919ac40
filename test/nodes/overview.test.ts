import assert from 'node:assert/strict';
import type { Node, NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { actions } from '../../nodes/actions/index';
import { systemClock } from '../../nodes/client/clock';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { Action } from '../../nodes/definition';
import { register } from '../../nodes/engine/register';
import { registerEvents } from '../../nodes/event-node/event-node';
import type { WebhookState } from '../../nodes/event-node/webhooks';
import { Shelf } from '../../nodes/outbox/shelf';
import { registerOutboxEndpoints } from '../../nodes/outbox-node/endpoints';
import type { Overview, SiteOverview } from '../../nodes/overview/overview';
import { registerOverview } from '../../nodes/overview-node/endpoint';
import { readSettings } from '../../nodes/site/settings';
import { registerSite } from '../../nodes/site/site';
import { tokenRegistryOf } from '../../nodes/site/token-registry';
import { storeOf } from '../../nodes/store/store-of';
import { DEPLOYMENTS, demoJira } from '../support/demo';
import { FakeHub } from '../support/fake-hub';
import { withWords } from '../support/messages';
import { nodeRedInProcess, type SiteSetup } from '../support/nodes';
import { until } from '../support/until';

const SUMMARY = 'Alarm 4711 of pump 4';
const isConfig = (node: object): boolean => 'type' in node && /^(jira-site|subflow)$/.test(String(node.type));
const SECRET_ADDRESS = 'https://flows.example.com/jira/events/unguessable';

describe('the overview of what goes on at the sites', () => {
  nodeRedInProcess();
  const demo = demoJira();
  let hub: FakeHub;
  let webhook: WebhookState;
  let permissions: string[];
  let RED: NodeAPI;

  const install = (original: NodeAPI) => {
    const needsPermission: NodeAPI['auth']['needsPermission'] = (permission) => (_request, _response, next) => {
      permissions.push(permission);
      next();
    };
    RED = { ...withWords(original), auth: { needsPermission } };
    registerSite(RED);
    registerOutboxEndpoints(RED);
    registerOverview(RED);
    for (const action of actions) register(RED, action as Action);
    registerEvents(RED, {
      clock: systemClock,
      hubOf: () => hub,
      openWebhook: () => ({ state: () => webhook, close: async () => {} }),
    });
  };

  beforeEach(() => {
    hub = new FakeHub();
    webhook = {
      address: SECRET_ADDRESS,
      registered: true,
      expiresAt: 1_800_000_000_000,
      lastDeliveryAt: 1,
      lastProblem: undefined,
    };
    permissions = [];
  });
  afterEach(() => demo.jira.plugIn());

  const siteOf = (id: string, { siteUrl, properties }: SiteSetup, more: object = {}) => ({
    ...{ id, type: 'jira-site', siteUrl, ...properties, ...more },
  });
  const load = async (
    sites: Readonly<Record<string, SiteSetup | undefined>>,
    nodes: readonly object[],
  ): Promise<void> => {
    const flow = [
      { id: 'tab', type: 'tab' },
      ...nodes.map((node) => (isConfig(node) ? node : { z: 'tab', x: 1, y: 1, wires: [['end']], ...node })),
      { id: 'end', z: 'tab', type: 'helper' },
      { id: 'catcher', z: 'tab', type: 'catch', wires: [['end']] },
    ];
    const credentials = Object.entries(sites).map(([id, site]) => [id, site?.credentials ?? {}]);
    await helper.unload();
    await helper.load(install, flow as never, Object.fromEntries(credentials));
  };
  const overview = async (): Promise<readonly SiteOverview[]> => {
    const { body } = await helper.request().get('/jira/overview').expect(200);
    return (body as Overview).sites;
  };
  const theSite = async (): Promise<SiteOverview> => (await overview())[0] ?? assert.fail('no site');
  /** Sends a message and resolves once it has ended. */
  const send = async (id: string, payload: unknown): Promise<void> => {
    const node = helper.getNode(id) as Node;
    await new Promise<void>((resolve) => {
      const end = helper.getNode('end');
      const done = () => {
        end.removeListener('input', done);
        resolve();
      };
      end.on('input', done);
      node.receive({ payload } as never);
    });
  };

  it('is empty where there is no site', async () => {
    await load({}, []);
    assert.deepEqual(await overview(), []);
  });

  it('tells of each site by its name whether it answers and who is signed in, and asks Jira once', async () => {
    const [cloud, datacenter] = [demo.site('cloud'), demo.site('datacenter')];
    await load({ cloud, datacenter }, [
      siteOf('cloud', cloud, { name: 'Support' }),
      siteOf('datacenter', datacenter, { name: 'Plant' }),
    ]);
    const sites = await until(overview, (all) => all.every(({ ok }) => ok !== null));
    assert.deepEqual(
      sites.map(({ name, ok, user, siteUrl }) => [name, ok, user, siteUrl]),
      [
        ['Support', true, 'Ada Lindqvist', cloud.siteUrl],
        ['Plant', true, 'Ada Lindqvist', datacenter.siteUrl],
      ],
    );
    demo.forget();
    await overview();
    assert.deepEqual(demo.requests(), []);
    assert.deepEqual([...new Set(permissions)], ['jira-site.read']);
  });

  it('says of a site that is disabled, incomplete, or down what is the matter with it', async () => {
    const site = demo.site('cloud', { maxRetries: 0 });
    await load({ down: site }, [
      siteOf('disabled', site, { name: 'Old', d: true }),
      siteOf('incomplete', site, { name: 'New' }),
      siteOf('down', site, { name: 'Down' }),
    ]);
    await demo.jira.pullPlug('refused');
    const sites = await until(overview, (all) => all.every(({ ok }) => ok === false));
    assert.deepEqual(
      sites.map(({ id, disabled, problem }) => [id, disabled, problem?.code]),
      [
        ['disabled', true, 'JIRA_CONFIG'],
        ['incomplete', false, 'JIRA_CONFIG'],
        ['down', false, 'JIRA_NETWORK'],
      ],
    );
    assert.match(`${sites[0]?.problem?.message} ${sites[0]?.problem?.hint}`, /is disabled\. Enable it/);
    assert.deepEqual([sites[0]?.minutes, sites[0]?.siteUrl], [[], null]);
  });

  it('marks a site that writes nothing', async () => {
    const site = demo.site('cloud', { dryRun: true });
    await load({ site }, [siteOf('site', site)]);
    assert.equal((await theSite()).dryRun, true);
  });

  it('says until when somebody is signed in, of a sign-in that is in use', async () => {
    const credentials = { clientId: 'app', clientSecret: 'app-secret' };
    const site: SiteSetup = { siteUrl: demo.jira.cloudUrl, credentials, properties: { authType: 'oauth2' } };
    await load({ site }, [siteOf('site', site)]);
    assert.equal((await theSite()).signedInUntil, undefined);
    const settings = readSettings({ siteUrl: site.siteUrl, authType: 'oauth2' }, credentials);
    const { authentication } = settings;
    assert.ok(authentication.type === 'oauth2');
    const now = Date.now();
    await tokenRegistryOf(RED).accept('site', settings, authentication, {
      ...{ accessToken: 'access-secret', refreshToken: 'refresh-secret', expiresAt: now + 3_600_000, rotatedAt: now },
      ...{ scopes: [], deployment: 'cloud', redirectUri: 'http://localhost/', user: 'Ada' },
    });
    const { signedInUntil, ...told } = await theSite();
    assert.ok(Date.parse(signedInUntil ?? '') > now + 80 * 86_400_000, signedInUntil);
    assert.doesNotMatch(JSON.stringify(told), /secret/);
  });

  for (const deployment of DEPLOYMENTS) {
    it(`counts the calls of the last hour at ${deployment}, and tells which calls are held back and why`, async () => {
      const site = demo.site(deployment, { maxRetries: 0, deployment });
      await load({ site }, [siteOf('site', site), { id: 'get', type: 'jira-issue-get', site: 'site' }]);
      const limited = (await theSite()).minutes.reduce((sum, minute) => sum + minute.limited, 0);
      demo.jira.fault({
        response: { status: 429, headers: { 'Retry-After': '2', 'RateLimit-Reason': 'jira-burst-based' } },
      });
      await send('get', 'OPS-1');
      const { minutes, pauses } = await theSite();
      assert.equal(minutes.length, 60);
      assert.equal(
        minutes.reduce((sum, minute) => sum + minute.limited, 0),
        limited + 1,
      );
      assert.ok(minutes.reduce((sum, minute) => sum + minute.calls, 0) >= 1);
      const [pause] = pauses;
      assert.deepEqual([pause?.scope, pause?.reason], ['endpoint:GET /issue/{issueIdOrKey}', 'jira-burst-based']);
      assert.ok(Number(pause?.seconds) >= 1);
    });
  }

  it('names the slowest nodes and the last errors, each once with its node', async () => {
    const site = demo.site('cloud');
    await load({ fresh: site }, [
      siteOf('fresh', site),
      { id: 'get', type: 'jira-issue-get', site: 'fresh' },
      { id: 'search', type: 'jira-issue-search', site: 'fresh' },
      { id: 'bulk', type: 'jira-issue-bulk-create', site: 'fresh', output: 'array' },
    ]);
    await send('search', 'project = OPS');
    await send('get', 'OPS-1');
    await send('bulk', [{ project: 'OPS', issueType: 'Task', summary: SUMMARY }]);
    for (let times = 0; times < 2; times++) await send('get', 'OPS-9999');
    const { slowest, errors } = await theSite();
    assert.deepEqual(slowest.map(({ node, operation }) => `${node} ${operation}`).sort(), [
      'bulk issue-bulk-create',
      'get issue-get',
      'search issue-search',
    ]);
    assert.ok(slowest.every(({ ms, at }) => ms >= 0 && Date.parse(at) > 0));
    const [{ at, message, ...error } = assert.fail('no error')] = errors;
    assert.deepEqual(error, { node: 'get', operation: 'issue-get', code: 'JIRA_NOT_FOUND', count: 2 });
    assert.ok(Date.parse(at) > 0 && message.length > 20, message);
    await send('search', 'nonsense = 7');
    assert.deepEqual(
      (await theSite()).errors.map(({ node }) => node),
      ['search', 'get'],
    );
  });

  it('tells what listens for events, and no address by which others could make some', async () => {
    const site = demo.site('cloud');
    await load({ site }, [
      siteOf('site', site),
      siteOf('other', site),
      { id: 'events', type: 'jira-event', site: 'site', via: 'both' },
    ]);
    hub.is('events', {
      lastEventAt: 1_700_000_000_000,
      lagging: 3,
      problem: new JiraError('JIRA_AUTH', 'auth.refused'),
    });
    const [one, other] = await overview();
    assert.deepEqual(other?.events, []);
    const [events] = one?.events ?? [];
    assert.deepEqual(
      [events?.node, events?.lastEventAt, events?.lagging, events?.problem?.code, events?.webhook.expiresAt],
      ['events', '2023-11-14T22:13:20.000Z', 3, 'JIRA_AUTH', '2027-01-15T08:00:00.000Z'],
    );
    assert.ok(one?.errors.some(({ node, code }) => node === 'events' && code === 'JIRA_AUTH'));
    assert.doesNotMatch(JSON.stringify(one), /unguessable/);
  });

  it('tells what is kept, without what it says, and keeps telling it when its node is gone', async () => {
    const site = demo.site('cloud', { maxRetries: 0 });
    const comment = { id: 'comment', type: 'jira-comment-add', site: 'keeping', whenAway: 'keep' };
    await load({ keeping: site }, [siteOf('keeping', site), comment]);
    await demo.jira.pullPlug('refused');
    helper.getNode('comment').receive({ payload: { issueIdOrKey: 'OPS-1', body: SUMMARY } } as never);
    const { kept } = await until(theSite, (one) => one.kept.count === 1);
    assert.deepEqual(
      kept.items.map(({ node, operation, issues, stray }) => [node, operation, issues, stray]),
      [['comment', 'comment-add', ['OPS-1'], false]],
    );
    assert.equal(kept.oldestAt, kept.items[0]?.since);
    assert.doesNotMatch(JSON.stringify(await overview()), new RegExp(SUMMARY));
    await load({ keeping: site }, [siteOf('keeping', site)]);
    const { kept: left } = await until(theSite, (one) => one.kept.items[0]?.stray === true);
    assert.equal(left.count, 1);
    await helper.request().post(`/jira/sites/keeping/kept/${left.items[0]?.id}/drop`).expect(200);
    assert.ok(permissions.includes('jira-site.write'));
    assert.equal((await theSite()).kept.count, 0);
  });

  for (const [what, more] of [
    ['whose nodes are all gone', {}],
    ['that is disabled', { d: true }],
    ['that lacks its credentials', { username: '' }],
  ] as const) {
    it(`finds what was kept before Node-RED began for a site ${what}, to look at and to drop`, async () => {
      const site = demo.site('cloud');
      const id = `old-${what.replaceAll(' ', '-')}`;
      await load({ [id]: 'username' in more ? undefined : site }, [siteOf(id, site, more)]);
      const shelf = new Shelf(storeOf(RED), `${id} ${site.siteUrl}`);
      const facts = { node: 'gone', operation: 'comment-add', lanes: ['issue:OPS-1'], since: Date.now(), attempts: 3 };
      for (let number = 1; number <= 150; number++) {
        await shelf.add({ ...facts, id: `${String(number).padStart(14, '0')}-ab`, state: 'waiting' }, 'text');
      }
      const { kept } = await theSite();
      assert.deepEqual([kept.count, kept.items.length, kept.items[0]?.stray], [150, 100, true]);
      await helper.request().post(`/jira/sites/${id}/kept/${kept.items[0]?.id}/drop`).expect(200);
      const { body } = await helper.request().get(`/jira/sites/${id}/kept`).expect(200);
      assert.equal(body.count, 149);
    });
  }

  it('tells of the sites inside of subflows one by one, and of no template', async () => {
    const site = demo.site('cloud');
    await load({}, [
      { id: 'sub', type: 'subflow', name: 'sub', in: [{ x: 1, y: 1, wires: [{ id: 'inner-get' }] }], out: [] },
      siteOf('inner', site, { name: 'Inner', z: 'sub' }),
      { id: 'inner-get', type: 'jira-issue-get', site: 'inner', z: 'sub', wires: [] },
      { id: 'instance', type: 'subflow:sub' },
    ]);
    const sites = await overview();
    assert.deepEqual(
      sites.map(({ name }) => name),
      ['Inner'],
    );
    assert.notEqual(sites[0]?.id, 'inner');
    // The editor knows the node of the template, and not that of the instance.
    helper.getNode('instance').receive({ payload: 'OPS-1' } as never);
    const { slowest, errors } = await until(theSite, (one) => one.slowest.length > 0);
    assert.deepEqual([...new Set([...slowest, ...errors].map(({ node }) => node))], ['inner-get']);
  });
});
