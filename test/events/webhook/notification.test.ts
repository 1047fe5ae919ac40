import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JiraError } from '../../../nodes/client/errors/jira-error';
import type { Notification } from '../../../nodes/events/hub';
import { readNotification } from '../../../nodes/events/webhook/notification';
import { runs } from '../../support/property-tests';

const NOW = Date.UTC(2026, 10, 28, 12);
const AT = 1_764_000_000_123;
const AT_ISO = '2025-11-24T16:00:00.123Z';
const ADA = { accountId: '5b10', displayName: 'Ada' };

const read = (body: unknown): Notification => readNotification(Buffer.from(JSON.stringify(body)), NOW);

/** Why a body is refused; fails the test for anything else that is thrown. */
function refusalOf(bytes: Buffer): string | undefined {
  try {
    readNotification(bytes, NOW);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof JiraError, String(error));
    assert.equal(error.code, 'JIRA_INPUT');
    return error.reason;
  }
}

/** The one event that a body tells. */
function eventIn(body: unknown) {
  const { records, issues } = read(body);
  assert.equal(records.length, 1);
  const [record] = records;
  assert.ok(record);
  return { ...record, issues };
}

const issue = {
  id: '10001',
  key: 'OPS-1',
  self: 'https://x.atlassian.net/rest/api/2/10001',
  fields: { summary: 'Broken' },
};
const ENVELOPE = { timestamp: AT };

describe('a webhook about an issue', () => {
  it('names the issue that was created or changed, by its id', () => {
    for (const webhookEvent of ['jira:issue_created', 'jira:issue_updated']) {
      const body = { ...ENVELOPE, webhookEvent, issue, user: ADA, changelog: { id: '7', items: [] } };
      assert.deepEqual(read(body), { records: [], issues: ['10001'] });
    }
  });

  it('tells of one that was deleted all that can be known of it any more', () => {
    const event = eventIn({ ...ENVELOPE, webhookEvent: 'jira:issue_deleted', issue, user: ADA });
    assert.deepEqual(event, {
      event: {
        id: 'issue:10001:deleted',
        type: 'issue.deleted',
        at: AT_ISO,
        by: ADA,
        issueIdOrKey: 'OPS-1',
        changes: [],
        via: 'webhook',
      },
      issueId: '10001',
      subject: issue,
      issues: [],
    });
  });

  it('of Data Center that brings a comment along tells of that, too', () => {
    const comment = { id: '20', created: '2025-11-24T16:00:00.000+0000', author: { name: 'ada', displayName: 'Ada' } };
    const body = { ...ENVELOPE, webhookEvent: 'jira:issue_updated', issue, comment };
    const found = (kind: string, updated: string) =>
      eventIn({ ...body, issue_event_type_name: kind, comment: { ...comment, updated } }).event.id;
    assert.equal(found('issue_commented', '2025-11-24T16:00:00.000+0000'), 'comment:20:added');
    assert.equal(found('issue_generic', '2025-11-24T16:00:00.000+0000'), 'comment:20:added');
    assert.equal(
      found('issue_comment_edited', '2025-11-24T17:00:00.000+0000'),
      `comment:20:updated:${Date.UTC(2025, 10, 24, 17)}`,
    );
    assert.deepEqual(read({ ...body, issue_event_type_name: 'issue_comment_deleted' }).records, []);
  });
});

