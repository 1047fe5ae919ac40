import assert from 'node:assert/strict';
import { type JqlContext, JqlError, type JqlErrorStage, parseJql, searchIssues } from '../../../demo/jql';
import { cpuTime } from '../../support/cpu-time';
import { CONTEXT, FIELDS, ISSUES, type Issue } from './site';

function refusal(jql: string, context: Partial<JqlContext<Issue>> = {}): JqlError {
  try {
    searchIssues(ISSUES, jql, { ...CONTEXT, ...context });
  } catch (error) {
    if (error instanceof JqlError) return error;
    throw error;
  }
  return assert.fail(`was not refused: ${jql}`);
}

function refuses(stage: JqlErrorStage, table: readonly [jql: string, message: string][]): void {
  for (const [jql, message] of table) {
    it(JSON.stringify(jql), () => {
      const error = refusal(jql);
      assert.deepEqual([error.stage, error.messages], [stage, [message]]);
    });
  }
}

const OPERATORS =
  "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'.";
const ESCAPES = `The valid escape sequences are \\', \\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.`;
const RANGE = 'Numbers must be between -9,223,372,036,854,775,808 and 9,223,372,036,854,775,807.';

/** A syntax error in Jira's usual frame. */
function the(jql: string, sentence: string): [string, string] {
  return [jql, `Error in the JQL Query: ${sentence}`];
}

