import {
  type Clause,
  type Comparison,
  type ComparisonClause,
  type FieldReference,
  HISTORY_PREDICATES,
  type HistoryClause,
  type HistoryOperator,
  type Operand,
  type Query,
  type SortField,
} from './ast';
import { type JqlError, syntaxError } from './errors';
import type { Token } from './lexer';
import { shown, TokenReader } from './token-reader';

const LONG_MAX = 9_223_372_036_854_775_807n;
const SIGNS = new Map<string, Comparison>(
  (['=', '!=', '<', '>', '<=', '>=', '~', '!~'] as const).map((sign) => [sign, sign]),
);
const VALID_OPERATORS =
  "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'.";

/** Jira's internal names, which it shows in one message only. */
const OPERATOR_NAMES: Readonly<Record<Comparison, string>> = {
  '=': 'EQUALS',
  '!=': 'NOT_EQUALS',
  '<': 'LESS_THAN',
  '>': 'GREATER_THAN',
  '<=': 'LESS_THAN_EQUALS',
  '>=': 'GREATER_THAN_EQUALS',
  '~': 'LIKE',
  '!~': 'NOT_LIKE',
  in: 'IN',
  'not in': 'NOT_IN',
  is: 'IS',
  'is not': 'IS_NOT',
};

class Parser extends TokenReader {
  query(): Query {
    const query: Query = { orderBy: [] };
    if (!this.atEnd() && !this.peekKeyword('order')) query.where = this.orClause();
    if (this.takeKeyword('order')) {
      if (!this.takeKeyword('by')) throw this.expected('by');
      query.orderBy = this.sortFields();
    }
    if (!this.atEnd()) throw this.needLogicalOperator();
    return query;
  }

  private orClause(): Clause {
    return this.compound('or', () => this.compound('and', () => this.notClause()));
  }

  private compound(kind: 'and' | 'or', part: () => Clause): Clause {
    const first = part();
    if (!this.peekKeyword(kind)) return first;
    const clauses = [first];
    while (this.takeKeyword(kind)) clauses.push(part());
    return { kind, clauses };
  }

  private notClause(): Clause {
    if (this.takeKeyword('not') || this.takeSymbol('!')) {
      return { kind: 'not', clause: this.nested(() => this.notClause()) };
    }
    if (this.takeSymbol('(')) {
      const clause = this.nested(() => this.orClause());
      if (this.takeSymbol(')')) return clause;
      throw this.atEnd() ? this.expected(')') : this.needLogicalOperator();
    }
    return this.terminalClause();
  }

  private terminalClause(): Clause {
    const field = this.field();
    const operator = this.operator();
    return operator.kind === 'history'
      ? this.historyClause(field, operator.operator)
      : this.comparisonClause(field, operator.operator);
  }

  private comparisonClause(field: FieldReference, operator: Comparison): ComparisonClause {
    const operand = this.operand();
    const predicate = this.predicateName();
    if (predicate !== undefined) {
      const first = this.peek();
      this.operand();
      throw syntaxError(
        `The ${OPERATOR_NAMES[operator]} operator does not support the use of the ${predicate} "${shown(first)}" predicate.`,
      );
    }
    return { kind: 'comparison', field, operator, operand };
  }

  private historyClause(field: FieldReference, operator: HistoryOperator): HistoryClause {
    const clause: HistoryClause = { kind: 'history', field, operator, predicates: [] };
    if (operator !== 'changed') {
      clause.operand = this.operand();
    } else if (this.startsOperand()) {
      throw syntaxError(
        `The CHANGED operator does not support the use of values without predicates. You must prefix the ${shown(this.peek())} value with a suitable predicate.`,
      );
    }
    const predicates: HistoryClause['predicates'][number][] = [];
    for (let name = this.predicateName(); name !== undefined; name = this.predicateName()) {
      predicates.push({ name, operand: this.operand() });
    }
    clause.predicates = predicates;
    return clause;
  }

  private predicateName(): HistoryClause['predicates'][number]['name'] | undefined {
    return HISTORY_PREDICATES.find((name) => this.takeKeyword(name));
  }

  private field(): FieldReference {
    const token = this.peek();
    if (token.kind === 'end') throw syntaxError('Expecting a field name at the end of the query.');
    if (token.kind === 'symbol' && token.value === '[') {
      throw syntaxError("Expecting a field name but got '['. Did you mean 'cf['?", token.at);
    }
    if (this.takeKeyword('cf')) return this.withProperty({ name: `cf[${this.customFieldId()}]` });
    if (token.kind === 'keyword' || token.kind === 'symbol') {
      throw syntaxError(
        `Expecting a field name but got '${shown(token)}'. You must surround '${shown(token)}' in quotation marks to use it as a field name.`,
        token.at,
      );
    }
    this.skip();
    if (token.value.trim() === '') throw syntaxError('A field name cannot be empty.', token.at);
    return this.withProperty({ name: token.value });
  }

  private customFieldId(): string {
    if (!this.takeSymbol('[')) throw this.expected('[');
    const id = this.peek();
    if (id.kind !== 'number' || id.value.startsWith('-')) {
      throw this.unexpected('Expecting a custom field id (a positive number)');
    }
    this.skip();
    checkLong(id);
    if (!this.takeSymbol(']')) throw this.expected(']');
    return id.value;
  }

  private withProperty(field: FieldReference): FieldReference {
    if (!this.takeSymbol('[')) return field;
    if (this.peekSymbol(']')) throw this.unexpected('Expecting a property id');
    const key = this.argument();
    if (!this.takeSymbol(']')) throw this.expected(']');
    const path = this.peek();
    if (path.kind !== 'word' || path.spaced || !/^\.[^.]/.test(path.value))
      return { ...field, property: { key, path: '' } };
    this.skip();
    return { ...field, property: { key, path: path.value.slice(1) } };
  }