describe('a webhook about a comment', () => {
  const comment = {
    self: 'https://x.atlassian.net/rest/api/2/issue/10001/comment/20',
    id: '20',
    body: 'Hello [~accountid:5b10]',
    author: ADA,
    updateAuthor: { accountId: '6c11', displayName: 'Ben' },
    created: '2025-11-24T17:00:00.000+0100',
    updated: '2025-11-24T18:30:00.500+0100',
  };

  it('of Cloud tells who, when and where', () => {
    const { event, issueId } = eventIn({ ...ENVELOPE, webhookEvent: 'comment_created', comment, issue });
    assert.deepEqual(
      [event.id, event.type, event.at],
      ['comment:20:added', 'comment.added', '2025-11-24T16:00:00.000Z'],
    );
    assert.deepEqual([event.by, event.issueIdOrKey, issueId], [ADA, 'OPS-1', '10001']);
    assert.deepEqual(event.comment, comment);
  });

  it('has the id that a poll gives it: the time of its change, and not that of the webhook', () => {
    const { event } = eventIn({ ...ENVELOPE, webhookEvent: 'comment_updated', comment, issue });
    assert.equal(event.id, `comment:20:updated:${Date.UTC(2025, 10, 24, 17, 30, 0, 500)}`);
    assert.deepEqual(event.by, { accountId: '6c11', displayName: 'Ben' });
  });

  it('without an issue has it from the address of the comment', () => {
    const { event, issueId } = eventIn({ ...ENVELOPE, webhookEvent: 'comment_created', comment });
    assert.equal(issueId, '10001');
    assert.equal(event.issueIdOrKey, undefined);
  });

  it('that was deleted names nobody whom Jira does not name', () => {
    const webhookEvent = 'comment_deleted';
    assert.equal(eventIn({ ...ENVELOPE, webhookEvent, comment, issue }).event.by, undefined);
    const user = { name: 'ada', key: 'JIRAUSER1', displayName: 'Ada' };
    const { event } = eventIn({ ...ENVELOPE, webhookEvent, comment, user });
    assert.deepEqual(
      [event.id, event.at, event.by],
      ['comment:20:deleted', AT_ISO, { name: 'ada', displayName: 'Ada' }],
    );
  });

  it('that no issue can be found for is not taken for one of Jira, unless it comes as Jira sends it', () => {
    assert.deepEqual(read({ ...ENVELOPE, webhookEvent: 'comment_created', comment: { id: '20' } }).records, []);
  });
});

describe('a webhook about a worklog', () => {
  const worklog = {
    id: '30',
    issueId: '10001',
    author: ADA,
    updateAuthor: ADA,
    comment: 'digging',
    timeSpentSeconds: 60,
    created: '2025-11-24T16:00:00.000+0000',
    updated: '2025-11-24T16:10:00.000+0000',
  };

  it('needs nothing but the id of its issue', () => {
    const body = { ...ENVELOPE, isFromIssueLimitTransformation: false, worklog };
    const ids = ['worklog_created', 'worklog_updated', 'worklog_deleted'].map((webhookEvent) => {
      const { event, issueId } = eventIn({ ...body, webhookEvent });
      assert.equal(issueId, '10001');
      assert.deepEqual(event.worklog, worklog);
      return event.id;
    });
    const updatedAt = Date.UTC(2025, 10, 24, 16, 10);
    assert.deepEqual(ids, ['worklog:30:added', `worklog:30:updated:${updatedAt}`, 'worklog:30:deleted']);
  });

  it('of an old server is a change of its issue, in which the worklog is found', () => {
    const changelog = {
      items: [
        { field: 'timespent', to: '60' },
        { field: 'WorklogId', from: '30', to: null },
      ],
    };
    const whole = { ...issue, fields: { worklog: { worklogs: [worklog] } } };
    const body = { ...ENVELOPE, webhookEvent: 'jira:worklog_updated', user: ADA, changelog };
    const { event, issues } = eventIn({ ...body, issue: whole });
    assert.deepEqual([event.type, issues], ['worklog.updated', ['10001']]);
    assert.deepEqual(read({ ...body, issue }), { records: [], issues: ['10001'] });
  });
});

