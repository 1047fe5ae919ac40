import assert from 'node:assert/strict';
import { basicAuth, bearerAuth } from '../../../nodes/client/auth';
import type { Deployment } from '../../../nodes/client/http/request';
import { entry } from '../../../nodes/client/json';
import type { EventType } from '../../../nodes/events/event';
import { addressOf, checkReachable, tokenOf } from '../../../nodes/events/webhook/address';
import { Registration } from '../../../nodes/events/webhook/registration';
import type { SiteWebhooks, WantedWebhook } from '../../../nodes/events/webhook/site-webhooks';
import { webhooksOf } from '../../../nodes/events/webhook/webhooks-of';
import { errorOf, newJob, PASSWORD, TestSite } from '../../client/site';
import { withoutProxies } from '../../support/environment';
import { ScriptedServer } from '../../support/server';
import { EXPIRES, FakeWebhooks, type Interface } from './fake-webhooks';

const KEY = 'unguessable';
const SECRET = 'secret-of-the-node';
const ADDRESS = `https://flows.example/jira/events/${KEY}`;
const WITH_TOKEN = `${ADDRESS}?token=${tokenOf(SECRET, KEY)}`;

const wanted = (more: Partial<WantedWebhook> = {}): WantedWebhook => ({
  owner: 'node',
  name: 'Node-RED node',
  address: ADDRESS,
  types: new Set<EventType>(['issue.updated', 'issue.assigned', 'comment.added']),
  jql: 'project = OPS',
  secret: SECRET,
  ...more,
});

