import assert from 'node:assert/strict';
import { type DemoJira, demoCredentials, startDemoJira } from '../../demo/index';
import { basicAuth } from '../../nodes/client/auth';
import { Client } from '../../nodes/client/client';
import { systemClock } from '../../nodes/client/clock';
import type { Deployment, Request } from '../../nodes/client/http/request';
import { Transport } from '../../nodes/client/http/transport';
import { entry, textEntry } from '../../nodes/client/json';
import { RateLimiter } from '../../nodes/client/limits/rate-limiter';
import { TtlCache } from '../../nodes/client/ttl-cache';
import type { EventType } from '../../nodes/events/event';
import type { Delivery, EventHub, Subscription } from '../../nodes/events/hub';
import { openHub } from '../../nodes/events/open-hub';
import { newJob } from '../client/site';
import { nodeExchanges } from '../openapi/hooks';
import { TestClock } from '../support/clock';
import { DEPLOYMENTS } from '../support/demo';
import { withoutProxies } from '../support/environment';
import { MemoryStore } from '../support/memory-store';
import { until } from '../support/until';
import { HOUR, ISSUE_TYPES, MINUTE, subscription } from './world';

const HUB = 'tests of events';
const WORKLOGS: readonly EventType[] = ['worklog.added', 'worklog.updated', 'worklog.deleted'];