describe("JQL: a wrong query is refused with Jira's message", () => {
  describe('values', () => {
    refuses('parse', [
      [
        'project = AND',
        "Error in JQL Query: Expecting either a value, list or function but got 'AND'. You must surround 'AND' in quotation marks to use it as a value. (line 1, character 11)",
      ],
      [
        'project = OPS AND status = = Done',
        "Error in JQL Query: Expecting either a value, list or function but got '='. You must surround '=' in quotation marks to use it as a value. (line 1, character 28)",
      ],
      ['project =', 'Error in JQL Query: Expecting either a value, list or function before the end of the query.'],
      ['status in (', 'Error in JQL Query: Expecting either a value, list or function before the end of the query.'],
      ['status is', 'Error in JQL Query: Expecting either a value, list or function before the end of the query.'],
      [
        'a=(a,(,bad))',
        "Error in JQL Query: Expecting either a value, list or function but got ','. You must surround ',' in quotation marks to use it as a value. (line 1, character 7)",
      ],
      the(
        'aaaaa=-3482094382084092840932809482',
        `'-3482094382084092840932809482' is not a valid number. ${RANGE} (line 1, character 7)`,
      ),
      the('key = 9223372036854775808', `'9223372036854775808' is not a valid number. ${RANGE} (line 1, character 7)`),
    ]);
  });

  describe('reserved words and characters, strings and escapes', () => {
    refuses('parse', [
      the(
        'project = SET',
        "'SET' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 11)",
      ),
      the(
        'pri notin (x)',
        "'notin' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 5)",
      ),
      the(
        'mine{www = q',
        "The character '{' is a reserved JQL character. You must enclose it in a string or use the escape '\\u007b' instead. (line 1, character 5)",
      ),
      the(
        'assignee = jane@acme.test',
        "The character '@' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0040' instead. (line 1, character 16)",
      ),
      the('summary ~ "unclosed', "The quoted string 'unclosed' has not been completed. (line 1, character 11)"),
      the("comment ~ 'test\n", "The quoted string 'test ' has not been completed. (line 1, character 11)"),
      the("comment ~ '", 'The quoted string has not been completed. (line 1, character 11)'),
      the('comme\\unt ~ x', `'\\un' is an illegal JQL escape sequence. ${ESCAPES} (line 1, character 6)`),
      the('status =\n\n \\csss', `'\\c' is an illegal JQL escape sequence. ${ESCAPES} (line 3, character 2)`),
      the("status =\n'\\u'", `'\\u'' is an illegal JQL escape sequence. ${ESCAPES} (line 2, character 2)`),
      the('status =\n\\', `The escape sequence has not been completed. ${ESCAPES} (line 2, character 1)`),
      the(
        'mqwwr="\u007f is"',
        "The character 'U+007F' on line 1 at position 8 must be escaped. Use the escape '\\u007f' instead. (line 1, character 8)",
      ),
    ]);
  });

  describe('fields, operators and connections', () => {
    refuses('parse', [
      the('project = OPS AND', 'Expecting a field name at the end of the query.'),
      the('(', 'Expecting a field name at the end of the query.'),
      the(
        ', a = b',
        "Expecting a field name but got ','. You must surround ',' in quotation marks to use it as a field name. (line 1, character 1)",
      ),
      the(
        '( AND (a = b))',
        "Expecting a field name but got 'AND'. You must surround 'AND' in quotation marks to use it as a field name. (line 1, character 3)",
      ),
      the("'' = c", 'A field name cannot be empty. (line 1, character 1)'),
      the('[78] = q', "Expecting a field name but got '['. Did you mean 'cf['? (line 1, character 1)"),
      the('cf', "Expecting '[' before the end of the query."),
      the('a = b and not (cf = 6)', "Expecting '[' but got '='. (line 1, character 19)"),
      the('cf[', 'Expecting a custom field id (a positive number) before the end of the query.'),
      the('cf[29829k] = 1', "Expecting a custom field id (a positive number) but got '29829k'. (line 1, character 4)"),
      the('cf[-29829] = 1', "Expecting a custom field id (a positive number) but got '-29829'. (line 1, character 4)"),
      the('cf[29829 = world', "Expecting ']' but got '='. (line 1, character 10)"),
      the('a', `Expecting operator before the end of the query. ${OPERATORS}`),
      the('invalid query', `Expecting operator but got 'query'. ${OPERATORS} (line 1, character 9)`),
      the('a =a and j not is empty', "Expecting 'IN' but got 'is'. (line 1, character 16)"),
      the('a =a and j is ! empty', "Expecting 'NOT' but got '!'. (line 1, character 15)"),
      the('project = OPS status', "Expecting either 'OR' or 'AND' but got 'status'. (line 1, character 15)"),
      the('a=b !c=d', "Expecting either 'OR' or 'AND' but got '!'. (line 1, character 5)"),
      the('abc in (foo))', "Expecting either 'OR' or 'AND' but got ')'. (line 1, character 13)"),
      the('(a=b c=d)', "Expecting either 'OR' or 'AND' but got 'c'. (line 1, character 6)"),
      the('a=b or (c=d and not l ~ kate', "Expecting ')' before the end of the query."),
      the('status = Open by admin', 'The EQUALS operator does not support the use of the by "admin" predicate.'),
      the(
        'fixVersion changed 4 by x',
        'The CHANGED operator does not support the use of values without predicates. You must prefix the 4 value with a suitable predicate.',
      ),
    ]);
  });

  describe('lists, functions and ORDER BY', () => {
    refuses('parse', [
      the('b in ((12, (288)', "Expecting ')' before the end of the query."),
      the('abc IN ((foo) abc = a', "Expecting ')' but got 'abc'. (line 1, character 15)"),
      the('abc IN (foo bar)', "Expecting ',' or ')' but got 'bar'. (line 1, character 13)"),
      the("a = ''()", 'A function name cannot be empty. (line 1, character 5)'),
      the('a = func(', "Expecting ')' before the end of the query."),
      the('a = func(, and not (a = x)', "Expecting ')' but got ','. (line 1, character 10)"),
      the('bas=func(bad,)', 'Function argument must be specified. (line 1, character 14)'),
      the('bas=func(bad,', 'Expecting a function argument at the end of the query.'),
      the(
        'k = func(!',
        "Expecting a function argument but got '!'. You must surround '!' in quotation marks to use it as an argument. (line 1, character 10)",
      ),
      the('k = func(abc, jk!)', "Expecting ')' or ',' but got '!'. (line 1, character 17)"),
      the('a =b order', "Expecting 'by' before the end of the query."),
      the('a =b order summary', "Expecting 'by' but got 'summary'. (line 1, character 12)"),
      the('a =b order by', 'Expecting a field name at the end of the query.'),
      the(
        'a =b order by asc',
        "Expecting a field name but got 'asc'. You must surround 'asc' in quotation marks to use it as a field name. (line 1, character 15)",
      ),
      the('a =b order by ajsks blah', "Expecting either 'ASC' or 'DESC' but got 'blah'. (line 1, character 21)"),
      the('order by a desc d', "Expecting ',' but got 'd'. (line 1, character 17)"),
    ]);
  });

  describe('what the site does not have', () => {
    const formats =
      "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.";
    const dayFormats = "'YYYY/MM/DD', 'YYYY-MM-DD', or a period format e.g. '-5d', '4w 2d'.";
    refuses('validation', [
      ['foo = 1', "Field 'foo' does not exist or you do not have permission to view it."],
      ['cf[99999] = 1', "Field 'cf[99999]' does not exist or you do not have permission to view it."],
      ['project = Nope', "The value 'Nope' does not exist for the field 'project'."],
      ['NOT status != Nope', "The value 'Nope' does not exist for the field 'status'."],
      ['project = 77', "A value with ID '77' does not exist for the field 'project'."],
      ['Assignee = 77', "The value '77' does not exist for the field 'Assignee'."],
      ['Team = Nope', "The option 'Nope' for field 'Team' does not exist."],
      ['key = OPS-999', "An issue with key 'OPS-999' does not exist for field 'key'."],
      ['key in (OPS-2, "not a key")', "The issue key 'not a key' for field 'key' is invalid."],
      ['"story points" = many', "Value 'many' for the 'story points' field is not a valid number."],
      ['created > xx', `Date value 'xx' for field 'created' is invalid. Valid formats include: ${formats}`],
      [
        'created > 2026-02-30',
        `Date value '2026-02-30' for field 'created' is invalid. Valid formats include: ${formats}`,
      ],
      [
        'created > 99999999999w',
        `Date value '99999999999w' for field 'created' is invalid. Valid formats include: ${formats}`,
      ],
      [
        'due = "2026-11-01 14:30"',
        `Date value '2026-11-01 14:30' for field 'due' is invalid. Valid formats include: ${dayFormats}`,
      ],
      ['ORDER BY bogus', "Not able to sort using field 'bogus'."],
      ['ORDER BY description', "Field 'description' does not support sorting."],
      ['ORDER BY issue.property[a].b', `Not able to sort using field 'issue.property["a"].b'.`],
    ]);

    it('does not tell an anonymous asker whether a field exists', () => {
      assert.deepEqual(refusal('foo = 1', { currentUser: undefined }).messages, [
        "Field 'foo' does not exist or this field cannot be viewed by anonymous users.",
      ]);
    });

    it('names every fault of a query, each once', () => {
      assert.deepEqual(refusal('project = X AND (foo = 1 OR NOT project = X) ORDER BY bar').messages, [
        "The value 'X' does not exist for the field 'project'.",
        "Field 'foo' does not exist or you do not have permission to view it.",
        "Not able to sort using field 'bar'.",
      ]);
    });
  });

  describe('operators that a field or an operand does not take', () => {
    refuses('validation', [
      ['summary = test', "The operator '=' is not supported by the 'summary' field."],
      ['text !~ test', "The operator '!~' is not supported by the 'text' field."],
      ['project ~ OPS', "The operator '~' is not supported by the 'project' field."],
      ['status > Done', "The operator '>' is not supported by the 'status' field."],
      ['comment is empty', "The operator 'is' is not supported by the 'comment' field."],
      ['summary in test', "Operator 'in' does not support the non-list value '\"test\"' for field 'summary'."],
      [
        'assignee in currentUser()',
        "Operator 'in' does not support the non-list value 'currentUser()' for field 'assignee'.",
      ],
      [
        'status = (Done, "To Do")',
        "Operator '=' does not support the list value '(\"Done\", \"To Do\")' for field 'status'.",
      ],
      [
        'status not in EMPTY',
        "Operator 'not in' does not support the empty value representation 'EMPTY' for field 'status'.",
      ],
      ['created > null', "Operator '>' does not support the empty value representation 'EMPTY' for field 'created'."],
      ['status is Done', "Operator 'is' does not support searching for non-empty values for field 'status'."],
    ]);
  });

  describe('functions', () => {
    const duration = (name: string) =>
      `Duration for function '${name}' should have the format (+/-)n(yMwdm), e.g -1M for 1 month earlier.`;
    refuses('validation', [
      ['assignee = foo()', "Unable to find JQL function 'foo()'."],
      ['assignee in membersOf(devs)', "Unable to find JQL function 'membersOf(devs)'."],
      ['sprint in openSprints()', "Field 'sprint' does not exist or you do not have permission to view it."],
      ['created > now(-1d)', "Function 'now' expected '0' arguments but received '1'."],
      ['created > startOfDay(1, 2)', "Function 'startOfDay' expected between '0' and '1' arguments but received '2'."],
      ['created > startOfDay(soon)', duration('startOfDay')],
      ['created > endOfYear(999999y)', duration('endOfYear')],
      ['status = currentUser()', "A value provided by the function 'currentUser' is invalid for the field 'status'."],
      ['assignee = now()', "A value provided by the function 'now' is invalid for the field 'assignee'."],
      [
        'created > currentUser()',
        "A date for the field 'created' provided by the function 'currentUser' is not valid.",
      ],
      ['Team = now()', "An option provided by the function 'now' for the field 'Team' does not exist."],
      ['cf[10016] = now()', "A value provided by the function 'now' for the field 'cf[10016]' is not a valid number."],
    ]);
  });

  describe('text searches', () => {
    const unsupported = (text: string, sign: string) =>
      `The text query '${text}' for field 'summary' uses '${sign}', which this demo Jira can't search with.`;
    refuses('validation', [
      ['text ~ ""', "The field 'text' does not support searching for an empty string."],
      ['text ~ "AND"', "Unable to parse the text 'AND' for field 'text'."],
      ['summary ~ "pump OR"', "Unable to parse the text 'pump OR' for field 'summary'."],
      ['summary ~ "pump AND OR valve"', "Unable to parse the text 'pump AND OR valve' for field 'summary'."],
      ['summary ~ "NOT"', "Unable to parse the text 'NOT' for field 'summary'."],
      ['summary ~ "---"', "Unable to parse the text '---' for field 'summary'."],
      ['summary ~ "\\"open"', "Unable to parse the text '\"open' for field 'summary'."],
      ['summary ~ "*pump"', "The text query '*pump' for field 'summary' is not allowed to start with '*'."],
      ['summary ~ "?ump"', "The text query '?ump' for field 'summary' is not allowed to start with '?'."],
      ['summary ~ "pump~"', unsupported('pump~', '~')],
      ['summary ~ "(a OR b) c"', unsupported('(a OR b) c', '(')],
    ]);
  });

  describe('what this demo says it cannot do', () => {
    refuses('validation', [
      [
        'status was Done',
        "The operator 'was' searches the history of the 'status' field, which this demo Jira can't do.",
      ],
      [
        'NOT status was not in (Done) BY jdoe',
        "The operator 'was not in' searches the history of the 'status' field, which this demo Jira can't do.",
      ],
      [
        'status changed FROM Done TO "To Do" AFTER -1w',
        "The operator 'changed' searches the history of the 'status' field, which this demo Jira can't do.",
      ],
      [
        'issue.property["my key"].size > 3',
        `The field 'issue.property["my key"].size' is an entity property, which this demo Jira can't search.`,
      ],
    ]);
  });

  describe('limits', () => {
    const eight = 'ORDER BY key, summary, status, created, due, labels, priority, assignee';

    it('refuses an eighth ORDER BY field on Cloud and takes it on Data Center', () => {
      assert.deepEqual(refusal(eight).messages, ["The 'orderBy' clause can contain a maximum of 7 fields."]);
      assert.equal(searchIssues(ISSUES, eight, { ...CONTEXT, deployment: 'datacenter' }).length, ISSUES.length);
      assert.equal(searchIssues(ISSUES, eight.replace(', assignee', ''), CONTEXT).length, ISSUES.length);
    });

    for (const [start, opening] of [
      ['', '('],
      ['', 'NOT '],
      ['status in ', '('],
    ] as const) {
      it(`refuses ${JSON.stringify(opening)} ten thousand times over after "${start}" instead of ending the demo`, () => {
        assert.throws(
          () => parseJql(`${start}${opening.repeat(10_000)}a`),
          (error) => error instanceof JqlError && /more than 250 levels deep/.test(error.message),
        );
      });
    }

    it('takes 200 levels of parentheses, which programs do write', () => {
      assert.equal(searchIssues(ISSUES, `${'('.repeat(200)}key = OPS-2${')'.repeat(200)}`, CONTEXT).length, 1);
    });

    it('counts levels and not parentheses', () => {
      const many = Array.from({ length: 300 }, () => '(key in (OPS-2))').join(' OR ');
      assert.equal(searchIssues(ISSUES, many, CONTEXT).length, 1);
    });

    it('reads queries of 70,000 characters within a second', () => {
      const long = [
        Array.from({ length: 5_000 }, () => 'key = OPS-2').join(' OR '),
        `key in (${Array.from({ length: 9_000 }, () => 'OPS-2').join(', ')})`,
        `summary ~ "${'p*'.repeat(35_000)}"`,
        `summary ~ "${'pump '.repeat(14_000)}"`,
        `labels = "${'\\\\'.repeat(35_000)}"`,
        `key = ${'9'.repeat(70_000)}`,
        `summary ~ "x${'\\"'.repeat(35_000)}"`,
        `created > "${'1d '.repeat(23_000)}x"`,
        `status = Done${' '.repeat(70_000)}`,
        'a = b ! '.repeat(9_000),
      ];
      for (const jql of long) {
        const before = cpuTime();
        try {
          searchIssues(ISSUES, jql, CONTEXT);
        } catch (error) {
          assert.ok(error instanceof JqlError, String(error));
        }
        const took = cpuTime() - before;
        assert.ok(took < 1_000, `${jql.slice(0, 20)}… took ${took.toFixed()} ms`);
      }
    });
  });

  it('has a field for every kind in its made-up site, so that no comparison stays untried', () => {
    assert.equal(new Set(FIELDS.map(({ kind }) => kind)).size, 10);
  });
});