  private operator(): { kind: 'comparison'; operator: Comparison } | { kind: 'history'; operator: HistoryOperator } {
    const token = this.peek();
    const sign = token.kind === 'symbol' ? SIGNS.get(token.value) : undefined;
    if (sign !== undefined) {
      this.skip();
      return { kind: 'comparison', operator: sign };
    }
    if (this.takeKeyword('in')) return { kind: 'comparison', operator: 'in' };
    if (this.takeKeyword('not')) {
      if (!this.takeKeyword('in')) throw this.expected('IN');
      return { kind: 'comparison', operator: 'not in' };
    }
    if (this.takeKeyword('is')) {
      if (this.takeKeyword('not')) return { kind: 'comparison', operator: 'is not' };
      if (!this.startsOperand() && !this.atEnd()) throw this.expected('NOT');
      return { kind: 'comparison', operator: 'is' };
    }
    if (this.takeKeyword('was')) {
      const not = this.takeKeyword('not') ? ' not' : '';
      const list = this.takeKeyword('in') ? ' in' : '';
      return { kind: 'history', operator: `was${not}${list}` };
    }
    if (this.takeKeyword('changed')) return { kind: 'history', operator: 'changed' };
    throw this.atEnd()
      ? syntaxError(`Expecting operator before the end of the query. ${VALID_OPERATORS}`)
      : syntaxError(`Expecting operator but got '${shown(token)}'. ${VALID_OPERATORS}`, token.at);
  }

  private operand(): Operand {
    const token = this.peek();
    if (this.takeKeyword('empty') || this.takeKeyword('null')) return { kind: 'empty' };
    if (this.takeSymbol('(')) return this.nested(() => this.list());
    if (!this.startsOperand()) throw this.badOperand();
    this.skip();
    if (this.takeSymbol('(')) {
      if (token.value.trim() === '') throw syntaxError('A function name cannot be empty.', token.at);
      return { kind: 'function', name: token.value, args: this.functionArguments() };
    }
    const numeric = token.kind === 'number';
    if (numeric) checkLong(token);
    return { kind: 'value', text: token.value, numeric };
  }

  private list(): Operand {
    const items: Operand[] = [];
    for (;;) {
      const item = this.operand();
      items.push(item);
      if (this.takeSymbol(')')) return { kind: 'list', items };
      if (this.takeSymbol(',')) continue;
      if (this.atEnd() || item.kind === 'list') throw this.expected(')');
      throw this.unexpected("Expecting ',' or ')'");
    }
  }

  private functionArguments(): string[] {
    const args: string[] = [];
    if (this.takeSymbol(')')) return args;
    if (this.atEnd() || this.peekSymbol(',')) throw this.expected(')');
    for (;;) {
      args.push(this.argument());
      if (this.takeSymbol(')')) return args;
      if (this.takeSymbol(',')) continue;
      throw this.atEnd() ? this.expected(')') : this.unexpected("Expecting ')' or ','");
    }
  }

  private argument(): string {
    const token = this.peek();
    if (token.kind === 'end') throw syntaxError('Expecting a function argument at the end of the query.');
    if (this.peekSymbol(',') || this.peekSymbol(')'))
      throw syntaxError('Function argument must be specified.', token.at);
    if (token.kind === 'symbol' || token.kind === 'keyword') {
      throw syntaxError(
        `Expecting a function argument but got '${shown(token)}'. You must surround '${shown(token)}' in quotation marks to use it as an argument.`,
        token.at,
      );
    }
    this.skip();
    return token.value;
  }

  private sortFields(): SortField[] {
    const sorts: SortField[] = [];
    for (;;) {
      const field = this.field();
      if (this.takeKeyword('asc')) sorts.push({ field, direction: 'ASC' });
      else if (this.takeKeyword('desc')) sorts.push({ field, direction: 'DESC' });
      else sorts.push({ field });
      if (this.atEnd()) return sorts;
      if (this.takeSymbol(',')) continue;
      throw sorts.at(-1)?.direction === undefined
        ? this.unexpected("Expecting either 'ASC' or 'DESC'")
        : this.expected(',');
    }
  }

  private needLogicalOperator(): JqlError {
    return this.unexpected("Expecting either 'OR' or 'AND'");
  }

  private badOperand(): JqlError {
    const token = this.peek();
    const frame = 'Error in JQL Query';
    const expecting = 'Expecting either a value, list or function';
    if (token.kind === 'end') return syntaxError(`${expecting} before the end of the query.`, undefined, frame);
    return syntaxError(
      `${expecting} but got '${shown(token)}'. You must surround '${shown(token)}' in quotation marks to use it as a value.`,
      token.at,
      frame,
    );
  }

  private startsOperand(): boolean {
    const { kind, value } = this.peek();
    if (kind === 'symbol') return value === '(';
    if (kind === 'keyword') return value === 'empty' || value === 'null';
    return kind !== 'end';
  }
}

/** Jira reads a bare number as a Java long. */
function checkLong(token: Token): void {
  const number = token.value.length > 20 ? undefined : BigInt(token.value);
  if (number !== undefined && number >= -LONG_MAX - 1n && number <= LONG_MAX) return;
  throw syntaxError(
    `'${token.value}' is not a valid number. Numbers must be between -9,223,372,036,854,775,808 and 9,223,372,036,854,775,807.`,
    token.at,
  );
}

/** Reads a query. Throws a JqlError (stage `parse`) with Jira's message for text that is not JQL. */
export function parseJql(text: string): Query {
  return new Parser(text).query();
}
