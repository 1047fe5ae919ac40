import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { DEPLOYMENTS } from '../support/demo';
import { MINUTE, subscription, World, type WorldOptions } from './world';

for (const deployment of DEPLOYMENTS) {
  const begin = (options: WorldOptions = {}) => new World({ deployment, ...options }).start();

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

    it('is not lost where the node ends in the middle of it, at whatever moment', async () => {
      for (let ticks = 0; ticks < 80; ticks++) {
        const world = await begin({ subscriptions: [subscription('node', { via: 'webhook' })] });
        const id = world.jira.create();
        await Promise.race([world.hub.receive('node', { records: [], issues: [id] }), world.settle()]);
        for (let tick = 0; tick < ticks; tick++) await undefined;
        await world.stop();
        await world.start();
        const heard = world.deliveries().filter(({ event }) => !event.redelivered);
        assert.equal(heard.length, 1, `after ${ticks} ticks`);
      }
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
}