describe('the registration of a webhook', () => {
  withoutProxies();
  const servers: ScriptedServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  async function siteWith(
    has: Interface,
    version?: string,
  ): Promise<{ jira: FakeWebhooks; site: TestSite; webhooks: SiteWebhooks }> {
    const jira = new FakeWebhooks(has, version);
    const server = await ScriptedServer.start({ otherwise: jira.response });
    servers.push(server);
    server.on('GET /oauth/token/accessible-resources', {
      body: [{ id: 'cloud-1', url: server.url, scopes: ['read:jira-work'] }],
    });
    const deployment: Deployment = has === 'cloud' || has === 'apps' ? 'cloud' : 'datacenter';
    const tokens = { accessToken: () => Promise.resolve(PASSWORD), renewable: () => false };
    const auth = has === 'apps' ? bearerAuth('oauth2', 'client', tokens) : basicAuth('jo', PASSWORD);
    const site = new TestSite(server, { deployment, auth, gateway: { use: 'auto', url: server.url } });
    return { jira, site, webhooks: await webhooksOf(site.client, newJob()) };
  }

  const only = ({ entries }: FakeWebhooks) => {
    assert.equal(entries.size, 1);
    return [...entries.values()][0];
  };

  for (const has of ['cloud', 'classic', 'since10'] as const) {
    describe(`by an administrator (${has})`, () => {
      it('is made once, and found again after a restart', async () => {
        const { jira, webhooks, site } = await siteWith(has);
        const first = await webhooks.ensure(wanted(), newJob());
        const webhook = only(jira);
        assert.equal(entry(webhook, 'url'), has === 'classic' ? WITH_TOKEN : ADDRESS);
        assert.deepEqual(entry(webhook, 'events'), ['comment_created', 'jira:issue_updated']);
        assert.deepEqual(entry(webhook, 'filters'), { 'issue-related-events-section': 'project = OPS' });
        const again = await (await webhooksOf(site.client, newJob())).ensure(wanted(), newJob());
        assert.equal(again.id, first.id);
        assert.deepEqual(jira.writes, ['POST']);
      });

      it('is changed where anything of it is wanted otherwise, the secret included', async () => {
        const { jira, webhooks } = await siteWith(has);
        const { id } = await webhooks.ensure(wanted(), newJob());
        const changes: Partial<WantedWebhook>[] = [
          { jql: 'project = WEB' },
          { types: new Set(['issue.created']) },
          { secret: 'another secret' },
        ];
        for (const change of changes) {
          assert.equal((await webhooks.ensure(wanted(change), newJob())).id, id);
          assert.equal((await webhooks.ensure(wanted(change), newJob())).id, id);
        }
        assert.deepEqual(jira.writes, ['POST', 'PUT', 'PUT', 'PUT']);
      });

      it('is not doubled where the answer was lost', async () => {
        const { jira, webhooks } = await siteWith(has);
        jira.loseAnswer();
        await webhooks.ensure(wanted(), newJob());
        await webhooks.ensure(wanted(), newJob());
        assert.deepEqual([jira.entries.size, jira.writes], [1, ['POST']]);
      });

      it('leaves one of several, and those of others', async () => {
        const { jira, webhooks } = await siteWith(has);
        await webhooks.ensure(wanted(), newJob());
        const mine = only(jira);
        assert.ok(mine);
        jira.entries.set('1', { ...mine, name: 'a copy' });
        jira.entries.set('2', { ...mine, url: `${ADDRESS}-of-another-node` });
        const { id } = await webhooks.ensure(wanted(), newJob());
        assert.deepEqual([...jira.entries.keys()].sort(), [id, '2'].sort());
        await webhooks.takeBack(wanted(), newJob());
        await webhooks.takeBack(wanted(), newJob());
        assert.deepEqual([...jira.entries.keys()], ['2']);
      });

      it('is told where only an administrator may do it', async () => {
        const { jira, webhooks } = await siteWith(has);
        jira.isAdministrator = false;
        for (const status of [403, 401]) {
          jira.forbiddenStatus = status;
          const error = await errorOf(webhooks.ensure(wanted(), newJob()));
          assert.deepEqual([error.code, error.reason], ['JIRA_FORBIDDEN', 'webhook.notAdministrator']);
        }
      });

      it('shows neither secret nor address where Jira repeats them', async () => {
        const { jira, webhooks } = await siteWith(has);
        jira.refuse(400, `The URL ${WITH_TOKEN} with ${SECRET} has a port that is not allowed`);
        const address = `https://flows.example:1880/jira/events/${KEY}`;
        const error = await errorOf(webhooks.ensure(wanted({ address }), newJob()));
        assert.deepEqual([error.reason, error.values], ['webhook.portRefused', { port: '1880' }]);
        const shown = JSON.stringify(error.facts);
        for (const secret of [SECRET, KEY, tokenOf(SECRET, KEY)]) assert.ok(!shown.includes(secret), shown);
      });
    });
  }

  it('tells Cloud the secret beside the name, and Data Center from 10 on in the configuration', async () => {
    const cloud = await siteWith('cloud');
    await cloud.webhooks.ensure(wanted(), newJob());
    const { secret, configuration } = { secret: undefined, configuration: undefined, ...only(cloud.jira) };
    assert.deepEqual([secret, configuration], [SECRET, undefined]);
    const server = await siteWith('since10');
    await server.webhooks.ensure(wanted(), newJob());
    const webhook = only(server.jira);
    assert.equal(entry(webhook, 'secret'), undefined);
    assert.deepEqual(entry(webhook, 'configuration'), { EXCLUDE_BODY: 'false', SECRET });
    assert.equal(entry(webhook, 'scopeType'), 'global');
  });

  it('looks for the other interface where a Data Center does not have the one of its version', async () => {
    const { jira, site, webhooks } = await siteWith('classic', '10.0.0');
    await webhooks.ensure(wanted(), newJob());
    await webhooks.ensure(wanted(), newJob());
    assert.equal(jira.entries.size, 1);
    assert.equal(site.server.seen('GET /rest/jira-webhook/1.0/webhooks').length, 1);
  });

  it('says so where there is no interface at all', async () => {
    const { jira, webhooks } = await siteWith('since10');
    jira.instead.push({ method: 'GET', response: { status: 404, body: { errorMessages: [] } } });
    jira.instead.push({ method: 'GET', response: { status: 404, body: { errorMessages: [] } } });
    const error = await errorOf(webhooks.ensure(wanted(), newJob()));
    assert.deepEqual([error.code, error.reason], ['JIRA_UNSUPPORTED', 'webhook.noInterface']);
  });

  it('finds its own among more than a page of Data Center has', async () => {
    const { jira, webhooks } = await siteWith('since10');
    for (let id = 1000; id < 1250; id++)
      jira.entries.set(String(id), { name: 'x', url: 'https://other.example', events: [] });
    const { id } = await webhooks.ensure(wanted(), newJob());
    assert.equal((await webhooks.ensure(wanted(), newJob())).id, id);
    assert.deepEqual(jira.writes, ['POST']);
  });

  it('respects that somebody has switched it off', async () => {
    const { jira, webhooks } = await siteWith('since10');
    const { id } = await webhooks.ensure(wanted(), newJob());
    jira.entries.set(id, { ...only(jira), active: false });
    const error = await errorOf(webhooks.ensure(wanted(), newJob()));
    assert.equal(error.reason, 'webhook.switchedOff');
    assert.deepEqual(jira.writes, ['POST']);
  });

  describe('by an app', () => {
    it('is made once, and prolonged at each start', async () => {
      const { jira, webhooks, site } = await siteWith('apps');
      const first = await webhooks.ensure(wanted(), newJob());
      assert.deepEqual([first.expiresAt, first.untold], [EXPIRES, []]);
      const webhook = {
        url: WITH_TOKEN,
        events: ['comment_created', 'jira:issue_updated'],
        jqlFilter: 'project = OPS',
      };
      assert.deepEqual(only(jira), webhook);
      const again = await (await webhooksOf(site.client, newJob())).ensure(wanted(), newJob());
      assert.equal(again.id, first.id);
      assert.deepEqual(jira.writes, ['POST', 'PUT/refresh', 'PUT/refresh']);
    });

    it('is replaced where it is wanted otherwise, also by another process that knows its id', async () => {
      const { jira, webhooks } = await siteWith('apps');
      const { id } = await webhooks.ensure(wanted(), newJob());
      const other = await siteWith('apps');
      for (const [one, webhook] of jira.entries) other.jira.entries.set(one, webhook);
      await webhooks.ensure(wanted({ jql: 'project = WEB' }), newJob());
      assert.equal(entry(only(jira), 'jqlFilter'), 'project = WEB');
      await other.webhooks.ensure(wanted({ jql: 'project = WEB', knownId: id }), newJob());
      assert.equal(entry(only(other.jira), 'jqlFilter'), 'project = WEB');
    });

    it('makes way for a new address, as Jira takes one from an app', async () => {
      const { jira, webhooks } = await siteWith('apps');
      await webhooks.ensure(wanted({ secret: 'former secret' }), newJob());
      await webhooks.ensure(wanted(), newJob());
      assert.equal(entry(only(jira), 'url'), WITH_TOKEN);
    });

    it('is one for each node, though they want the same, and each takes its own back', async () => {
      const { jira, webhooks } = await siteWith('apps');
      const ids = [];
      for (const owner of ['one', 'two', 'one']) ids.push((await webhooks.ensure(wanted({ owner }), newJob())).id);
      assert.deepEqual([ids[0] === ids[2], ids[0] === ids[1], jira.entries.size], [true, false, 2]);
      await webhooks.takeBack(wanted({ owner: 'one' }), newJob());
      assert.deepEqual([...jira.entries.keys()], [ids[1]]);
    });

    it('is not doubled where the answer was lost', async () => {
      const { jira, webhooks } = await siteWith('apps');
      jira.loseAnswer();
      await webhooks.ensure(wanted(), newJob());
      assert.equal(jira.entries.size, 1);
    });

    it('tells what Jira says against it, which answers 200 all the same', async () => {
      const { webhooks } = await siteWith('apps');
      const error = await errorOf(webhooks.ensure(wanted({ jql: 'labels = x' }), newJob()));
      assert.deepEqual([error.code, error.reason], ['JIRA_INVALID', 'webhook.rejected']);
      assert.deepEqual(error.facts.errorMessages, ['The clause labels is unsupported']);
    });

    it('needs a JQL, and events that apps are told', async () => {
      const { webhooks, jira } = await siteWith('apps');
      assert.equal((await errorOf(webhooks.ensure(wanted({ jql: ' ' }), newJob()))).reason, 'webhook.jqlNeeded');
      const worklogs = new Set<EventType>(['worklog.added']);
      assert.equal(
        (await errorOf(webhooks.ensure(wanted({ types: worklogs }), newJob()))).reason,
        'webhook.nothingForApps',
      );
      const some = await webhooks.ensure(
        wanted({ types: new Set<EventType>(['worklog.added', 'link.added']) }),
        newJob(),
      );
      assert.deepEqual([some.untold, entry(only(jira), 'events')], [['worklog.added'], ['jira:issue_updated']]);
    });

    it('says what is missing where Jira takes the sign-in for no app', async () => {
      const { webhooks, jira } = await siteWith('apps');
      jira.instead.push({ method: 'GET', response: { status: 403, body: { errorMessages: ['Only for apps'] } } });
      assert.equal((await errorOf(webhooks.ensure(wanted(), newJob()))).reason, 'webhook.notAnApp');
    });
  });

  describe('as long as a node is there', () => {
    const DAY_MS = 24 * 60 * 60_000;

    async function registrationOn(has: Interface) {
      const { jira, site } = await siteWith(has);
      const changes: boolean[] = [];
      const registration: Registration = new Registration({
        webhooks: (job) => webhooksOf(site.client, job),
        wanted: () => Promise.resolve(wanted()),
        clock: site.clock,
        changed: () => changes.push(registration.state.registered),
        registered: () => {},
      });
      return { jira, site, registration, changes };
    }

    it('is looked after every week', async () => {
      const { jira, site, registration } = await registrationOn('apps');
      registration.begin();
      await site.clock.waiting();
      assert.deepEqual([registration.state.registered, registration.state.expiresAt], [true, EXPIRES]);
      jira.entries.clear();
      site.clock.advance(7 * DAY_MS);
      await site.clock.waiting();
      assert.equal(jira.entries.size, 1);
      await registration.close(false);
      assert.deepEqual([site.clock.pending, jira.entries.size], [0, 1]);
    });

    it('is tried again where it failed, and says why until it works', async () => {
      const { jira, site, registration, changes } = await registrationOn('cloud');
      jira.isAdministrator = false;
      registration.begin();
      await site.clock.waiting();
      assert.equal(registration.state.problem?.reason, 'webhook.notAdministrator');
      jira.isAdministrator = true;
      site.clock.advance(60_000);
      await site.clock.waiting();
      assert.deepEqual([registration.state.registered, registration.state.problem], [true, undefined]);
      assert.deepEqual(changes, [false, true]);
    });

    it('is taken back with the node, and not before', async () => {
      const { jira, site, registration } = await registrationOn('since10');
      registration.begin();
      await site.clock.waiting();
      await registration.close(true);
      assert.deepEqual([jira.entries.size, jira.writes, site.clock.pending], [0, ['POST', 'DELETE'], 0]);
    });
  });
});