describe('other webhooks', () => {
  it('of a link name both its issues, which come as numbers', () => {
    const issueLink = { id: 5, sourceIssueId: 10001, destinationIssueId: 10002, systemLink: false };
    for (const webhookEvent of ['issuelink_created', 'issuelink_deleted']) {
      assert.deepEqual(read({ ...ENVELOPE, webhookEvent, issueLink }), { records: [], issues: ['10001', '10002'] });
    }
  });

  it('of an attachment name its issue where there is one', () => {
    const attachment = { id: '40', filename: 'a.png' };
    const body = { ...ENVELOPE, webhookEvent: 'attachment_created', attachment };
    assert.deepEqual(read({ ...body, issue }), { records: [], issues: ['10001'] });
    assert.deepEqual(read(body), { records: [], issues: [] });
  });

  it('of sprints and versions bring the thing itself', () => {
    const sprint = { id: 3, name: 'Sprint 3', state: 'active', originBoardId: 1 };
    for (const what of ['created', 'started', 'closed']) {
      const { event, subject, issueId } = eventIn({ ...ENVELOPE, webhookEvent: `sprint_${what}`, sprint });
      assert.deepEqual([event.id, event.type, event.at], [`sprint:3:${what}:${AT}`, `sprint.${what}`, AT_ISO]);
      assert.deepEqual([subject, issueId, event.issueIdOrKey], [sprint, undefined, undefined]);
    }
    const version = { id: '10100', name: '1.0', released: true, projectId: 10000 };
    const { event, subject } = eventIn({ ...ENVELOPE, webhookEvent: 'jira:version_released', version });
    assert.deepEqual([event.id, subject], [`version:10100:released:${AT}`, version]);
  });

  it('that nobody listens to are good, also those that Jira has yet to invent', () => {
    for (const webhookEvent of [
      'sprint_updated',
      'board_created',
      'jira:version_moved',
      'user_created',
      'wonder_happened',
    ]) {
      assert.deepEqual(read({ ...ENVELOPE, webhookEvent, thing: {} }), { records: [], issues: [] });
    }
  });
});

describe('a request of an automation rule', () => {
  it('is read by the template of the help', () => {
    const fields = { summary: 'A "quoted" one', status: { name: 'Done' }, project: { key: 'OPS' } };
    const body = {
      webhookEvent: 'jira:issue_updated',
      timestamp: AT,
      issue: { id: '10001', key: 'OPS-1', fields },
      user: { accountId: '', displayName: 'Automation' },
    };
    assert.deepEqual(read(body), { records: [], issues: ['10001'] });
    const deleted = eventIn({ ...body, webhookEvent: 'jira:issue_deleted' });
    assert.equal(deleted.event.by, undefined);
    assert.deepEqual(deleted.subject, body.issue);
  });

  it('may be as thin as the key of an issue', () => {
    for (const body of [
      { issue: { key: 'X-1' } },
      { issue: 'X-1' },
      { issueKey: 'X-1' },
      { issueIdOrKey: 'X-1' },
      { key: 'X-1' },
      { issues: [{ key: 'X-1' }, { key: 'X-1' }] },
    ]) {
      assert.deepEqual(read(body), { records: [], issues: ['X-1'] }, JSON.stringify(body));
    }
    assert.deepEqual(read({ issue: { id: '10001' } }).issues, ['10001']);
  });

  it('may be the issue itself', () => {
    const body = { self: 'https://x.atlassian.net/rest/api/2/issue/10001', id: 10001, key: 'OPS-1', fields: {} };
    assert.deepEqual(read(body), { records: [], issues: ['10001'] });
  });

  it('without a time happened when it came', () => {
    const { event } = eventIn({ webhookEvent: 'jira:issue_deleted', issue: { key: 'X-1' } });
    assert.deepEqual([event.at, event.id], ['2026-11-28T12:00:00.000Z', 'issue:X-1:deleted']);
    const body = { webhookEvent: 'jira:issue_deleted', timestamp: String(AT), issue: { key: 'X-1' } };
    assert.equal(eventIn(body).event.at, AT_ISO);
  });
});

