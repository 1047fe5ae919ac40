import assert from 'node:assert/strict';
import { eventsOfComments } from '../../nodes/events/reading/comments';
import { eventsOfHistories, worklogsNamedIn } from '../../nodes/events/reading/histories';
import { eventsOfIssue } from '../../nodes/events/reading/issue-events';
import { eventsOfWorklog } from '../../nodes/events/reading/worklogs';
import { momentOf, personOf } from '../../nodes/events/values';
import { fieldNamesIn } from '../../nodes/jira/history-fields';

const NAMES = fieldNamesIn([
  { id: 'status', name: 'Zustand', untranslatedName: 'Status' },
  { id: 'assignee', name: 'Assignee' },
  { id: 'attachment', name: 'Attachment' },
  { id: 'issuelinks', name: 'Linked Issues' },
  { id: 'fixVersions', name: 'Fix versions' },
  { id: 'customfield_10016', name: 'Story Points' },
  { id: 'customfield_10021', name: 'Impact' },
  { id: 'customfield_10022', name: 'Impact' },
]);
const ISSUE = { id: '10234', key: 'OPS-57' };
const AT = Date.UTC(2026, 10, 20, 9, 14, 3, 512);
const history = (items: readonly unknown[], given: object = {}) => ({
  id: '700',
  created: '2026-11-20T14:44:03.512+0530',
  author: { accountId: 'a1', displayName: 'Ada L.', active: true },
  items,
  ...given,
});
const events = (...histories: unknown[]) =>
  eventsOfHistories(ISSUE, histories, NAMES).map(({ record }) => record.event);

describe('what an issue’s history tells', () => {
  it('is one event for each entry, with names as users see them', () => {
    const item = { field: 'status', fieldId: 'status', fieldtype: 'jira', from: '1', fromString: 'Open', to: '3' };
    const [updated, transitioned, ...others] = events(
      history([
        { ...item, toString: 'In Progress' },
        { field: 'Story Points', fieldtype: 'custom', from: null, fromString: null, to: null, toString: '5' },
      ]),
    );
    const changes = [
      { field: 'Zustand', fieldId: 'status', from: '1', to: '3', fromText: 'Open', toText: 'In Progress' },
      { field: 'Story Points', fieldId: 'customfield_10016', from: null, to: null, fromText: null, toText: '5' },
    ];
    const common = {
      at: new Date(AT).toISOString(),
      by: { accountId: 'a1', displayName: 'Ada L.' },
      issueIdOrKey: 'OPS-57',
      changes,
      via: 'poll',
    };
    assert.deepEqual(updated, { id: 'history:700', type: 'issue.updated', ...common });
    assert.deepEqual(transitioned, { id: 'history:700:transitioned', type: 'issue.transitioned', ...common });
    assert.deepEqual(others, []);
  });

  it('is several events where one entry holds several things', () => {
    const found = events(
      history([
        { field: 'assignee', from: 'a1', fromString: 'Ada', to: null, toString: null },
        { field: 'Attachment', from: null, fromString: null, to: '11', toString: 'log.txt' },
        { field: 'Attachment', from: '12', fromString: 'old.txt', to: null, toString: null },
        { field: 'Link', from: null, fromString: null, to: 'OPS-2', toString: 'This issue blocks OPS-2' },
        { field: 'Link', from: null, fromString: null, to: 'OPS-2', toString: 'This issue relates to OPS-2' },
        { field: 'Link', from: 'OPS-3', fromString: 'This issue blocks OPS-3', to: null, toString: null },
      ]),
    );
    assert.deepEqual(
      found.map(({ id, type }) => [type, id]),
      [
        ['issue.updated', 'history:700'],
        ['issue.assigned', 'history:700:assigned'],
        ['attachment.added', 'attachment:11:added'],
        ['attachment.deleted', 'attachment:12:deleted'],
        ['link.added', 'history:700:link.added:OPS-2'],
        ['link.added', 'history:700:link.added:OPS-2:1'],
        ['link.deleted', 'history:700:link.deleted:OPS-3'],
      ],
    );
    assert.deepEqual(found[2]?.attachment, { id: '11', filename: 'log.txt' });
    assert.deepEqual(found[4]?.link, { issueKey: 'OPS-2', text: 'This issue blocks OPS-2' });
  });

  it('shows an attachment whole as long as it is there', () => {
    const item = { field: 'Attachment', from: null, to: '11', toString: 'log.txt' };
    const attachment = { id: '11', filename: 'log.txt', size: 7 };
    const [, added] = eventsOfHistories(ISSUE, [history([item])], NAMES, [attachment]);
    assert.deepEqual(added?.record.event.attachment, attachment);
  });

  it('names fields of old servers, of several by one name, and of none', () => {
    const [updated] = events(
      history([
        { field: 'Fix Version', to: '1' },
        { field: 'Impact', to: '2' },
        { field: 'Key', to: 'DEV-1' },
      ]),
    );
    assert.deepEqual(
      updated?.changes.map(({ field, fieldId }) => [field, fieldId]),
      [
        ['Fix versions', 'fixVersions'],
        ['Impact', 'Impact'],
        ['Key', 'Key'],
      ],
    );
  });

  it('has times as numbers, in seconds too, and people by name or nobody', () => {
    const times = [{ created: AT }, { created: Math.floor(AT / 1_000) }, { created: 'never' }];
    assert.deepEqual(
      events(...times.map((given) => history([], given))).map(({ at }) => at),
      [new Date(AT - 512).toISOString(), new Date(AT).toISOString()],
    );
    assert.equal(momentOf('2026-11-20T09:14:03.512+0000'), AT);
    assert.deepEqual(personOf({ name: 'jo', key: 'JIRAUSER1' }), { name: 'jo', displayName: 'jo' });
    assert.equal(personOf(null), undefined);
    assert.equal('by' in (events(history([], { author: undefined }))[0] ?? {}), false);
  });

  it('leaves out what happened at no day that there is, or one such entry would end every round', () => {
    const times = [
      1e20,
      -1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '99999999999999999999',
      '+275760-09-13T00:00:01Z',
      {},
      null,
    ];
    assert.deepEqual(events(...times.map((created) => history([], { created }))), []);
  });

  it('names the worklogs that were changed or deleted', () => {
    const named = worklogsNamedIn([history([{ field: 'WorklogId', from: '9', fromString: '9', to: null }])]);
    assert.deepEqual(named, [{ worklogId: '9', by: { accountId: 'a1', displayName: 'Ada L.' } }]);
  });

  it('is understood as far as it can be where it is not Jira’s', () => {
    assert.deepEqual(eventsOfHistories(ISSUE, [null, 7, {}, { id: '1' }, { created: AT }], NAMES), []);
    const [updated] = events(history([null, {}, { field: 7 }], { items: [null, {}, { field: 7 }] }));
    assert.deepEqual(updated?.changes, []);
  });
});

