import assert from 'node:assert/strict';
import { Activities } from '../../nodes/overview/activities';
import { SlidingMaximum } from '../../nodes/overview/sliding-maximum';
import { TestClock } from '../support/clock';

const MINUTE = 60_000;
const error = (node: string, message = 'Jira can not be reached.') => ({
  ...{ node, operation: 'issue-get', code: 'JIRA_NETWORK', message },
});

describe('the slowest messages of a site', () => {
  let clock: TestClock;
  let activities: Activities;
  const took = (node: string, ms: number, operation = 'issue-get') => activities.took('site', node, operation, ms);
  const slowest = () => activities.slowest('site').map(({ node, ms }) => `${node} ${ms}`);
  beforeEach(() => {
    clock = new TestClock();
    activities = new Activities(clock);
  });

  it('name each node once, the slowest first, so that one slow node does not hide the others', () => {
    for (const ms of [10, 900, 20]) took('slow', ms);
    took('quick', 3);
    took('middling', 50);
    assert.deepEqual(slowest(), ['slow 900', 'middling 50', 'quick 3']);
    assert.equal(activities.slowest('site')[0]?.at, clock.wallNow());
  });

  it('are those of the last hour: what was slow this morning is not slow now', () => {
    took('a', 900);
    clock.advance(10 * MINUTE);
    took('a', 40);
    clock.advance(20 * MINUTE);
    took('a', 30);
    assert.deepEqual(slowest(), ['a 900']);
    clock.advance(30 * MINUTE);
    assert.deepEqual(slowest(), ['a 40']);
    clock.advance(10 * MINUTE);
    assert.deepEqual(slowest(), ['a 30']);
    clock.advance(60 * MINUTE);
    assert.deepEqual(slowest(), []);
  });

  it('are ten, however many nodes there are, and the memory has an end', () => {
    for (let node = 0; node < 5_000; node++) took(`n${node}`, node);
    assert.equal(slowest().length, 10);
    assert.equal(slowest()[0], 'n4999 4999');
  });

  it('of a node that has become another one begin anew', () => {
    took('a', 900);
    took('a', 10, 'issue-search');
    assert.deepEqual(
      activities.slowest('site').map(({ operation, ms }) => [operation, ms]),
      [['issue-search', 10]],
    );
  });
});

describe('the largest value of the last hour', () => {
  it('is what a list of all values would give, to the minute', () => {
    const all: { minute: number; value: number }[] = [];
    const sliding = new SlidingMaximum();
    let seed = 7;
    for (let step = 0; step < 2_000; step++) {
      seed = (seed * 16_807) % 2_147_483_647;
      const [minute, value] = [Math.floor(step / 9), seed % 1_000];
      all.push({ minute, value });
      sliding.add(value, minute * MINUTE, 0);
      const within = all.filter((one) => one.minute > minute - 60).map((one) => one.value);
      assert.equal(sliding.largest(minute * MINUTE)?.value, Math.max(...within));
    }
  });
});

describe('the last errors of a site', () => {
  let clock: TestClock;
  let activities: Activities;
  const fail = (node: string, message?: string) => activities.failed('site', error(node, message));
  const errors = () => activities.errors('site');
  beforeEach(() => {
    clock = new TestClock();
    activities = new Activities(clock);
  });

  it('are the newest first, with their time', () => {
    fail('a');
    clock.advance(5_000);
    fail('b');
    assert.deepEqual(
      errors().map(({ node }) => node),
      ['b', 'a'],
    );
    assert.equal(Number(errors()[0]?.at) - Number(errors()[1]?.at), 5_000);
  });

  it('are one entry where a node fails thousands of times alike: the others stay in sight', () => {
    fail('other');
    for (let count = 0; count < 10_000; count++) fail('a');
    assert.deepEqual(
      errors().map(({ node, count }) => [node, count]),
      [
        ['a', 10_000],
        ['other', 1],
      ],
    );
  });

  it('are twenty of thousands that differ', () => {
    for (let count = 0; count < 5_000; count++) fail('a', `No issue OPS-${count}.`);
    assert.equal(errors().length, 20);
    assert.equal(errors()[0]?.message, 'No issue OPS-4999.');
  });

  it('are not held whole if Jira says very much', () => {
    fail('a', 'x'.repeat(100_000));
    assert.ok(Number(errors()[0]?.message.length) < 400);
  });
});

describe('the sites', () => {
  it('are told apart, and a node without one is told of nowhere', () => {
    const activities = new Activities(new TestClock());
    activities.took('one', 'a', 'issue-get', 1);
    activities.failed('one', error('a'));
    activities.took('', 'b', 'issue-get', 1);
    activities.failed('', error('b'));
    assert.deepEqual([activities.slowest('two'), activities.errors('two')], [[], []]);
    assert.deepEqual([activities.slowest(''), activities.errors('')], [[], []]);
    assert.equal(activities.slowest('one').length + activities.errors('one').length, 2);
  });

  it('that thousands of deploys have left behind are forgotten', () => {
    const activities = new Activities(new TestClock());
    for (let site = 0; site < 1_000; site++) activities.failed(`s${site}`, error('a'));
    assert.deepEqual(activities.errors('s0'), []);
    assert.equal(activities.errors('s999').length, 1);
  });
});
