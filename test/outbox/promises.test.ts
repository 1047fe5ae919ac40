import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runs } from '../support/property-tests';
import type { Kind, Order, Weather } from './simulated-jira';
import { NODES, World } from './world';

/** Something that happens to the Node-RED, to Jira or to the way between them. */
type Step =
  | { readonly type: 'message'; readonly kind: Kind; readonly issue: string }
  | { readonly type: 'weather'; readonly weather: Weather }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'die'; readonly how: 'before' | 'after'; readonly writes: number }
  | { readonly type: 'die-now' | 'redeploy' | 'fail' }
  | { readonly type: 'replace'; readonly node: number };

const message: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('message' as const),
  kind: fc.constantFrom<Kind>('findable', 'findable', 'idempotent', 'blind', 'refused'),
  issue: fc.constantFrom('', 'OPS-1', 'OPS-2', 'OPS-3'),
});
const weather = fc.constantFrom<Weather>(
  'fine',
  'fine',
  'away',
  'signed-out',
  'loses-answers',
  'loses-calls',
  'fails-at-one',
);
const steps = fc.array(
  fc.oneof(
    { weight: 14, arbitrary: message },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('weather' as const), weather }) },
    {
      weight: 5,
      arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(0, 1, 1_500, 70_000) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('die' as const),
        how: fc.constantFrom('before' as const, 'after' as const),
        writes: fc.nat(8),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constantFrom('die-now' as const, 'redeploy' as const, 'fail' as const) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('replace' as const), node: fc.nat(2) }) },
  ),
  { minLength: 5, maxLength: 60 },
);

/** Everything that was asked for, and whether the disk has failed meanwhile: then a write that may be repeated may come late. */
interface Past {
  readonly orders: Order[];
  hasFailed: boolean;
}

async function take(world: World, step: Step, past: Past): Promise<void> {
  switch (step.type) {
    case 'message': {
      const order = { number: past.orders.length, issue: step.issue, kind: step.kind };
      past.orders.push(order);
      void world.take(order);
      break;
    }
    case 'weather':
      world.jira.weather = step.weather;
      break;
    case 'pass':
      await world.pass(step.ms);
      await world.settle();
      break;
    case 'die':
      world.store.dieAt(step.how, step.writes);
      break;
    case 'die-now':
      world.store.die();
      break;
    case 'redeploy':
      world.redeploy();
      break;
    case 'fail':
      world.store.isFailing = !world.store.isFailing;
      past.hasFailed = true;
      break;
    case 'replace': {
      const node = NODES[step.node] ?? 'create';
      world.outbox.run(false);
      world.detach(node);
      await world.settle();
      world.attach(node);
      world.outbox.run(true);
      break;
    }
  }
}

function check({ jira, ends, answered, kept }: World, { orders, hasFailed }: Past): void {
  for (const order of orders) {
    const own = ends.filter((end) => end.order === order || end.order.number === order.number);
    const count = jira.written.filter(({ number }) => number === order.number).length;
    const isTold = own.length > 0;
    // A message that the process died with before its node had answered for it is the sender's to repeat.
    if (answered.has(order.number) && kept.includes(order.number))
      assert.ok(isTold, `${order.number} was kept and has vanished`);
    if (order.kind !== 'idempotent') assert.ok(count <= 1, `${order.number} was written ${count} times`);
    const first = own[0];
    if (first?.how === 'handed-on') assert.ok(count >= 1, `${order.number} was handed on and never written`);
    if (count === 0 && isTold) assert.equal(first?.how, 'failed');
    assert.ok(
      hasFailed || own.slice(1).every(({ how, kept: facts }) => how === 'failed' || facts?.redelivered === true),
      `${order.number} was handed on again without saying so`,
    );
    if (first?.error === 'JIRA_OUTCOME_UNKNOWN') assert.equal(order.kind, 'blind');
  }
  for (const issue of ['OPS-1', 'OPS-2', 'OPS-3']) {
    const numbers = jira.written.filter((one) => one.issue === issue && !(hasFailed && one.kind === 'idempotent'));
    assert.deepEqual(
      numbers.map(({ number }) => number),
      numbers.map(({ number }) => number).sort((one, other) => one - other),
      `out of order at ${issue}`,
    );
  }
}

/** Nothing is wrong any more, but for a death that was still to come. */
async function getBetter(world: World): Promise<void> {
  world.jira.weather = 'fine';
  world.store.isFailing = false;
  for (let lives = 0; lives < 3; lives++) {
    await world.settle();
    if (world.isDead) world.begin();
    for (let minutes = 0; minutes < 15; minutes++) {
      world.clock.advance(60_000);
      await world.settle();
    }
  }
}

describe('what the outbox promises, whatever happens', function () {
  this.timeout(300_000);

  it('nothing kept is lost, nothing is written twice, and each issue has its writes in order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const world = new World();
        const past: Past = { orders: [], hasFailed: false };
        for (const step of all) {
          await take(world, step, past);
          if (step.type !== 'message') await world.settle();
          if (world.isDead) world.begin();
        }
        await getBetter(world);
        assert.deepEqual(world.outbox.list(), []);
        check(world, past);
      }),
      { numRuns: runs(250) },
    );
  });
});
