import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { templateOf } from '../../nodes/client/http/request';
import type { EventType } from '../../nodes/events/event';
import { DEPLOYMENTS } from '../support/demo';
import { MINUTE, subscription, World, type WorldOptions } from './world';

for (const deployment of DEPLOYMENTS) {
  const begin = (options: WorldOptions = {}) => new World({ deployment, ...options }).start();
  const types = (...names: EventType[]) => ({ types: new Set(names) });

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

    it('lose and repeat nothing where a node ends in the middle of one, at whatever moment', async () => {
      for (let ticks = 0; ticks < 240; ticks += 3) {
        const world = await begin({ subscriptions: [subscription('node'), subscription('other')] });
        const id = world.jira.create();
        world.jira.change(id, { color: 'red' });
        world.clock.advance(MINUTE);
        for (let tick = 0; tick < ticks; tick++) await undefined;
        await world.stop();
        await world.start();
        for (const name of ['node', 'other']) {
          const heard = world.deliveries(name).filter(({ event }) => !event.redelivered);
          assert.equal(heard.length, 2, `${name} after ${ticks} ticks`);
        }
      }
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
}
