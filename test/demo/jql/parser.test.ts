import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Clause,
  isBounded,
  JqlError,
  type Operand,
  parseJql,
  printJql,
  type Query,
  searchIssues,
} from '../../../demo/jql';
import { COMPARISONS, HISTORY_OPERATORS, HISTORY_PREDICATES } from '../../../demo/jql/ast';
import { runs } from '../../support/property-tests';
import { CONTEXT, ISSUES } from './site';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'OPS-12',
    'and',
    'Empty',
    'cf',
    'select',
    'during',
    "it's",
    'a"b\\c',
    '-7d',
    '12',
    '\n\t\u0000\uffff',
    'ASC',
  ),
);
const name = text.filter((candidate) => candidate.trim() !== '');
const field = fc.oneof(
  name.map((given) => ({ name: given })),
  fc.nat().map((id) => ({ name: `cf[${id}]` })),
  fc.record({ name, property: fc.record({ key: text, path: fc.constantFrom('', 'size', 'a.b-c') }) }),
);
const { operand } = fc.letrec<{ operand: Operand }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    text.map((given): Operand => ({ kind: 'value', text: given, numeric: false })),
    fc.maxSafeInteger().map((number): Operand => ({ kind: 'value', text: String(number), numeric: true })),
    fc.constant<Operand>({ kind: 'empty' }),
    fc.record({ kind: fc.constant('function' as const), name, args: fc.array(text, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(tie('operand'), { minLength: 1, maxLength: 3 }) }),
  ),
}));
const predicates = fc.array(fc.record({ name: fc.constantFrom(...HISTORY_PREDICATES), operand }), { maxLength: 2 });
const { clause } = fc.letrec<{ clause: Clause }>((tie) => ({
  clause: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ kind: fc.constant('comparison' as const), field, operator: fc.constantFrom(...COMPARISONS), operand }),
    fc.record({
      kind: fc.constant('history' as const),
      field,
      operator: fc.constantFrom(...HISTORY_OPERATORS.filter((operator) => operator !== 'changed')),
      operand,
      predicates,
    }),
    fc.record({ kind: fc.constant('history' as const), field, operator: fc.constant('changed' as const), predicates }),
    fc.record({ kind: fc.constant('not' as const), clause: tie('clause') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      clauses: fc.array(tie('clause'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));
const query: fc.Arbitrary<Query> = fc.record(
  {
    where: clause,
    orderBy: fc.array(
      fc.record({ field, direction: fc.constantFrom('ASC' as const, 'DESC' as const) }, { requiredKeys: ['field'] }),
      {
        maxLength: 3,
      },
    ),
  },
  { requiredKeys: ['orderBy'] },
);

describe('JQL parser: a query means what its author wrote', () => {
  it('reads back every query that it prints', () => {
    fc.assert(
      fc.property(query, (given) =>
        // The clone has ordinary prototypes, unlike what fast-check makes.
        assert.deepEqual(parseJql(printJql(given)), structuredClone(given)),
      ),
      { numRuns: runs(2_000) },
    );
  });

  it('reads any text as a query or throws a JqlError', () => {
    const pieces = fc.constantFrom(
      'a',
      ' ',
      'OPS-1',
      '=',
      '!',
      '(',
      ')',
      ',',
      '"',
      "'",
      '\\',
      '[',
      ']',
      ' and ',
      ' order by ',
      ' not ',
      ' in ',
      ' is ',
      ' was ',
      'cf',
      '~',
      '&',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((found) => found.join('')),
        ),
        (jql) => {
          try {
            parseJql(jql);
          } catch (error) {
            assert.ok(
              error instanceof JqlError && error.messages.every((message) => message.startsWith('Error in ')),
              String(error),
            );
          }
        },
      ),
      { numRuns: runs(5_000) },
    );
  });

  it('binds AND closer than OR and keeps parentheses', () => {
    assert.equal(
      printJql(parseJql('a=1 or b=2 and c=3 order by d, e desc')),
      'a = 1 OR (b = 2 AND c = 3) ORDER BY d, e DESC',
    );
    assert.deepEqual(parseJql('(a=1 or b=2) and c=3').where?.kind, 'and');
  });

  for (const [written, meant] of [
    ['OPS-12', 'OPS-12'],
    ["'it\\'s'", "it's"],
    ['"a \\"b\\" \\\\ \\n \\u00e9"', 'a "b" \\ \n é'],
    ['two\\ words', 'two words'],
    ['"line\nbreak"', 'line\nbreak'],
    ['naïve.word_1', 'naïve.word_1'],
  ] as const) {
    it(`reads ${JSON.stringify(written)} as ${JSON.stringify(meant)}`, () => {
      assert.deepEqual(parseJql(`a = ${written}`).where, {
        kind: 'comparison',
        field: { name: 'a' },
        operator: '=',
        operand: { kind: 'value', text: meant, numeric: false },
      });
    });
  }

  it('knows a query without a restriction, which Jira Cloud refuses to run', () => {
    for (const jql of ['', '  \n', 'ORDER BY created', 'order by a desc, b'])
      assert.equal(isBounded(parseJql(jql)), false, jql);
    for (const jql of ['project = OPS', 'not a is empty order by b']) assert.equal(isBounded(parseJql(jql)), true, jql);
  });
});

describe('JQL search: NOT is consistent', () => {
  /** Clauses about fields of the made-up site; `full` ones are about fields that no issue leaves empty. */
  const full = fc.constantFrom(
    'project = OPS',
    'status in (Done, "To Do")',
    'summary ~ pump',
    'created > -10d',
    'key >= OPS-10',
    'statusCategory != Done',
  );
  const any = fc.oneof(
    full,
    fc.constantFrom(
      'assignee = jdoe',
      'labels != urgent',
      'cf[10016] < 3',
      'due is empty',
      'Team not in (Red)',
      'parent = OPS-2',
      'description ~ pump',
      'assignee in (jdoe, EMPTY)',
    ),
  );
  const { combined: fullQuery } = combinations(full);
  const { combined: anyQuery } = combinations(any);

  function combinations(leaf: fc.Arbitrary<string>) {
    return fc.letrec<{ combined: string }>((tie) => ({
      combined: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        leaf,
        tie('combined').map((part) => `NOT (${part})`),
        fc
          .tuple(tie('combined'), fc.constantFrom('AND', 'OR'), tie('combined'))
          .map(([a, word, b]) => `(${a} ${word} ${b})`),
      ),
    }));
  }

  // Comparing keys across projects is neither true nor false in Jira, so one project stands for all here.
  const issues = ISSUES.filter(({ key }) => key.startsWith('OPS'));
  const found = (jql: string) => new Set(searchIssues(issues, jql, CONTEXT).map(({ key }) => key));

  it('never finds an issue both ways', () => {
    fc.assert(
      fc.property(anyQuery, (jql) => {
        const negative = found(`NOT (${jql})`);
        assert.deepEqual(
          [...found(jql)].filter((key) => negative.has(key)),
          [],
        );
      }),
    );
  });

  it('finds every issue one way or the other where no field is empty', () => {
    fc.assert(
      fc.property(fullQuery, (jql) => {
        assert.equal(found(jql).size + found(`NOT (${jql})`).size, issues.length);
      }),
    );
  });

  it('undoes itself', () => {
    fc.assert(fc.property(anyQuery, (jql) => assert.deepEqual(found(`NOT NOT (${jql})`), found(jql))));
  });

  it('joins and narrows as sets do', () => {
    fc.assert(
      fc.property(anyQuery, anyQuery, (a, b) => {
        const [inA, inB] = [found(a), found(b)];
        assert.deepEqual(found(`${a} AND ${b}`), new Set([...inA].filter((key) => inB.has(key))));
        assert.deepEqual([...found(`${a} OR ${b}`)].sort(), [...new Set([...inA, ...inB])].sort());
      }),
    );
  });
});
