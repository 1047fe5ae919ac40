import assert from 'node:assert/strict';
import { entry } from '../../nodes/client/json';
import type { EventType } from '../../nodes/events/event';
import { DEPLOYMENTS } from '../support/demo';
import { HOUR, MINUTE, subscription, World, type WorldOptions } from './world';

for (const deployment of DEPLOYMENTS) {
  const begin = (options: WorldOptions = {}) => new World({ deployment, ...options }).start();
  const types = (...names: EventType[]) => ({ types: new Set(names) });

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
    }).timeout(120_000);

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
