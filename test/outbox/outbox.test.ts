import assert from 'node:assert/strict';
import { NODES, World } from './world';

const OPS = (number: number) => ({ number, issue: 'OPS-1', kind: 'findable' }) as const;
const create = (number: number) => ({ number, issue: '', kind: 'findable' }) as const;

describe('the outbox', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  const take = async (...orders: readonly Parameters<World['take']>[0][]) => {
    for (const order of orders) void world.take(order);
    await world.settle();
  };
  const writtenNumbers = () => world.jira.written.map(({ number }) => number);

  it('sends at once what nothing keeps from it, as it came', async () => {
    await take(create(1), OPS(2), OPS(3));
    assert.deepEqual(writtenNumbers(), [1, 2, 3]);
    assert.ok(world.ends.every(({ how, kept }) => how === 'handed-on' && kept === undefined));
    assert.deepEqual(world.kept, []);
    assert.deepEqual(world.outbox.list(), []);
  });

  it('keeps what comes while Jira is away, asks for it with one message at a time, and sends all in order once it is back', async () => {
    world.jira.weather = 'away';
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    for (const number of numbers) await take(number % 2 === 0 ? create(number) : OPS(number));
    assert.deepEqual(world.kept.length, 100);
    assert.equal(world.outbox.count('create').count + world.outbox.count('comment').count, 100);
    world.busiest = 0;
    await world.pass(300_000);
    assert.equal(world.busiest, 1);
    const attempts = world.outbox.list().reduce((sum, one) => sum + one.attempts, 0);
    assert.ok(attempts <= 25, `${attempts} attempts in five minutes`);
    assert.ok(world.outbox.count('create').oldestMs >= 300_000);
    world.jira.weather = 'fine';
    await world.pass(100_000);
    assert.deepEqual(
      writtenNumbers().filter((number) => number % 2 === 1),
      numbers.filter((number) => number % 2 === 1),
    );
    assert.equal(world.ends.length, 100);
    assert.ok(world.ends.every(({ kept }) => (kept?.attempts ?? 0) >= 1));
    assert.deepEqual(world.outbox.list(), []);
  });

  it('sends eight at a time, no more', async () => {
    world.jira.weather = 'away';
    for (let number = 0; number < 50; number++) await take(create(number));
    world.busiest = 0;
    world.jira.weather = 'fine';
    await world.pass(100_000);
    assert.equal(world.busiest, 8);
  });

  it('holds up the issue alone that Jira fails at', async () => {
    world.jira.weather = 'fails-at-one';
    await take({ number: 5, issue: 'OPS-1', kind: 'findable' }, OPS(6), {
      number: 7,
      issue: 'OPS-2',
      kind: 'findable',
    });
    await world.pass(30_000);
    assert.deepEqual(writtenNumbers(), [7]);
    assert.deepEqual(world.kept, [5, 6]);
    world.jira.weather = 'fine';
    await world.pass(60_000);
    assert.deepEqual(writtenNumbers(), [7, 5, 6]);
  });

  it('is not held up by one message that takes the connection down with it', async () => {
    world.jira.weather = 'away';
    for (let number = 1; number <= 30; number++) await take(create(number));
    const { jira } = world;
    // To the site it looks as if Jira were away whenever that one comes.
    const write = jira.write.bind(jira);
    jira.write = (order) => (order.number === 1 ? 'lost' : write(order));
    jira.weather = 'fine';
    await world.pass(200_000);
    assert.equal(new Set(writtenNumbers()).size, 29);
  });

  it('tells what Jira refuses, and goes on behind it', async () => {
    world.jira.weather = 'away';
    await take({ number: 1, issue: 'OPS-1', kind: 'refused' }, OPS(2));
    world.jira.weather = 'fine';
    await world.pass(100_000);
    assert.deepEqual(
      world.ends.map(({ how, error }) => [how, error]),
      [
        ['failed', 'JIRA_INVALID'],
        ['handed-on', undefined],
      ],
    );
  });

  it('asks seldom while the credentials are refused, and at once when there is another connection', async () => {
    world.jira.weather = 'signed-out';
    await take(create(1));
    await world.pass(1_800_000);
    const [entry] = world.outbox.list();
    assert.ok((entry?.attempts ?? 0) < 12, String(entry?.attempts));
    world.jira.weather = 'fine';
    world.outbox.reconnected();
    await world.settle();
    assert.equal(world.ends.length, 1);
  });

  it('keeps no more than it may, and says so', async () => {
    world.outbox.limits = { keepFor: 7, keepMost: 3 };
    world.jira.weather = 'away';
    await take(create(1), create(2), create(3), create(4), create(5));
    await take(create(6));
    assert.equal(world.kept.length, 3);
    assert.deepEqual(
      world.ends.map(({ error }) => error),
      ['JIRA_KEPT_FULL', 'JIRA_KEPT_FULL'],
    );
    assert.deepEqual(
      world.refusedToKeep.map(({ number }) => number),
      [6],
    );
    world.jira.weather = 'fine';
    await world.pass(100_000);
    assert.equal(writtenNumbers().length, 3);
  });

  it('says so when something has waited too long, over a restart, too, and does not send it any more', async () => {
    world.jira.weather = 'away';
    await take(create(1));
    await world.pass(60_000);
    world.store.die();
    world.clock.setWall(8 * 86_400_000);
    world.jira.weather = 'fine';
    world.begin();
    await world.pass(120_000);
    assert.deepEqual(
      world.ends.map(({ error }) => error),
      ['JIRA_KEPT_EXPIRED'],
    );
    assert.deepEqual(writtenNumbers(), []);
  });

  it('a clock that is set right makes no message old', async () => {
    world.jira.weather = 'away';
    await take(create(1));
    world.clock.setWall(20 * 365 * 86_400_000);
    await world.pass(120_000);
    world.jira.weather = 'fine';
    await world.pass(100_000);
    assert.deepEqual(writtenNumbers(), [1]);
  });

  it('messages of a node that is gone stay, hold up nobody, and go out when it comes back', async () => {
    world.jira.weather = 'away';
    await take(OPS(1), { number: 2, issue: 'OPS-1', kind: 'idempotent' });
    world.detach('comment');
    world.outbox.run(true);
    world.jira.weather = 'fine';
    await world.pass(100_000);
    assert.deepEqual(writtenNumbers(), [2]);
    assert.deepEqual(
      world.outbox.list().map(({ isStray }) => isStray),
      [true],
    );
    world.attach('comment');
    await world.settle();
    assert.deepEqual(writtenNumbers(), [2, 1]);
  });

  it('what is done while its node is being replaced goes on from the new one', async () => {
    const { jira } = world;
    const write = jira.write.bind(jira);
    jira.write = (order) => {
      jira.write = write;
      world.redeploy();
      return write(order);
    };
    await take(create(1));
    assert.equal(world.ends.length, 1);
    assert.deepEqual(world.ends[0]?.kept?.attempts, 1);
    assert.deepEqual(writtenNumbers(), [1]);
  });

  it('is sent or dropped by hand', async () => {
    world.jira.weather = 'away';
    await take(create(1), create(2));
    await world.pass(40_000);
    const [first, second] = world.outbox.list();
    assert.equal(await world.outbox.drop(first?.id ?? ''), true);
    assert.equal(await world.outbox.drop(first?.id ?? ''), false);
    world.jira.weather = 'fine';
    assert.equal(world.outbox.sendNow(second?.id ?? ''), true);
    await world.settle();
    assert.deepEqual(writtenNumbers(), [2]);
    assert.equal(world.outbox.sendNow('nonsense'), false);
  });

  it('a disk that fails makes no message vanish, and what waits is sent once it works', async () => {
    world.jira.weather = 'away';
    await take(OPS(1));
    world.store.isFailing = true;
    await take(OPS(2));
    assert.deepEqual(
      world.refusedToKeep.map(({ number }) => number),
      [2],
    );
    world.jira.weather = 'fine';
    await world.pass(200_000);
    assert.deepEqual(writtenNumbers(), [], 'nothing leaves that can not be noted');
    world.store.isFailing = false;
    await world.pass(100_000);
    assert.deepEqual(writtenNumbers(), [1]);
    assert.equal(world.ends.length, 1);
  });

  it('leaves nothing on the disk and no timer once everything has ended', async () => {
    world.jira.weather = 'away';
    for (let number = 0; number < 20; number++) await take(create(number));
    world.jira.weather = 'fine';
    await world.pass(100_000);
    for (const node of NODES) world.detach(node);
    for await (const [key] of world.disk.entries({ prefix: ['outbox'] })) assert.fail(key.join(' '));
    assert.equal(world.clock.pending, 0);
  });
});
