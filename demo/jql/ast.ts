/** What a JQL text means, before anything is known about the site's fields and values. */

export const COMPARISONS = ['=', '!=', '<', '>', '<=', '>=', '~', '!~', 'in', 'not in', 'is', 'is not'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const HISTORY_OPERATORS = ['was', 'was not', 'was in', 'was not in', 'changed'] as const;
export type HistoryOperator = (typeof HISTORY_OPERATORS)[number];

export const HISTORY_PREDICATES = ['after', 'before', 'by', 'during', 'from', 'on', 'to'] as const;
export type HistoryPredicateName = (typeof HISTORY_PREDICATES)[number];

/** A field as the query names it. `cf[10016]` is the name `cf[10016]`; a quoted name has lost its quotes. */
export interface FieldReference {
  name: string;
  /** `issue.property[key].path`: an entity property that hangs on the field. */
  property?: { key: string; path: string };
}

export interface ValueOperand {
  kind: 'value';
  text: string;
  /** Written as bare digits, which Jira takes for an id (or, for a date, milliseconds) and not for a name. */
  numeric: boolean;
}

export interface FunctionOperand {
  kind: 'function';
  name: string;
  args: readonly string[];
}

export interface ListOperand {
  kind: 'list';
  items: readonly Operand[];
}

/** `EMPTY` and `NULL` are two spellings of one thing. */
export interface EmptyOperand {
  kind: 'empty';
}

export type Operand = ValueOperand | FunctionOperand | ListOperand | EmptyOperand;

export interface ComparisonClause {
  kind: 'comparison';
  field: FieldReference;
  operator: Comparison;
  operand: Operand;
}

/** `status WAS Done BY jdoe` or `status CHANGED AFTER -1w`; `CHANGED` has no operand of its own. */
export interface HistoryClause {
  kind: 'history';
  field: FieldReference;
  operator: HistoryOperator;
  operand?: Operand;
  predicates: readonly { name: HistoryPredicateName; operand: Operand }[];
}

/** `clauses` always holds two or more. */
export interface CompoundClause {
  kind: 'and' | 'or';
  clauses: readonly Clause[];
}

export interface NotClause {
  kind: 'not';
  clause: Clause;
}

export type Clause = CompoundClause | NotClause | ComparisonClause | HistoryClause;

export interface SortField {
  field: FieldReference;
  /** Missing when the query leaves the direction to the field's own habit. */
  direction?: 'ASC' | 'DESC';
}

export interface Query {
  /** Missing in an empty query and in one that only sorts. */
  where?: Clause;
  orderBy: readonly SortField[];
}

/** Whether a query restricts the issues at all. Jira Cloud refuses to run one that does not, ORDER BY or no. */
export function isBounded(query: Query): boolean {
  return query.where !== undefined;
}