describe('what an issue tells of itself', () => {
  const issue = { ...ISSUE, updated: AT, created: AT - 1_000, creator: undefined };

  it('begins with its creation and what was attached then', () => {
    const attachments = [{ id: '11', created: AT - 1_000, author: { name: 'jo' } }];
    const gone = history([{ field: 'Attachment', from: '12', fromString: 'gone.txt', to: null }]);
    const found = eventsOfIssue({ ...issue, histories: [gone], comments: [], attachments }, NAMES);
    assert.deepEqual(
      found.map(({ record }) => record.event.id),
      ['issue:10234:created', 'attachment:11:added', 'attachment:12:added', 'history:700', 'attachment:12:deleted'],
    );
  });

  it('is in order of time, and within one moment in order of the history', () => {
    const histories = ['702', '699', '1000'].map((id) => history([], { id, created: AT }));
    const found = eventsOfHistories(ISSUE, histories, NAMES);
    assert.deepEqual(
      found.map(({ record }) => record.event.id),
      ['history:699', 'history:702', 'history:1000'],
    );
  });

  it('has a comment once as added and once as changed, each by whom', () => {
    const comment = {
      id: '5',
      created: '2026-11-20T09:00:00.000+0000',
      updated: '2026-11-20T09:14:03.512+0000',
      author: { accountId: 'a1', displayName: 'Ada' },
      updateAuthor: { accountId: 'b2', displayName: 'Ben' },
    };
    const untouched = { ...comment, id: '6', updated: comment.created };
    const found = eventsOfComments(ISSUE, [comment, untouched, { id: '7' }]).map(({ record }) => record.event);
    assert.deepEqual(
      found.map(({ id, by }) => [id, by?.displayName]),
      [
        ['comment:5:added', 'Ada'],
        [`comment:5:updated:${AT}`, 'Ben'],
        ['comment:6:added', 'Ada'],
      ],
    );
    assert.equal(found[0]?.comment, comment);
  });

  it('has worklogs by the id of their issue alone', () => {
    const worklog = { id: '9', issueId: 10_234, created: AT, updated: AT + 1 };
    const found = eventsOfWorklog(worklog).map(({ record }) => [record.event.id, record.issueId]);
    assert.deepEqual(found, [
      ['worklog:9:added', '10234'],
      [`worklog:9:updated:${AT + 1}`, '10234'],
    ]);
    assert.deepEqual(eventsOfWorklog({ id: '9' }), []);
  });
});