describe('the address of a webhook', () => {
  const parts = { publicUrl: 'https://flows.example', httpNodeRoot: '/', key: KEY };

  it('is below the public URL and the root of the nodes', () => {
    assert.equal(addressOf(parts), ADDRESS);
    const below = { ...parts, publicUrl: ' https://flows.example/red/ ', httpNodeRoot: '/api/' };
    assert.equal(addressOf(below), `https://flows.example/red/api/jira/events/${KEY}`);
  });

  it('is none where there is no such URL', () => {
    const reasonFor = (publicUrl: string) => {
      try {
        return addressOf({ ...parts, publicUrl });
      } catch (error) {
        return entry({ ...Object(error) }, 'reason');
      }
    };
    assert.equal(reasonFor(' '), 'webhook.noPublicUrl');
    for (const url of [
      'flows.example',
      'ftp://flows.example',
      'https://jo:secret@flows.example',
      'https://x.example?a=1',
    ])
      assert.equal(reasonFor(url), 'webhook.badPublicUrl', url);
  });

  it('must be one that Jira Cloud can reach; Data Center may be in the same network', () => {
    const reasonFor = (address: string, deployment: Deployment) => {
      try {
        return checkReachable(address, deployment);
      } catch (error) {
        return entry({ ...Object(error) }, 'reason');
      }
    };
    const inside = [
      'http://localhost:1880',
      'https://127.0.0.1',
      'https://10.0.0.5',
      'https://192.168.1.2',
      'https://172.20.0.1',
    ];
    const more = [
      'https://[::1]',
      'https://[fd00::1]',
      'https://[::ffff:192.168.1.1]',
      'https://nodered',
      'https://red.local.',
      'https://100.64.0.1',
    ];
    for (const address of [...inside, ...more]) {
      assert.equal(reasonFor(address, 'cloud'), 'webhook.privateAddress', address);
      assert.equal(reasonFor(address, 'datacenter'), undefined);
    }
    assert.equal(reasonFor('http://flows.example', 'cloud'), 'webhook.plainHttp');
    for (const address of [
      'https://flows.example',
      'https://flows.example:8443',
      'https://8.8.8.8',
      'https://172.32.0.1',
    ])
      assert.equal(reasonFor(address, 'cloud'), undefined, address);
  });
});
