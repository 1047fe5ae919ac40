import type { Clause, Comparison, ComparisonClause } from './ast';
import { callFunction } from './functions';
import { compareIssueKeys, readIssueKey } from './issue-keys';
import { OperandReader, type Operands, printedName, shapeProblem } from './operands';
import { type FieldNames, type JqlContext, type JqlField, operatorsOf, presentValues } from './site';

export type IssueTest<I> = (issue: I) => boolean;

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '~': '!~',
  '!~': '~',
  in: 'not in',
  'not in': 'in',
  is: 'is not',
  'is not': 'is',
};

const never = () => false;

/**
 * Turns a query's restriction into a test of single issues. As in Jira, NOT is pushed down to the comparisons and turns each
 * into its opposite, and a negative comparison does not hold for an empty field: `assignee != jdoe` and
 * `NOT assignee = jdoe` both leave unassigned issues out.
 */
export class WhereCompiler<I> {
  private readonly operands: OperandReader<I>;

  /** Every fault of every clause goes to `report`; after one, the test is not to be used. */
  constructor(
    private readonly context: JqlContext<I>,
    private readonly names: FieldNames<I>,
    private readonly report: (message: string) => void,
  ) {
    this.operands = new OperandReader(context, report);
  }

  compile(clause: Clause, negated = false): IssueTest<I> {
    switch (clause.kind) {
      case 'not':
        return this.compile(clause.clause, !negated);
      case 'and':
      case 'or': {
        const tests = clause.clauses.map((part) => this.compile(part, negated));
        return (clause.kind === 'and') !== negated
          ? (issue) => tests.every((test) => test(issue))
          : (issue) => tests.some((test) => test(issue));
      }
      case 'history':
        if (this.fieldsOf(clause).length > 0) {
          this.report(
            `The operator '${clause.operator}' searches the history of the '${printedName(clause.field)}' field, which this demo Jira can't do.`,
          );
        }
        return never;
      case 'comparison':
        return this.comparison(clause, negated);
    }
  }

  private comparison(clause: ComparisonClause, negated: boolean): IssueTest<I> {
    const tests = this.fieldsOf(clause).map((field) => this.fieldTest(field, clause, negated));
    return (issue) => tests.some((test) => test(issue));
  }

  private fieldsOf({ field: reference }: Pick<ComparisonClause, 'field'>): readonly JqlField<I>[] {
    if (reference.property !== undefined) {
      this.report(`The field '${printedName(reference)}' is an entity property, which this demo Jira can't search.`);
      return [];
    }
    const fields = this.names.find(reference);
    if (fields.length === 0) {
      this.report(
        this.context.currentUser === undefined
          ? `Field '${reference.name}' does not exist or this field cannot be viewed by anonymous users.`
          : `Field '${reference.name}' does not exist or you do not have permission to view it.`,
      );
    }
    return fields;
  }

  private fieldTest(
    field: JqlField<I>,
    { field: reference, operator, operand }: ComparisonClause,
    negated: boolean,
  ): IssueTest<I> {
    // Jira looks a function up before it asks whether the operator takes it.
    const result = operand.kind === 'function' ? callFunction(operand, this.context) : undefined;
    const problem =
      (result?.kind === 'error' ? result.message : undefined) ??
      shapeProblem(reference, operator, operand, operand.kind === 'list' || result?.kind === 'issues') ??
      (operatorsOf(field).includes(operator)
        ? undefined
        : `The operator '${operator}' is not supported by the '${printedName(reference)}' field.`);
    if (problem !== undefined) {
      this.report(problem);
      return never;
    }
    const operands = this.operands.read(field, reference, operand);
    const test = valuesTest(field, negated ? OPPOSITE[operator] : operator, operands);
    return (issue) => test(presentValues(field, issue));
  }
}

type Values = readonly (string | number)[];

function valuesTest<I>(field: JqlField<I>, operator: Comparison, operands: Operands): (values: Values) => boolean {
  switch (operator) {
    case 'is':
      return (values) => values.length === 0;
    case 'is not':
      return (values) => values.length > 0;
    case '~':
    case '!~':
      return textTest(operator, operands);
    case '=':
    case '!=':
    case 'in':
    case 'not in':
      return membershipTest(field, operator === '=' || operator === 'in', operands);
    default:
      return relationTest(field, operator, operands);
  }
}

function textTest(operator: '~' | '!~', { search, empty }: Operands): (values: Values) => boolean {
  const wanted = operator === '~';
  if (empty) return (values) => (values.length === 0) === wanted;
  if (search === undefined) return never;
  return (values) => values.length > 0 && search(values.map(String)) === wanted;
}

function membershipTest<I>(
  field: JqlField<I>,
  wanted: boolean,
  { values: given, empty }: Operands,
): (values: Values) => boolean {
  // A function with no result, such as currentUser() for an anonymous asker, matches nothing either way.
  if (given.length === 0 && !empty) return never;
  const comparable = comparableBy(field);
  const set = new Set(given.map(comparable));
  return wanted
    ? (values) => (values.length === 0 ? empty : values.some((value) => set.has(comparable(value))))
    : (values) => values.length > 0 && !values.some((value) => set.has(comparable(value)));
}

/** Brings a value into the form in which equal values are the same. */
function comparableBy<I>(field: JqlField<I>): (value: string | number) => string | number {
  switch (field.kind) {
    case 'labels':
      return (value) => String(value).toLowerCase();
    case 'datetime':
      return (value) => Math.floor(Number(value) / 1000); // Jira indexes moments by the second.
    case 'number':
      return Number;
    default:
      return String;
  }
}

function relationTest<I>(
  field: JqlField<I>,
  operator: '<' | '<=' | '>' | '>=',
  { values: given }: Operands,
): (values: Values) => boolean {
  const order = orderBetween(field);
  const holds = (difference: number | undefined): boolean => {
    if (difference === undefined) return false;
    if (difference === 0) return operator === '<=' || operator === '>=';
    return difference < 0 === operator.startsWith('<');
  };
  return (values) => values.some((value) => given.some((limit) => holds(order(value, limit))));
}

/** Below zero if the first comes first; undefined if the two can't be compared. */
function orderBetween<I>(field: JqlField<I>): (a: string | number, b: string | number) => number | undefined {
  if (field.kind === 'key') {
    // Jira compares the numbers of keys within one project only.
    return (a, b) =>
      readIssueKey(String(a)).project === readIssueKey(String(b)).project
        ? compareIssueKeys(String(a), String(b))
        : undefined;
  }
  if (field.kind === 'date') return (a, b) => (a === b ? 0 : a < b ? -1 : 1);
  if (field.rank !== undefined) {
    const rank = field.rank.bind(field);
    return (a, b) => rank(String(a)) - rank(String(b));
  }
  const comparable = comparableBy(field);
  return (a, b) => Number(comparable(a)) - Number(comparable(b));
}
