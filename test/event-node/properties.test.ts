import assert from 'node:assert/strict';
import { JiraError } from '../../nodes/client/errors/jira-error';
import { readProperties, withoutOrder } from '../../nodes/event-node/properties';

const read = (properties: Readonly<Record<string, unknown>> = {}) => readProperties('n1', properties);

/** The reason for which properties are refused, and the property that is named. */
function refusal(properties: Readonly<Record<string, unknown>>): readonly unknown[] {
  try {
    read(properties);
  } catch (error) {
    assert.ok(error instanceof JiraError && error.code === 'JIRA_INPUT', String(error));
    return [error.reason, error.values.name];
  }
  return assert.fail('it was taken');
}

describe('the properties of jira-event', () => {
  it('that a flow leaves out stand at their defaults', () => {
    assert.deepEqual(read(), {
      subscription: {
        nodeId: 'n1',
        types: new Set(['issue.created']),
        jql: '',
        fields: [],
        ignoreOwn: false,
        via: 'poll',
        everyMs: 60_000,
        since: 'now',
        batch: false,
      },
      registration: 'manual',
      richText: 'native',
    });
  });

  it('may come as lists or as text, as the form and environment variables give them', () => {
    const types = new Set(['issue.created', 'comment.added']);
    for (const events of [['issue.created', 'comment.added'], 'issue.created, comment.added']) {
      assert.deepEqual(read({ events }).subscription.types, types);
    }
    const { fields, ignoreOwn, batch } = read({
      fields: 'Story Points,status',
      ignoreOwn: 'true',
      batch: true,
    }).subscription;
    assert.deepEqual([fields, ignoreOwn, batch], [['Story Points', 'status'], true, true]);
  });

  it('ask Jira each minute, beside a webhook each ten, and never more often than each ten seconds', () => {
    const every = (properties: object) => read({ ...properties }).subscription.everyMs;
    assert.equal(every({ every: '' }), 60_000);
    assert.equal(every({ via: 'both' }), 600_000);
    assert.equal(every({ via: 'both', every: '30' }), 30_000);
    assert.equal(every({ every: 10 }), 10_000);
    for (const wrong of [9, '0', '-60', '1.5', 'often', {}]) {
      assert.deepEqual(refusal({ every: wrong }), ['events.tooOften', 'every']);
    }
  });

  it('begin now, at a time, or so long ago', () => {
    const since = (text: unknown) => read({ since: text }).subscription.since;
    assert.equal(since('now'), 'now');
    assert.equal(since(''), 'now');
    assert.deepEqual(since('-7d'), { agoMs: 7 * 86_400_000 });
    assert.deepEqual(since('-90m'), { agoMs: 90 * 60_000 });
    assert.deepEqual(since('2026-11-27T09:00:00Z'), { at: Date.UTC(2026, 10, 27, 9) });
    assert.deepEqual(since('2026-11-27'), { at: Date.UTC(2026, 10, 27) });
    for (const wrong of ['yesterday', '7d', '-7y', '2026-13-45', '27.11.2026', '1', 5, {}]) {
      assert.deepEqual(refusal({ since: wrong }), ['events.notATime', 'since']);
    }
  });

  it('name events that there are, at least one, and none of which nothing would ever come', () => {
    assert.deepEqual(refusal({ events: '' }), ['events.none', 'events']);
    assert.deepEqual(refusal({ events: [] }), ['events.none', 'events']);
    assert.deepEqual(refusal({ events: 'issue.exploded' }), ['events.unknown', 'events']);
    assert.deepEqual(refusal({ events: 'toString' }), ['events.unknown', 'events']);
    assert.deepEqual(refusal({ events: 'issue.created,issue.deleted' }), ['events.webhookOnly', 'via']);
    assert.ok(read({ events: 'issue.deleted', via: 'webhook' }).subscription.types.has('issue.deleted'));
  });

  it('are one of a few words where they are a choice', () => {
    for (const name of ['via', 'registration', 'richText']) {
      assert.deepEqual(refusal({ [name]: 'x' }), ['input.notAnOption', name]);
    }
  });

  for (const [jql, without] of [
    ['project = OPS ORDER BY created DESC', 'project = OPS'],
    ['project = OPS order  by created', 'project = OPS'],
    ['(project = OPS)order by key', '(project = OPS)'],
    ['ORDER BY created', ''],
    ['summary ~ "order by mail"', 'summary ~ "order by mail"'],
    [`summary ~ 'it\\'s order by' and x = 1 order by y`, `summary ~ 'it\\'s order by' and x = 1`],
    ['reorder by = 1', 'reorder by = 1'],
    ['  ', ''],
  ] as const) {
    it(`take a JQL without its order: ${jql}`, () => assert.equal(withoutOrder(jql), without));
  }
});
