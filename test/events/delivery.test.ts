import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import type { EventType } from '../../nodes/events/event';
import { StoreError } from '../../nodes/store/store';
import { DEPLOYMENTS } from '../support/demo';
import { MINUTE, subscription, World, type WorldOptions } from './world';

for (const deployment of DEPLOYMENTS) {
  const begin = (options: WorldOptions = {}) => new World({ deployment, ...options }).start();
  const types = (...names: EventType[]) => ({ types: new Set(names) });

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
}
