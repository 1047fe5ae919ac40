import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JqlPlace, jqlPlace } from '../../nodes/editor/jql-place';

/** A query up to the cursor, what is expected there, and the part of it that a completion replaces. */
const cases: [jql: string, expects: JqlPlace['expects'], typed: string, field?: string][] = [
  ['', 'field', ''],
  ['sta', 'field', 'sta'],
  ['status', 'field', 'status'],
  ['status ', 'operator', '', 'status'],
  ['status n', 'operator', 'n', 'status'],
  ['status not', 'operator', 'not', 'status'],
  ['status not i', 'operator', 'not i', 'status'],
  ['status =', 'value', '', 'status'],
  ['status = ', 'value', '', 'status'],
  ['status != "In P', 'value', '"In P', 'status'],
  ['status = "In Progress" ', 'join', ''],
  ['status = Done a', 'join', 'a'],
  ['status in (', 'value', '', 'status'],
  ['status in (Done, "In', 'value', '"In', 'status'],
  ['status in (Done, Open) ', 'join', ''],
  ['status not in (D', 'value', 'D', 'status'],
  ['assignee = currentUser() ', 'join', ''],
  ['created >= startOfDay(-1) AND pri', 'field', 'pri'],
  ['"Story Points" >', 'value', '', 'Story Points'],
  ['"Story Po', 'field', '"Story Po'],
  ['resolution is ', 'value', '', 'resolution'],
  ['resolution is EMPTY AND (', 'field', ''],
  ['NOT sta', 'field', 'sta'],
  ['project = OPS ORDER BY cre', 'order', 'cre'],
  ['project = OPS ORDER BY created ', 'direction', ''],
  ['project = OPS ORDER BY created DESC, up', 'order', 'up'],
];

const NAMES: [jql: string, expects: JqlPlace['expects'], typed: string][] = [
  ['status = In P', 'value', 'In P'],
  ['status in (Done, In P', 'value', 'In P'],
  ['fixVersion = The next big th', 'value', 'The next big th'],
  ['Story P', 'field', 'Story P'],
  ['status = Done AND Story Po', 'field', 'Story Po'],
  ['project = OPS ORDER BY Story P', 'order', 'Story P'],
];

const OPERATORS: [jql: string, operator: string, inList: boolean][] = [
  ['status = ', '=', false],
  ['summary !~ x', '!~', false],
  ['status not in ', 'not in', false],
  ['status NOT IN (Done, ', 'not in', true],
  ['status in (A) AND key = ', '=', false],
  ['resolution is not ', 'is not', false],
];

describe('completing JQL', () => {
  for (const [jql, expects, typed, field] of cases) {
    it(`knows that a ${expects} is being typed at the end of: ${jql || '(nothing)'}`, () => {
      const place = jqlPlace(jql);
      assert.deepEqual([place.expects, place.typed], [expects, typed]);
      assert.equal(jql.slice(place.start), typed, 'what a completion replaces');
      if (field !== undefined) assert.equal(place.field, field);
    });
  }

  for (const [jql, expects, typed] of NAMES) {
    it(`takes the end for the beginning of a name with spaces: ${jql}`, () => {
      const { name } = jqlPlace(jql);
      assert.deepEqual([name?.expects, name?.typed], [expects, typed]);
      assert.equal(jql.slice(name?.start), typed, 'what a completion replaces');
    });
  }

  for (const jql of [
    'status = Done',
    'status = "In" P',
    'status in (A, B',
    'a = b AND c',
    'status not in',
    'status = A ',
  ]) {
    it(`sees no name with spaces in: ${jql}`, () => assert.equal(jqlPlace(jql).name, undefined));
  }

  for (const [jql, operator, inList] of OPERATORS) {
    it(`knows what stands before the value of: ${jql}`, () => {
      const place = jqlPlace(jql);
      assert.deepEqual([place.expects, place.operator, place.inList], ['value', operator, inList]);
    });
  }

  it('takes any text without failing, as people type', () => {
    fc.assert(
      fc.property(fc.string(), (jql) => {
        const { start, typed } = jqlPlace(jql);
        assert.ok(start >= 0 && start <= jql.length && typed.length <= jql.length + 1);
      }),
    );
  });
});