describe('what is no webhook of Jira', () => {
  it('is refused, and the reason says what it is', () => {
    const reasons: Readonly<Record<string, string>> = {
      '': 'empty',
      ' \n': 'empty',
      '{"webhookEvent"': 'notJson',
      'payload=%7B%7D': 'notJson',
      '"OPS-1"': 'foreign',
      '[]': 'foreign',
      null: 'foreign',
      '{}': 'foreign',
      '{"webhookEvent":"jira:issue_created"}': 'foreign',
      '{"webhookEvent":{},"timestamp":1}': 'foreign',
      '{"action":"opened","issue":{"id":123,"number":5,"title":"of another program"}}': 'foreign',
      '{"issue":{"key":"../../secret"}}': 'foreign',
      '{"issue":{"key":"X-1\\" OR 1=1"}}': 'foreign',
    };
    for (const [text, reason] of Object.entries(reasons)) {
      assert.equal(refusalOf(Buffer.from(text)), `webhook.${reason}`, text);
    }
    assert.equal(refusalOf(Buffer.from([0x7b, 0xff, 0x7d])), 'webhook.notJson');
  });

  it('is refused before it fills the memory', () => {
    const levels = 5_000_000;
    assert.equal(refusalOf(Buffer.alloc(levels, '[')), 'webhook.tooDeep');
    assert.equal(refusalOf(Buffer.from(`{"a":${'{"a":'.repeat(100)}1${'}'.repeat(101)}`)), 'webhook.tooDeep');
    const brackets = {
      ...ENVELOPE,
      webhookEvent: 'jira:issue_updated',
      issue: { ...issue, fields: { a: '['.repeat(1_000) } },
    };
    assert.deepEqual(read(brackets).issues, ['10001']);
    assert.equal(refusalOf(Buffer.from(JSON.stringify({ issues: Array(1_001).fill('X-1') }))), 'webhook.tooManyIssues');
  });

  it('changes nothing of any object', () => {
    const hostile = `{"timestamp":${AT},"webhookEvent":"jira:issue_deleted","__proto__":{"issue":1},
      "issue":{"id":"1","__proto__":{"polluted":true},"fields":{"\\u005f_proto__":{"polluted":true},"list":[{"__proto__":1}]}}}`;
    const [record] = readNotification(Buffer.from(hostile), NOW).records;
    assert.deepEqual(record?.subject, { id: '1', fields: { list: [{}] } });
    assert.ok(!('polluted' in Object.assign({}, record?.subject)));
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.equal(refusalOf(Buffer.from(`{"webhookEvent":"${name}"}`)), 'webhook.foreign');
    }
  });

  it('is refused or understood, whatever it is: nothing else is thrown', () => {
    const names = [
      'webhookEvent',
      'timestamp',
      'issue',
      'comment',
      'worklog',
      'sprint',
      'version',
      'issueLink',
      'issues',
    ];
    const inner = [
      'id',
      'key',
      'self',
      'created',
      'updated',
      'author',
      'fields',
      'issueId',
      'sourceIssueId',
      'name',
      '__proto__',
    ];
    const events = ['jira:issue_deleted', 'comment_created', 'comment_updated', 'worklog_updated', 'sprint_started'];
    const edge = fc.constantFrom<unknown>(
      ...events,
      'X-1',
      '1',
      1,
      -1,
      1e300,
      Number.MAX_SAFE_INTEGER,
      '9'.repeat(400),
      null,
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, edge, fc.jsonValue(), fc.dictionary(fc.constantFrom(...inner), tie('value'))),
    }));
    const body = fc.dictionary(fc.constantFrom(...names, 'user', 'changelog', 'key'), value);
    const told = fc.record(
      {
        webhookEvent: fc.constantFrom(...events),
        timestamp: edge,
        issue: value,
        comment: value,
        worklog: value,
        sprint: value,
        user: value,
      },
      { requiredKeys: ['webhookEvent'] },
    );
    const bytes = fc.oneof(
      fc.oneof(body, told).map((one) => Buffer.from(JSON.stringify(one))),
      fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one)),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (one) => {
        if (refusalOf(one) !== undefined) return;
        const notification = readNotification(one, NOW);
        // What is kept is JSON, and each time one that a date can be.
        assert.deepEqual(JSON.parse(JSON.stringify(notification)), notification);
        for (const { event } of notification.records) assert.ok(!Number.isNaN(Date.parse(event.at)));
      }),
      { numRuns: runs(5_000) },
    );
  });
});
