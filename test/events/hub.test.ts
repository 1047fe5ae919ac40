import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { templateOf } from '../../nodes/client/http/request';
import { entry } from '../../nodes/client/json';
import type { EventType } from '../../nodes/events/event';
import { StoreError } from '../../nodes/store/store';
import { DEPLOYMENTS } from '../support/demo';
import { HOUR, MINUTE, subscription, World, type WorldOptions } from './world';

for (const deployment of DEPLOYMENTS) {
  const begin = (options: WorldOptions = {}) => new World({ deployment, ...options }).start();
  const types = (...names: EventType[]) => ({ types: new Set(names) });

  describe(`what a node hears of a site (${deployment})`, () => {
    it('is what happened since it began to listen', async () => {
      const world = new World({ deployment });
      const { jira } = world;
      const old = jira.create();
      await world.pass(MINUTE);
      await world.start();
      world.clock.advance(1_000);
      jira.change(old, { status: 'Done', color: 'red' });
      const id = jira.create('OPS', 1);
      jira.comment(id);
      await world.pass(2 * MINUTE);
      assert.deepEqual(
        world.ids().toSorted(),
        jira.truths
          .slice(1)
          .map((truth) => truth.id)
          .toSorted(),
      );
    });

    it('comes with the issue as it is now, and with names as users see them', async () => {
      const world = await begin();
      const id = world.jira.create();
      world.clock.advance(1_000);
      world.jira.change(id, { status: 'Done' });
      await world.pass(2 * MINUTE);
      const [, , transitioned] = world.deliveries();
      assert.equal(entry(transitioned?.payload, 'key'), `OPS-${id}`);
      assert.deepEqual(transitioned?.event, {
        id: `history:${Number(id) + 1}:transitioned`,
        type: 'issue.transitioned',
        at: new Date(world.jira.truths[1]?.at ?? 0).toISOString(),
        by: { ...(deployment === 'cloud' ? { accountId: 'ada' } : { name: 'ada' }), displayName: 'Ada' },
        issueIdOrKey: `OPS-${id}`,
        changes: [
          { field: 'The status', fieldId: 'status', from: 'To Do', to: 'Done', fromText: 'To Do', toText: 'Done' },
        ],
        via: 'poll',
      });
    });

    it('is heard again by nobody who went on listening, and by nobody who came later', async () => {
      const world = await begin();
      world.jira.create();
      await world.pass(2 * MINUTE);
      await world.stop();
      world.subscriptions = [subscription(), subscription('later')];
      await world.start();
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 1);
      assert.equal(world.ids('later').length, 0);
    });

    it('includes what happened while nothing ran, for days', async () => {
      const world = await begin();
      await world.stop();
      world.jira.create();
      world.clock.advance(72 * HOUR);
      world.jira.create();
      await world.start();
      assert.equal(world.ids().length, 2);
    });

    it('begins where the node says, at its very first start alone', async () => {
      const world = new World({ deployment, subscriptions: [subscription('node', { since: { agoMs: 2 * HOUR } })] });
      world.jira.create();
      world.clock.advance(3 * HOUR);
      world.jira.create();
      world.clock.advance(HOUR);
      await world.start();
      assert.equal(world.ids().length, 1);
      await world.stop();
      world.subscriptions = [subscription('node', { since: { at: 0 } })];
      await world.start();
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 1);
    });

    it('begins when the node was started, even if Jira was not within reach then', async () => {
      const world = new World({ deployment });
      world.jira.failure = new JiraError('JIRA_NETWORK', 'network.refused');
      await world.start();
      await world.pass(10 * MINUTE);
      world.jira.create();
      await world.pass(10 * MINUTE);
      world.jira.failure = undefined;
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 1);
    });

    it('includes types that are ticked later from then on, and leaves out those that are unticked', async () => {
      const world = await begin({ subscriptions: [subscription('node', types('issue.created'))] });
      const id = world.jira.create();
      world.jira.comment(id);
      await world.pass(2 * MINUTE);
      await world.stop();
      world.subscriptions = [subscription('node', types('comment.added'))];
      await world.start();
      world.clock.advance(1_000);
      world.jira.comment(id);
      world.jira.create();
      await world.pass(2 * MINUTE);
      assert.deepEqual(
        world.deliveries().map(({ event }) => event.type),
        ['issue.created', 'comment.added'],
      );
    });

    it('is what an index brings to light hours later, too', async () => {
      const world = await begin();
      world.jira.lag = 5 * HOUR;
      const id = world.jira.create();
      world.jira.lag = 0;
      await world.pass(5 * HOUR - MINUTE, 10 * MINUTE);
      assert.equal(world.ids().length, 0);
      await world.pass(HOUR + 2 * MINUTE, 10 * MINUTE);
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
    });

    it('holds for Jiras whose clock is ahead, or in another time zone', async () => {
      const world = await begin({ offset: 2 * HOUR, zoneMinutes: 330 });
      const id = world.jira.create();
      await world.pass(2 * MINUTE);
      assert.equal(world.deliveries()[0]?.event.at, new Date(world.jira.truths[0]?.at ?? 0).toISOString());
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
    });

    it('leaves out what the own account did, and fields that nobody asked for', async () => {
      const subscriptions = [
        subscription('own', { ...types('issue.updated'), ignoreOwn: true }),
        subscription('byName', { ...types('issue.updated'), fields: ['the COLOR'] }),
        subscription('byId', { ...types('issue.updated'), fields: ['status'] }),
      ];
      const world = await begin({ subscriptions });
      const id = world.jira.create();
      world.jira.change(id, { color: 'red' });
      world.jira.author = 'me';
      world.jira.change(id, { status: 'Done' });
      await world.pass(2 * MINUTE);
      const [color, status] = [Number(id) + 1, Number(id) + 2].map((one) => `history:${one}`);
      assert.deepEqual([world.ids('own'), world.ids('byName'), world.ids('byId')], [[color], [color], [status]]);
    });

    it('is one event for each end of a link, and one for each thing in an entry of the history', async () => {
      const world = await begin();
      const [one, other] = [world.jira.create(), world.jira.create()];
      world.jira.link(one, other);
      await world.pass(2 * MINUTE);
      const links = world.deliveries().filter(({ event }) => event.type === 'link.added');
      assert.deepEqual(links.map(({ event }) => event.link).toSorted(), [
        { issueKey: `OPS-${other}`, text: `relates to OPS-${other}` },
        { issueKey: `OPS-${one}`, text: `relates to OPS-${one}` },
      ]);
    });

    it('includes all comments of a long talk, and the change of an old one', async () => {
      const world = await begin();
      const id = world.jira.create();
      for (let count = 0; count < 7; count++) {
        world.clock.advance(1_000);
        world.jira.comment(id);
      }
      await world.pass(2 * MINUTE);
      world.jira.editComment(id);
      await world.pass(2 * MINUTE);
      const names = world.deliveries().map(({ event }) => event.type);
      assert.deepEqual(names, ['issue.created', ...Array(7).fill('comment.added'), 'comment.updated']);
    });

    it('includes worklogs once the feed tells them, with the issue of one that was deleted', async () => {
      const subscriptions = [subscription('node', types('worklog.added', 'worklog.deleted'))];
      const world = await begin({ subscriptions });
      const id = world.jira.create();
      const worklog = world.jira.logWork(id);
      await world.pass(3 * MINUTE);
      world.jira.deleteWork(worklog);
      await world.pass(3 * MINUTE);
      assert.deepEqual(world.ids(), [`worklog:${worklog}:added`, `worklog:${worklog}:deleted`]);
      assert.deepEqual(
        world.deliveries().map(({ event }) => event.issueIdOrKey),
        [`OPS-${id}`, `OPS-${id}`],
      );
    });

    it('includes a deleted worklog whose issue comes to light later', async () => {
      const world = await begin({ subscriptions: [subscription('node', types('worklog.deleted'))] });
      const id = world.jira.create();
      await world.pass(3 * MINUTE);
      // The feed tells of the deletion at once; what tells the issue comes to light half an hour later.
      world.jira.lag = 30 * MINUTE;
      const worklog = world.jira.logWork(id);
      world.jira.deleteWork(worklog);
      await world.pass(29 * MINUTE);
      assert.deepEqual(world.ids(), []);
      await world.pass(61 * MINUTE);
      assert.deepEqual(world.ids(), [`worklog:${worklog}:deleted`]);
    });

    it('is an issue by its id and key where it is gone meanwhile', async () => {
      const world = await begin();
      await world.hub.receive('node', {
        records: [
          {
            event: {
              id: 'comment:7:deleted',
              type: 'comment.deleted',
              at: new Date(world.jira.now()).toISOString(),
              issueIdOrKey: 'OPS-7',
              changes: [],
              via: 'webhook',
            },
            issueId: '7',
          },
        ],
        issues: [],
      });
      await world.settle();
      assert.deepEqual(world.deliveries()[0]?.payload, { id: '7', key: 'OPS-7' });
    });
  });

  describe(`the JQL of a node (${deployment})`, () => {
    it('leaves out issues that do not match, and lets several nodes differ', async () => {
      const subscriptions = [
        subscription('ops', { jql: 'project = OPS' }),
        subscription('dev', { jql: 'project = DEV' }),
      ];
      const world = await begin({ subscriptions });
      const [ops, dev] = [world.jira.create('OPS'), world.jira.create('DEV')];
      await world.pass(2 * MINUTE);
      assert.deepEqual([world.ids('ops'), world.ids('dev')], [[`issue:${ops}:created`], [`issue:${dev}:created`]]);
    });

    it('is about the moment: what happened before an issue matched is not told once it does', async () => {
      const world = await begin({ subscriptions: [subscription('node', { jql: 'status = Done' })] });
      const id = world.jira.create();
      await world.pass(2 * MINUTE);
      world.jira.change(id, { status: 'In Progress' });
      await world.pass(5 * MINUTE);
      const history = world.jira.change(id, { status: 'Done' });
      await world.pass(2 * MINUTE);
      assert.deepEqual(world.ids(), [`history:${history}`, `history:${history}:transitioned`]);
    });

    it('keeps what it was about when it is changed', async () => {
      const world = await begin({ subscriptions: [subscription('node', { jql: 'color = red' })] });
      const id = world.jira.create();
      await world.pass(3 * MINUTE);
      await world.stop();
      const history = world.jira.change(id, { status: 'Done' });
      world.subscriptions = [subscription('node', { jql: 'project = OPS' })];
      await world.start();
      await world.pass(2 * MINUTE);
      assert.deepEqual(world.ids(), [`history:${history}`, `history:${history}:transitioned`]);
    });

    it('that Jira does not understand is that node’s problem alone', async () => {
      const world = await begin({
        subscriptions: [subscription('wrong', { jql: 'colour = red' }), subscription('right')],
      });
      world.jira.create();
      await world.pass(2 * MINUTE);
      assert.equal(world.ids('right').length, 1);
      assert.equal(entry({ ...Object(world.hub.stateOf('wrong').problem) }, 'code'), 'JIRA_INVALID');
      assert.equal(world.hub.stateOf('right').problem, undefined);
    });
  });

  describe(`the rounds of a site (${deployment})`, () => {
    const calls = (world: World) => world.jira.asked.map(({ route }) => templateOf(route));

    it('are as many for ten nodes as for one', async () => {
      const count = async (nodes: number) => {
        const names = [...Array(nodes).keys()].map((number) => subscription(`node ${number}`));
        const world = await begin({ subscriptions: names });
        await world.pass(MINUTE);
        world.jira.asked.length = 0;
        world.jira.create();
        await world.pass(MINUTE);
        return calls(world).filter((path) => path !== '/issue/{issueIdOrKey}').length;
      };
      assert.equal(await count(10), await count(1));
    });

    it('make no more than two calls at a time, whatever there is to do', async () => {
      const names = [...Array(5).keys()].map((number) => subscription(`node ${number}`, { via: 'both' }));
      const world = await begin({ subscriptions: names });
      const ids = [...Array(10).keys()].map(() => world.jira.create());
      for (const { nodeId } of names) await world.hub.receive(nodeId, { records: [], issues: ids });
      await world.pass(2 * MINUTE);
      for (const { nodeId } of names) assert.equal(world.ids(nodeId).length, 10);
      assert.equal(world.jira.mostAtOnce, 2);
    });

    it('read no issue a second time that has not changed', async () => {
      const world = await begin();
      world.jira.create();
      await world.pass(3 * MINUTE);
      world.jira.asked.length = 0;
      await world.pass(5 * MINUTE);
      assert.deepEqual([...new Set(calls(world))].toSorted(), [
        deployment === 'cloud' ? '/search/jql' : '/search',
        '/serverInfo',
      ]);
    });

    it('that fail move no position, and say why until one succeeds', async () => {
      const world = await begin();
      const before = world.hub.stateOf('node').position;
      world.jira.failure = new JiraError('JIRA_NETWORK', 'network.refused');
      world.jira.create();
      await world.pass(30 * MINUTE);
      assert.equal(world.hub.stateOf('node').position, before);
      assert.equal(world.hub.stateOf('node').problem, world.jira.failure);
      world.jira.failure = undefined;
      await world.pass(MINUTE);
      assert.equal(world.hub.stateOf('node').problem, undefined);
      assert.equal(world.ids().length, 1);
    });

    it('that fail at the feed of worklogs are the problem of those alone who want to hear of worklogs', async () => {
      const subscriptions = [subscription('other'), subscription('worklogs', types('worklog.added', 'issue.created'))];
      const world = await begin({ subscriptions });
      world.jira.refuses = '/worklog/updated';
      world.jira.create();
      await world.pass(5 * MINUTE);
      const [other, worklogs] = ['other', 'worklogs'].map((name) => world.hub.stateOf(name));
      assert.equal(other?.problem, undefined);
      assert.equal(other?.position, world.jira.now());
      assert.ok(worklogs?.problem instanceof JiraError);
      assert.ok((worklogs?.position ?? 0) < world.jira.now());
      assert.equal(world.ids('worklogs').length, 1);
    });

    it('find nothing with dead credentials, and so move no position', async () => {
      const world = await begin();
      const before = world.hub.stateOf('node').position;
      world.jira.credentialsAreDead = true;
      world.jira.create();
      await world.pass(30 * MINUTE);
      assert.equal(world.hub.stateOf('node').position, before);
      world.jira.credentialsAreDead = false;
      await world.pass(MINUTE);
      assert.equal(world.ids().length, 1);
    });

    it('end with the last node, and begin anew with the next', async () => {
      const world = await begin();
      const { hub } = world;
      await world.stop();
      const before = world.jira.asked.length;
      await world.pass(10 * MINUTE);
      assert.equal(world.jira.asked.length, before);
      assert.equal(world.clock.pending, 0);
      const heard: string[] = [];
      const listener = {
        deliver: (deliveries: readonly { event: { id: string } }[]) => {
          heard.push(...deliveries.map(({ event }) => event.id));
        },
        changed: () => {},
      };
      const end = hub.subscribe(subscription(), listener);
      // As fast as a deploy may be.
      const ended = end();
      const endAgain = hub.subscribe(subscription(), listener);
      await world.settle();
      await ended;
      const id = world.jira.create();
      await world.pass(MINUTE);
      assert.deepEqual(heard, [`issue:${id}:created`]);
      await endAgain();
    });
  });

  describe(`what a webhook brings (${deployment})`, () => {
    const both = subscription('node', { via: 'both', everyMs: 10 * MINUTE });

    it('is told at once, and not again by a round or by another webhook', async () => {
      const world = await begin({ subscriptions: [both] });
      world.jira.lag = 5 * MINUTE;
      const id = world.jira.create();
      await world.receive('node', { records: [], issues: [`OPS-${id}`] });
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
      assert.equal(world.deliveries()[0]?.event.via, 'webhook');
      await world.receive('node', { records: [], issues: [id] });
      await world.pass(90 * MINUTE);
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
    });

    it('is kept until Jira can be asked, over a restart too', async () => {
      const world = await begin({ subscriptions: [subscription('node', { via: 'webhook' })] });
      const id = world.jira.create();
      world.jira.failure = new JiraError('JIRA_NETWORK', 'network.refused');
      await world.receive('node', { records: [], issues: [id] });
      await world.pass(5 * MINUTE);
      assert.equal(world.hub.stateOf('node').problem, world.jira.failure);
      world.kill();
      world.jira.failure = undefined;
      await world.start();
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
      assert.equal(world.hub.stateOf('node').problem, undefined);
    });

    it('is decided on by JQL only once the index knows of it', async () => {
      const world = await begin({ subscriptions: [{ ...both, jql: 'project = OPS' }] });
      world.jira.lag = 20_000;
      const id = world.jira.create();
      await world.receive('node', { records: [], issues: [id] });
      await world.pass(MINUTE, 10_000);
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
    });

    it('says what can not be read later, a deleted issue whatever the JQL', async () => {
      const world = await begin({ subscriptions: [{ ...both, jql: 'project = OPS' }] });
      const id = world.jira.create();
      world.jira.remove(id);
      const deleted = {
        event: {
          id: `issue:${id}:deleted`,
          type: 'issue.deleted',
          at: new Date(world.jira.now()).toISOString(),
          issueIdOrKey: `OPS-${id}`,
          changes: [],
          via: 'webhook',
        },
        issueId: id,
        subject: { id, key: `OPS-${id}`, fields: { summary: 'Gone' } },
      } as const;
      await world.receive('node', { records: [deleted], issues: [] });
      await world.receive('node', { records: [deleted], issues: [] });
      assert.deepEqual(world.ids(), [`issue:${id}:deleted`]);
      assert.deepEqual(world.deliveries()[0]?.payload, deleted.subject);
    });

    it('names nothing that stops it where an issue is gone or the name is none', async () => {
      const world = await begin({ subscriptions: [both] });
      const id = world.jira.create();
      await world.receive('node', { records: [], issues: ['OPS-999', '..', id] });
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
    });
  });

  describe(`handing on (${deployment})`, () => {
    it('says after a crash which event may have been handed on before', async () => {
      const world = await begin();
      const id = world.jira.create();
      world.jira.change(id, { color: 'red' });
      world.dieAt('in-delivery', 0);
      await world.pass(MINUTE);
      world.kill();
      await world.start();
      assert.deepEqual(
        world.deliveries().map(({ event }) => [event.id, event.redelivered]),
        [
          [`issue:${id}:created`, undefined],
          [`issue:${id}:created`, true],
          [`history:${Number(id) + 1}`, undefined],
        ],
      );
    });

    it('repeats nothing after a deploy', async () => {
      const world = await begin();
      world.jira.create();
      await world.pass(MINUTE);
      await world.stop();
      await world.start();
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 1);
    });

    it('is one message for a round where the node wants it so', async () => {
      const world = await begin({ subscriptions: [subscription('node', { batch: true })] });
      for (let count = 0; count < 8; count++) world.jira.create();
      await world.pass(2 * MINUTE);
      assert.deepEqual(
        world.messages.get('node')?.map(({ length }) => length),
        [8],
      );
    });

    it('waits while Jira can not be asked for the issue', async () => {
      const world = await begin({ subscriptions: [subscription('node', types('issue.created'))] });
      const id = world.jira.create();
      world.jira.refuses = '/issue/{issueIdOrKey}';
      await world.pass(5 * MINUTE);
      assert.equal(world.hub.stateOf('node').lagging, 1);
      assert.ok(world.hub.stateOf('node').problem instanceof JiraError);
      world.jira.refuses = undefined;
      await world.pass(MINUTE);
      assert.deepEqual(world.ids(), [`issue:${id}:created`]);
      assert.equal(world.hub.stateOf('node').lagging, 0);
    });

    it('tries again where the flow could not take it, and says that it may have been handed on', async () => {
      const world = await begin({ subscriptions: [subscription('node', types('issue.created'))] });
      world.flowFailure = new Error('the flow stops');
      const id = world.jira.create();
      await world.pass(2 * MINUTE);
      assert.equal(world.hub.stateOf('node').problem, world.flowFailure);
      world.flowFailure = undefined;
      await world.pass(MINUTE);
      assert.deepEqual(
        world.deliveries().map(({ event }) => [event.id, event.redelivered]),
        [[`issue:${id}:created`, true]],
      );
    });

    it('hands nothing on twice while the store can not be written', async () => {
      const world = await begin();
      const ids = [world.jira.create(), world.jira.create()];
      const broken = new StoreError('store.failed', { folder: 'here', detail: 'ENOSPC' });
      await world.pass(MINUTE);
      world.storeFailure = broken;
      world.jira.change(ids[0] ?? '', { color: 'red' });
      await world.pass(5 * MINUTE);
      assert.equal(world.hub.stateOf('node').problem, broken);
      await assert.rejects(world.hub.receive('node', { records: [], issues: ids }), broken);
      world.storeFailure = undefined;
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 3);
      assert.equal(new Set(world.ids()).size, 3);
    });
  });

  describe(`what is known of a site (${deployment})`, () => {
    it('shows the newest events that a node would hear of, and changes nothing', async () => {
      const world = await begin({ subscriptions: [subscription('node', { jql: 'project = OPS' })] });
      const [id] = [world.jira.create(), world.jira.create('DEV')];
      world.clock.advance(1_000);
      world.jira.change(id, { color: 'red' });
      const recent = world.hub.recent(subscription('node', { jql: 'project = OPS' }), 5);
      assert.deepEqual(
        (await recent).map(({ event }) => event.id),
        [`history:${Number(id) + 2}`, `issue:${id}:created`],
      );
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 2);
    });

    it('is forgotten with the node, which begins anew if it comes back', async () => {
      const world = await begin();
      world.jira.create();
      await world.pass(2 * MINUTE);
      await world.hub.forget('node');
      world.jira.create();
      await world.pass(10 * MINUTE);
      await world.start();
      await world.pass(2 * MINUTE);
      assert.equal(world.ids().length, 1);
    });

    it('does not grow for ever', async () => {
      const world = await begin({ subscriptions: [subscription('node', { everyMs: HOUR })] });
      for (let count = 0; count < 20; count++) world.jira.create();
      await world.pass(2 * HOUR, HOUR);
      const before = await world.stored();
      await world.pass(30 * HOUR, HOUR);
      const after = await world.stored();
      assert.ok(before > 20, `${before} entries`);
      assert.ok(after < 10, `${after} entries`);
      await world.pass(10 * HOUR, HOUR);
      assert.equal(world.ids().length, 20);
    });

    it('is read page by page where thousands changed', async () => {
      const world = await begin({ subscriptions: [subscription('node', types('issue.created'))] });
      world.jira.pageSize = 100;
      for (let count = 0; count < 2_000; count++) world.jira.create();
      await world.pass(MINUTE);
      await world.pass(MINUTE);
      assert.equal(world.ids().length, 2_000);
      const largest = Math.max(
        ...world.jira.asked.map(({ body }) => String(entry(body, 'jql') ?? '').split(',').length),
      );
      assert.ok(largest <= 50, `${largest} issues at once`);
    }).timeout(60_000);

    it('is what the state says', async () => {
      const world = await begin();
      const id = world.jira.create();
      await world.pass(2 * MINUTE);
      const { position, lastEventAt, nextRoundAt, lagging, problem } = world.hub.stateOf('node');
      assert.equal(position, world.jira.now());
      assert.equal(lastEventAt, world.jira.issues.get(id)?.created);
      assert.equal(nextRoundAt, world.clock.wallNow() + MINUTE);
      assert.deepEqual([lagging, problem], [0, undefined]);
    });
  });
}
