import assert from 'node:assert/strict';
import { type JqlContext, searchIssues } from '../../../demo/jql';
import { CONTEXT, FIELDS, ISSUES, type Issue } from './site';

function keys(jql: string, context: Partial<JqlContext<Issue>> = {}): string {
  const found = searchIssues(ISSUES, jql, { ...CONTEXT, ...context });
  return found.map(({ key }) => key).join(' ');
}

function finds(table: readonly [jql: string, expected: string][]): void {
  for (const [jql, expected] of table) {
    it(`${jql} → ${expected || 'nothing'}`, () => assert.equal(keys(jql), expected));
  }
}

describe('JQL search: a flow tried on the demo finds what it would find in Jira', () => {
  describe('comparisons', () => {
    finds([
      ['project = OPS', 'OPS-11 OPS-10 OPS-2'],
      ['PROJECT = operations', 'OPS-11 OPS-10 OPS-2'],
      ['project = 10001', 'WEB-3 WEB-1'],
      ['status = "to do"', 'WEB-1 OPS-2'],
      ["status in ('To Do', Done) and project = web", 'WEB-3 WEB-1'],
      ['statusCategory = Done', 'WEB-3 OPS-11'],
      ['statusCategory != Done', 'WEB-1 OPS-10 OPS-2'],
      ['key = OPS-10', 'OPS-10'],
      ['issuekey in (ops-2, WEB-1)', 'WEB-1 OPS-2'],
      ['key > OPS-2', 'OPS-11 OPS-10'],
      ['key <= OPS-10', 'OPS-10 OPS-2'],
      ['parent = OPS-2', 'OPS-10'],
      ['priority > Low', 'OPS-10 OPS-2'],
      ['priority <= Medium', 'OPS-11 OPS-10'],
      ['"Story Points" >= 2.5', 'OPS-10 OPS-2'],
      ['cf[10016] = 0', 'WEB-1'],
      ['Team = red', 'OPS-2'],
      ['cf[10030] in (Red, Blue)', 'OPS-10 OPS-2'],
      ['labels = PUMPS', 'OPS-10 OPS-2'],
      ['labels in (urgent, "AND")', 'WEB-3 OPS-2'],
      ['labels = nobody-uses-this', ''],
      ['assignee in (currentUser(), jdoe)', 'WEB-3 OPS-10 OPS-2'],
      ['assignee = "John Doe"', 'OPS-10'],
    ]);
  });

  describe('empty fields', () => {
    finds([
      ['assignee is EMPTY', 'WEB-1 OPS-11'],
      ['assignee is not null', 'WEB-3 OPS-10 OPS-2'],
      ['assignee = empty', 'WEB-1 OPS-11'],
      ['assignee != jdoe', 'WEB-3 OPS-2'],
      ['NOT assignee = jdoe', 'WEB-3 OPS-2'],
      ['assignee not in (jdoe)', 'WEB-3 OPS-2'],
      ['assignee in (jdoe, EMPTY)', 'WEB-1 OPS-11 OPS-10'],
      ['assignee not in (jdoe, EMPTY)', 'WEB-3 OPS-2'],
      ['labels != urgent', 'WEB-3 OPS-10'],
      ['labels is empty', 'WEB-1 OPS-11'],
      ['description !~ hot', ''],
      ['not description ~ valve', 'OPS-2'],
      ['description ~ empty', 'WEB-3 WEB-1 OPS-11 OPS-10'],
      ['"Story Points" < 3', 'WEB-1 OPS-10'],
      ['NOT "Story Points" >= 3', 'WEB-1 OPS-10'],
      ['due is empty', 'WEB-3 OPS-11 OPS-10'],
    ]);

    it('takes prose of no length for an empty field', () => {
      const issue = { ...(ISSUES[0] as Issue), description: '' };
      assert.equal(searchIssues([issue], 'description is empty', CONTEXT).length, 1);
    });

    it('finds nothing for currentUser() when nobody is signed in, instead of everything', () => {
      assert.equal(keys('assignee = currentUser()', { currentUser: undefined }), '');
      assert.equal(keys('assignee != currentUser()', { currentUser: undefined }), '');
    });
  });

  describe('AND, OR, NOT and parentheses', () => {
    finds([
      ['project = WEB OR status = Done AND assignee is empty', 'WEB-3 WEB-1 OPS-11'],
      ['(project = WEB OR status = Done) AND assignee is empty', 'WEB-1 OPS-11'],
      ['project = WEB && status = Done || key = OPS-2', 'WEB-3 OPS-2'],
      ['!(project = WEB | status = Done)', 'OPS-10 OPS-2'],
      ['not not project = WEB', 'WEB-3 WEB-1'],
      ['NOT (project = OPS AND priority = High)', 'WEB-3 WEB-1 OPS-11 OPS-10'],
      ['', 'WEB-3 WEB-1 OPS-11 OPS-10 OPS-2'],
    ]);
  });

  describe('text', () => {
    finds([
      ['summary ~ PUMP', 'OPS-10 OPS-2'],
      ['summary ~ "pump valve"', 'OPS-10'],
      ['summary ~ "\\"pump valve\\""', ''],
      ['summary ~ "\\"valve of pump\\""', 'OPS-10'],
      ['summary ~ "over*"', 'OPS-2'],
      ['summary ~ over', ''],
      ['summary ~ "p?mp -valve"', 'OPS-2'],
      ['summary ~ "o*h*ts"', 'OPS-2'],
      ['summary ~ "blank OR crew"', 'WEB-1 OPS-11'],
      ['summary ~ "pump AND NOT valve"', 'OPS-2'],
      ['summary ~ überraschung', 'WEB-3'],
      ['summary ~ 日本語', 'WEB-3'],
      ['summary ~ "hello"', 'OPS-11'],
      ['text ~ valve', 'OPS-10 OPS-2'],
      ['comment ~ valve', 'OPS-2'],
      ['text ~ "lcls-ii"', 'OPS-2'],
      ['text ~ "lcls-pump"', ''],
      ['summary !~ pump', 'WEB-3 WEB-1 OPS-11'],
    ]);
  });

  describe('dates', () => {
    finds([
      ['created >= -7d', 'WEB-3 WEB-1'],
      ['created < "-1w 1d"', 'OPS-10 OPS-2'],
      ['created > -5m', 'WEB-3'],
      ['created <= 4h', 'WEB-3 WEB-1 OPS-11 OPS-10 OPS-2'],
      ['created >= 2026-11-10 and created < 2026-11-16', 'OPS-11 OPS-10'],
      ['created = "2026/11/01 14:30"', 'OPS-2'],
      ['created != "2026-11-01 14:30" and created <= "2026-11-10 08:00"', 'OPS-10'],
      ['created > "2026-11-01 14:30" and created < 2026-11-11', 'OPS-10'],
      ['created > 1795000000000', 'WEB-3 WEB-1'],
      ['createdDate > startOfDay()', 'WEB-3'],
      ['created > startOfDay("-1")', 'WEB-3 WEB-1'],
      ['created > startOfDay(-1d)', 'WEB-3 WEB-1'],
      ['created < startOfWeek() and created > startOfWeek("-1w")', 'OPS-11'],
      ['created < startOfWeek("+1d")', 'WEB-1 OPS-11 OPS-10 OPS-2'],
      ['created > startOfMonth() and created < endOfMonth()', 'WEB-3 WEB-1 OPS-11 OPS-10 OPS-2'],
      ['created > endOfMonth("-1M")', 'WEB-3 WEB-1 OPS-11 OPS-10 OPS-2'],
      ['created < startOfYear("+10M")', ''],
      ['created > endOfYear()', ''],
      ['created < now()', 'WEB-3 WEB-1 OPS-11 OPS-10 OPS-2'],
      ['due = "2026/11/20"', 'OPS-2'],
      ['due < now()', 'OPS-2'],
      ['due <= endOfDay()', 'WEB-1 OPS-2'],
      ['due = -3d', 'OPS-2'],
      ['due in (2026-11-20, 2026-11-23)', 'WEB-1 OPS-2'],
    ]);

    it('means dates in the time zone of the person who asks, on both sides of a clock change', () => {
      // OPS-11 was created on November 15 in London and on November 16 in Berlin.
      assert.equal(keys('created >= 2026-11-16 and created < 2026-11-17'), '');
      assert.equal(keys('created >= 2026-11-16 and created < 2026-11-17', { timeZone: 'Europe/Berlin' }), 'OPS-11');
      const summer = { now: new Date('2026-10-25T22:59:00.000Z'), timeZone: 'Europe/Berlin' };
      const created = (moment: string) => [{ ...(ISSUES[0] as Issue), created: moment }];
      const on = (moment: string) =>
        searchIssues(created(moment), 'created >= startOfDay() and created <= endOfDay()', { ...CONTEXT, ...summer })
          .length;
      // October 25 has 25 hours there: it begins at 22:00 UTC in summer time and ends at 23:00 UTC in winter time.
      assert.deepEqual(
        ['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'].map(on),
        [0, 1, 1, 0],
      );
    });

    it('means a time shortly before a clock change as the clock showed it then', () => {
      const issue = { ...(ISSUES[0] as Issue), created: '2026-10-24T23:45:00Z' };
      const found = (jql: string) => searchIssues([issue], jql, { ...CONTEXT, timeZone: 'Europe/Berlin' }).length;
      assert.deepEqual([found('created >= "2026-10-25 01:30"'), found('created >= "2026-10-25 01:50"')], [1, 0]);
    });

    it('ends a month on its own last day after a step into a shorter one', () => {
      const march = { ...CONTEXT, now: new Date('2027-03-31T12:00:00Z') };
      const at = (created: string) =>
        searchIssues([{ ...(ISSUES[0] as Issue), created }], 'created <= endOfMonth("-1M")', march).length;
      assert.deepEqual([at('2027-02-28T23:59:59Z'), at('2027-03-01T00:00:00Z')], [1, 0]);
    });
  });

  describe('order', () => {
    finds([
      ['project = OPS ORDER BY key', 'OPS-2 OPS-10 OPS-11'],
      ['project = OPS order by priority', 'OPS-2 OPS-10 OPS-11'],
      ['project = OPS order by priority asc', 'OPS-11 OPS-10 OPS-2'],
      ['ORDER BY status ASC, key DESC', 'WEB-3 OPS-11 OPS-10 WEB-1 OPS-2'],
      ['ORDER BY created', 'WEB-3 WEB-1 OPS-11 OPS-10 OPS-2'],
      ['ORDER BY "Story Points", key asc', 'WEB-1 OPS-10 OPS-2 OPS-11 WEB-3'],
      ['ORDER BY cf[10016] desc, key asc', 'OPS-11 WEB-3 OPS-2 OPS-10 WEB-1'],
      ['project = OPS ORDER BY due DESC, summary', 'OPS-10 OPS-11 OPS-2'],
    ]);

    it('leaves issues as they were given where the order holds them equal, so that pages do not overlap', () => {
      assert.equal(keys('ORDER BY statusCategory ASC'), 'OPS-2 WEB-1 OPS-11 WEB-3 OPS-10');
    });
  });

  it('asks every field of a name that a site has given twice, as Jira does', () => {
    const second = { ...FIELDS.find(({ id }) => id === 'customfield_10016'), id: 'customfield_10099' };
    const twin = {
      ...second,
      values: ({ key }: Issue) => [key === 'WEB-3' ? 99 : undefined],
    } as (typeof FIELDS)[number];
    assert.equal(keys('"story points" > 3', { fields: [...FIELDS, twin] }), 'WEB-3 OPS-2');
  });

  it('changes nothing in the list of issues that it was given', () => {
    const given = [...ISSUES];
    searchIssues(given, 'ORDER BY key ASC', CONTEXT);
    assert.deepEqual(given, ISSUES);
  });
});
