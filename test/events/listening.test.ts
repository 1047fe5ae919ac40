import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { entry } from '../../nodes/client/json';
import type { EventType } from '../../nodes/events/event';
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
}