for (const deployment of DEPLOYMENTS) {
  describe(`events of the demo Jira (${deployment})`, () => {
    withoutProxies();
    let clock: TestClock;
    let jira: DemoJira;
    let client: Client;
    /** Whose changes the hub is to tell. */
    let others: Client;
    let hub: EventHub;
    let deliveries: Delivery[];
    let end: () => Promise<void>;

    before(async () => {
      clock = new TestClock();
      jira = await startDemoJira({
        now: () => new Date(clock.wallNow()),
        observe: (exchange) => {
          if (exchange.requestHeaders['user-agent'] === HUB) nodeExchanges.observe(exchange);
        },
      });
    });
    after(() => jira.close());
    beforeEach(() => {
      jira.reset();
      client = clientOf(jira, deployment, HUB);
      others = clientOf(jira, deployment, 'others');
      const rateLimiter = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, systemClock);
      hub = openHub(
        { client, cache: new TtlCache(clock), rateLimiter, keeping: { keepFor: 7, keepMost: 10_000 } },
        new MemoryStore(),
        clock,
        'site',
      );
      deliveries = [];
    });
    afterEach(async () => {
      await end();
      await client.close(0);
      await others.close(0);
    });

    const begin = async (given: Partial<Subscription> = {}) => {
      const all = { types: new Set([...ISSUE_TYPES, ...WORKLOGS]), ...given };
      end = hub.subscribe(subscription('node', all), {
        deliver: (some) => {
          deliveries.push(...some);
        },
        changed: () => {},
      });
      await until(
        () => hub.stateOf('node').position,
        (position) => position !== undefined,
      );
      await until(
        () => hub.stateOf('node').nextRoundAt,
        (at) => at !== undefined,
      );
      clock.advance(1_000);
    };
    const round = async (ms = MINUTE) => {
      clock.advance(ms);
      const reached = () => hub.stateOf('node').position === clock.wallNow() + jira[deployment].settings.clockOffset;
      await until(
        () => [reached(), hub.stateOf('node').lagging, hub.stateOf('node').problem],
        ([is, lagging]) => is === true && lagging === 0,
      );
      await until(
        () => hub.stateOf('node').nextRoundAt,
        (at) => (at ?? 0) > clock.wallNow(),
      );
    };
    const call = (request: Request) => others.call(request, newJob());
    const edit = (key: string, fields: object) =>
      call({ route: 'PUT /issue/{issueIdOrKey}', params: { issueIdOrKey: key }, body: { fields } });
    const told = () => deliveries.map(({ event }) => `${event.issueIdOrKey} ${event.type}`);

    it('are told with what changed, whoever changed it and the issue', async () => {
      await begin();
      await edit('OPS-8', { summary: 'Restart line 3', labels: ['hot'] });
      await round();
      assert.deepEqual(told(), ['OPS-8 issue.updated']);
      const [delivery] = deliveries;
      const changes = delivery?.event.changes.map(({ field, fieldId, toText }) => [field, fieldId, toText]);
      assert.deepEqual(changes?.toSorted(), [
        ['Labels', 'labels', 'hot'],
        ['Summary', 'summary', 'Restart line 3'],
      ]);
      assert.ok(delivery?.event.by);
      const got = await call({ route: 'GET /issue/{issueIdOrKey}', params: { issueIdOrKey: 'OPS-8' } });
      assert.deepEqual(delivery?.payload, got);
    });

    it('are of every kind that can be done to an issue', async () => {
      await begin();
      const issueType = { name: 'Task' };
      const created = await call({
        route: 'POST /issue',
        body: { fields: { project: { key: 'OPS' }, issuetype: issueType, summary: 'New' } },
      });
      const key = textEntry(created, 'key') ?? '';
      const params = { issueIdOrKey: key };
      clock.advance(1_000);
      const transitions = await call({ route: 'GET /issue/{issueIdOrKey}/transitions', params });
      const transition = Object(transitions).transitions.at(-1);
      await call({
        route: 'POST /issue/{issueIdOrKey}/transitions',
        params,
        body: { transition: { id: transition.id } },
      });
      clock.advance(1_000);
      const person = deployment === 'cloud' ? 'accountId' : 'name';
      const myself = await call({ route: 'GET /myself' });
      await call({
        route: 'PUT /issue/{issueIdOrKey}/assignee',
        params,
        body: { [person]: entry(myself, person) },
      });
      clock.advance(1_000);
      const text = (words: string) =>
        deployment === 'cloud'
          ? { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] }
          : words;
      const comment = await call({
        route: 'POST /issue/{issueIdOrKey}/comment',
        params,
        body: { body: text('Seen.') },
      });
      clock.advance(1_000);
      const id = textEntry(comment, 'id') ?? '';
      await call({
        route: 'PUT /issue/{issueIdOrKey}/comment/{id}',
        params: { ...params, id },
        body: { body: text('Seen it.') },
      });
      clock.advance(1_000);
      await call({
        route: 'POST /issueLink',
        body: { type: { name: 'Blocks' }, inwardIssue: { key }, outwardIssue: { key: 'OPS-8' } },
      });
      clock.advance(1_000);
      const work = { timeSpent: '1h', started: '2026-01-05T08:00:00.000+0000' };
      const worklog = await call({ route: 'POST /issue/{issueIdOrKey}/worklog', params, body: work });
      await round();
      await round();
      await call({
        route: 'DELETE /issue/{issueIdOrKey}/worklog/{id}',
        params: { ...params, id: textEntry(worklog, 'id') ?? '' },
      });
      await round();
      await round();
      const own = told().filter((one) => one.startsWith(`${key} `) && !one.endsWith('.updated'));
      assert.deepEqual(
        own.map((one) => one.split(' ')[1]),
        [
          'issue.created',
          'issue.transitioned',
          'issue.assigned',
          'comment.added',
          'link.added',
          'worklog.added',
          'worklog.deleted',
        ],
      );
      assert.ok(told().includes(`${key} comment.updated`));
      assert.ok(told().includes('OPS-8 link.added'));
      const ids = deliveries.map(({ event }) => event.id);
      assert.equal(new Set(ids).size, ids.length);
    });

    it('are those of the JQL, asked as Jira wants it', async () => {
      await begin({ jql: 'project = OPS AND summary ~ "line"' });
      await edit('OPS-8', { summary: 'Restart line 3' });
      await edit('OPS-9', { summary: 'Something else' });
      await round();
      assert.deepEqual(told(), ['OPS-8 issue.updated']);
    });

    it('come however late the index is, with clocks that differ', async () => {
      const { settings } = jira[deployment];
      settings.clockOffset = 2 * HOUR;
      await begin({ everyMs: 2 * HOUR });
      settings.indexLag = 3 * HOUR;
      await edit('OPS-8', { summary: 'Restart line 3' });
      await round(2 * HOUR);
      assert.deepEqual(told(), []);
      await round(2 * HOUR);
      assert.deepEqual(told(), ['OPS-8 issue.updated']);
    });

    it('survive an issue that is gone between a search and its history', async () => {
      const { settings } = jira[deployment];
      settings.bulkChangelogNeedsAll = true;
      await begin();
      settings.indexLag = HOUR;
      await edit('OPS-9', { summary: 'Gone' });
      settings.indexLag = 0;
      await edit('OPS-8', { summary: 'Restart line 3' });
      await call({ route: 'DELETE /issue/{issueIdOrKey}', params: { issueIdOrKey: 'OPS-9' } });
      await round();
      assert.deepEqual(told(), ['OPS-8 issue.updated']);
    });

    it('are read by a webhook’s hint at once, and shown when somebody wants to see the last ones', async () => {
      await begin({ via: 'both', everyMs: 10 * MINUTE });
      jira[deployment].settings.indexLag = 5 * MINUTE;
      await edit('OPS-8', { summary: 'Restart line 3' });
      await hub.receive('node', { records: [], issues: ['OPS-8'] });
      await until(told, (all) => all.length > 0);
      assert.deepEqual(told(), ['OPS-8 issue.updated']);
      await round(10 * MINUTE);
      assert.deepEqual(told(), ['OPS-8 issue.updated']);
      const recent = await hub.recent(subscription('node', { types: new Set(['issue.updated']) }), 1);
      assert.deepEqual(
        recent.map(({ event }) => event.id),
        deliveries.map(({ event }) => event.id),
      );
    });
  });
}

function clientOf(jira: DemoJira, deployment: Deployment, userAgent: string): Client {
  const siteUrl = deployment === 'cloud' ? jira.cloudUrl : jira.dataCenterUrl;
  const { username, password } = demoCredentials[deployment].ada;
  const transport = new Transport({ origin: new URL(siteUrl).origin, timeoutMs: 10_000, userAgent });
  const limits = new RateLimiter({ concurrency: 8, maxQueue: 1_000 }, systemClock);
  const options = { siteUrl, deployment, maxRetries: 0, concurrency: 8, maxWaitMs: 10_000 };
  return new Client(options, transport, basicAuth(username, password), limits, systemClock);
}
