import assert from 'node:assert/strict';
import { ruleBody } from '../../../nodes/editor/automation-body';
import { RULES } from '../../../nodes/event-node/property-values';
import { readNotification } from '../../../nodes/events/webhook/notification';

const NOW = Date.UTC(2026, 10, 27, 9);

/** What Jira makes of smart values: some texts hold what breaks JSON, and Data Center has no account ids. */
const VALUES: Readonly<Record<string, string>> = {
  'now.epochMillis': String(NOW),
  'issue.id': '10001',
  'issue.key': 'OPS-1',
  'issue.summary.asJsonString': '"Pump \\"4\\"\\nis hot"',
  'issue.status.name.asJsonString': '"To Do"',
  'issue.project.key': 'OPS',
  'initiator.accountId': '',
  'initiator.name': 'ben',
  'initiator.displayName.asJsonString': '"Ben \\"B\\" Ode"',
  'comment.id': '10100',
  'comment.body.asJsonString': '"/close"',
  'comment.author.accountId': '',
  'comment.author.name': 'ben',
  'comment.author.displayName.asJsonString': '"Ben"',
  'sprint.id': '7',
  'sprint.name.asJsonString': '"Sprint 7"',
  'version.id': '10300',
  'version.name.asJsonString': '"1.0"',
};

function sentBy(rule: (typeof RULES)[number]) {
  const body = ruleBody(rule).replace(/\{\{([^}]+)\}\}/g, (_gap, name: string) => {
    return VALUES[name] ?? assert.fail(`no smart value ${name}`);
  });
  return readNotification(Buffer.from(body), NOW);
}

describe('the bodies for automation rules that the form shows', () => {
  for (const [rule, type, more] of [
    ['commentAdded', 'comment.added', { issueIdOrKey: 'OPS-1' }],
    ['issueDeleted', 'issue.deleted', { issueIdOrKey: 'OPS-1' }],
    ['sprintCreated', 'sprint.created', {}],
    ['sprintStarted', 'sprint.started', {}],
    ['sprintClosed', 'sprint.closed', {}],
    ['versionReleased', 'version.released', {}],
  ] as const) {
    it(`are understood: ${rule} tells of ${type}`, () => {
      const [record, ...others] = sentBy(rule).records;
      assert.deepEqual(others, []);
      const { event } = record ?? assert.fail('it tells of nothing');
      assert.equal(event.type, type);
      for (const [name, value] of Object.entries(more)) assert.equal(Reflect.get(event, name), value);
    });
  }

  it('are understood: issueChanged names the issue that is to be read', () => {
    assert.deepEqual(sentBy('issueChanged'), { records: [], issues: ['10001'] });
  });

  it('say who did it', () => {
    assert.deepEqual(sentBy('issueDeleted').records[0]?.event.by, { name: 'ben', displayName: 'Ben "B" Ode' });
  });

  it('are there for every rule that the form offers', () => {
    for (const rule of RULES) assert.doesNotThrow(() => sentBy(rule));
  });
});
