import assert from 'node:assert/strict';
import { DEPLOYMENTS } from '../support/demo';
import { MINUTE, World } from './world';

for (const deployment of DEPLOYMENTS) {
  describe(`the events of a site (${deployment})`, () => {
    it('are those that happened since the node began to listen', async () => {
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
      assert.deepEqual(world.ids().toSorted(), jira.truths.slice(1).map(({ id }) => id).toSorted());
      await world.stop();
    });
  });
}
