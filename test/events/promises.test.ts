import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EventType } from '../../nodes/events/event';
import type { Notification } from '../../nodes/events/hub';
import { runs } from '../support/property-tests';
import type { Truth } from './simulated-site';
import { type Death, HOUR, ISSUE_TYPES, MINUTE, subscription, World } from './world';

const WORKLOGS: readonly EventType[] = ['worklog.added', 'worklog.updated', 'worklog.deleted'];
const EVERY_MS = 20 * MINUTE;
/** The longest time that a search lags behind a change here. */
const LONGEST_LAG_MS = 5 * HOUR;

const everything = subscription('everything', {
  types: new Set([...ISSUE_TYPES, ...WORKLOGS]),
  everyMs: EVERY_MS,
});
const some = subscription('some', {
  types: new Set<EventType>(['issue.created', 'issue.transitioned', 'comment.added', 'link.added', 'attachment.added']),
  jql: 'project = OPS',
  via: 'both',
  everyMs: EVERY_MS,
});

/** Jira tells it until it hears that it was told, and once more now and then. */
const told = subscription('told', { types: new Set(ISSUE_TYPES), via: 'webhook' });

/** Something that happens in Jira, or to the Node-RED that listens. */
type Step =
  | {
      readonly type: 'change';
      readonly kind: string;
      readonly issue: number;
      readonly lag: number;
      readonly told: boolean;
    }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'die'; readonly how: Death; readonly count: number }
  | { readonly type: 'restart' | 'kill' | 'fail' | 'dead-credentials' };

const lag = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: LONGEST_LAG_MS }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      kind: fc.constantFrom(
        'create',
        'create',
        'status',
        'assignee',
        'color',
        'two',
        'attach',
        'detach',
        'link',
        'comment',
        'comment',
        'edit',
        'work',
        'unwork',
      ),
      issue: fc.nat(5),
      lag,
      told: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      ms: fc.oneof(fc.constantFrom(0, 1, 500), fc.integer({ min: 1_000, max: 2 * HOUR })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('die' as const),
      how: fc.constantFrom<Death>('before-write', 'after-write', 'in-delivery'),
      count: fc.nat(12),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('restart' as const, 'kill' as const, 'fail' as const, 'dead-credentials' as const),
    }),
  },
);

const site = fc.record({
  deployment: fc.constantFrom('cloud' as const, 'datacenter' as const),
  offset: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
  zoneMinutes: fc.constantFrom(0, 330, -480),
});

/** A change of the simulated Jira. Returns the issues that a webhook would name. */
function change({ jira }: World, kind: string, number: number): readonly string[] {
  const ids = [...jira.issues.keys()];
  const id = ids[number % Math.max(1, ids.length)];
  if (kind === 'create' || id === undefined) return [jira.create(number % 2 === 0 ? 'OPS' : 'DEV', number % 3)];
  const other = ids[(number + 1) % ids.length] ?? id;
  const worklogs = [...jira.worklogs.keys()];
  switch (kind) {
    case 'status':
      jira.change(id, { status: `Status ${number}` });
      break;
    case 'assignee':
      jira.change(id, { assignee: 'ada' });
      break;
    case 'two':
      jira.change(id, { status: 'Done', color: 'red' });
      break;
    case 'color':
      jira.change(id, { color: 'blue' });
      break;
    case 'attach':
      jira.attach(id);
      break;
    case 'detach':
      jira.detach(id);
      break;
    case 'link':
      jira.link(id, other);
      break;
    case 'comment':
      jira.comment(id);
      break;
    case 'edit':
      jira.editComment(id);
      break;
    case 'work':
      jira.logWork(id);
      break;
    case 'unwork': {
      const worklog = worklogs[number % Math.max(1, worklogs.length)] ?? '';
      jira.deleteWork(worklog);
      return [jira.worklogs.get(worklog)?.issueId ?? id];
    }
  }
  return [id, other];
}

