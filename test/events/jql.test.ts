import assert from 'node:assert/strict';
import { entry } from '../../nodes/client/json';
import { DEPLOYMENTS } from '../support/demo';
import { MINUTE, subscription, World, type WorldOptions } from './world';

for (const deployment of DEPLOYMENTS) {
  const begin = (options: WorldOptions = {}) => new World({ deployment, ...options }).start();

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
}
