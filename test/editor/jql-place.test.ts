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

describe('completing JQL', () => {
  for (const [jql, expects, typed, field] of cases) {
    it(`knows that a ${expects} is being typed at the end of: ${jql || '(nothing)'}`, () => {
      const place = jqlPlace(jql);
      assert.deepEqual([place.expects, place.typed], [expects, typed]);
      assert.equal(jql.slice(place.start), typed, 'what a completion replaces');
      if (field !== undefined) assert.equal(place.field, field);
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