async function take(world: World, one: Step, untold: Notification[]): Promise<void> {
  const { jira } = world;
  switch (one.type) {
    case 'change': {
      // An edit is of a later moment than what is edited, or it can't be told from it.
      world.clock.advance(one.kind === 'edit' || one.kind === 'unwork' ? 5 : 0);
      jira.lag = one.lag;
      const notification: Notification = { records: [], issues: change(world, one.kind, one.issue) };
      if (one.told && !world.isDead) await world.receive('some', notification);
      untold.push(notification, ...(one.told ? [notification] : []));
      break;
    }
    case 'pass':
      await world.pass(one.ms, EVERY_MS);
      break;
    case 'die':
      world.dieAt(one.how, one.count);
      break;
    case 'restart':
      await world.stop();
      jira.failure = undefined;
      jira.credentialsAreDead = false;
      await world.start();
      break;
    case 'kill':
      world.kill();
      await world.start();
      break;
    case 'fail':
      jira.failure = new Error('no network');
      break;
    case 'dead-credentials':
      jira.credentialsAreDead = true;
      break;
  }
  if (world.isDead) {
    jira.failure = undefined;
    jira.credentialsAreDead = false;
    world.kill();
    await world.start();
  }
  await tell(world, untold);
}

async function tell(world: World, untold: Notification[]): Promise<void> {
  for (let first = untold[0]; first && !world.isDead; first = untold[0]) {
    if (await world.receive('told', first)) untold.shift();
  }
}

/** What a node is to be handed: everything that happened from its start on and that it listens to. */
function expected(world: World, node: typeof some): readonly Truth[] {
  return world.jira.truths.filter(({ type, issueId }) => {
    const fits = node.jql === '' || world.jira.issues.get(issueId)?.project === 'OPS';
    return node.types.has(type) && fits;
  });
}

function check(world: World, node: typeof some): void {
  const deliveries = world.deliveries(node.nodeId);
  const truths = expected(world, node);
  const first = deliveries.filter(({ event }) => !event.redelivered).map(({ event }) => event.id);
  const all = new Set(deliveries.map(({ event }) => event.id));
  const lost = truths.filter((truth) => !all.has(truth.id) && !isGone(world, truth));
  assert.deepEqual(lost, [], `${node.nodeId} lost something`);
  assert.deepEqual(first.length, new Set(first).size, `${node.nodeId} was handed something twice`);
  const known = new Set(truths.map(({ id }) => id));
  assert.deepEqual(
    [...all].filter((id) => !known.has(id)),
    [],
    `${node.nodeId} was handed what did not happen`,
  );
  inOrder(deliveries, truths, node.nodeId);
}

/** Of a worklog that was deleted before anybody looked, Jira says only that it was deleted. */
function isGone({ jira }: World, { type, id }: Truth): boolean {
  return type === 'worklog.added' && jira.worklogs.get(id.split(':')[1] ?? '')?.deletedAt !== undefined;
}

/** For each issue. Worklogs come from a feed of their own, a minute late. */
function inOrder(deliveries: ReturnType<World['deliveries']>, truths: readonly Truth[], name: string): void {
  const place = new Map(truths.map(({ id }, index) => [id, index]));
  const last = new Map<string, { at: number; history: number }>();
  const handed = new Set<string>();
  for (const { event } of deliveries) {
    if (handed.has(event.id) || event.type.startsWith('worklog')) continue;
    handed.add(event.id);
    const truth = truths[place.get(event.id) ?? -1];
    if (!truth) continue;
    const history = Number(/^history:(\d+)/.exec(event.id)?.[1] ?? 0);
    const before = last.get(truth.issueId);
    const late =
      before && (truth.at < before.at || (truth.at === before.at && history !== 0 && history < before.history));
    assert.ok(!late, `${name} was handed ${event.id} after what came later`);
    last.set(truth.issueId, {
      at: truth.at,
      history: before?.at === truth.at ? Math.max(history, before.history) : history,
    });
  }
}

describe('events of a site, whatever happens', () => {
  it('are handed on once each, none lost and none twice, in order for each issue', async function () {
    this.timeout(600_000);
    await fc.assert(
      fc.asyncProperty(site, fc.array(step, { minLength: 5, maxLength: 40 }), async (options, steps) => {
        const world = new World({ ...options, subscriptions: [everything, some, told] });
        const untold: Notification[] = [];
        await world.start();
        for (const one of steps) await take(world, one, untold);
        world.kill();
        world.jira.failure = undefined;
        world.jira.credentialsAreDead = false;
        await world.start();
        await tell(world, untold);
        await world.pass(LONGEST_LAG_MS + 2 * HOUR, EVERY_MS);
        check(world, everything);
        check(world, some);
        check(world, told);
        await world.stop();
      }),
      { numRuns: runs(Number(process.env.EVENT_RUNS ?? 200)) },
    );
  });
});
