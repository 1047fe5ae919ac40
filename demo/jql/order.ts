import type { SortField } from './ast';
import { compareIssueKeys } from './issue-keys';
import { printedName } from './operands';
import { type FieldNames, type JqlContext, type JqlField, presentValues } from './site';

export type IssueOrder<I> = (a: I, b: I) => number;

const CLOUD_SORT_FIELDS = 7;

/**
 * Turns ORDER BY into a comparison of issues. Without one, issues come by key, the newest first, as in Jira. Issues whose
 * field is empty come last when ascending and first when descending. Faults go to `report`.
 */
export function compileOrder<I>(
  sorts: readonly SortField[],
  context: JqlContext<I>,
  names: FieldNames<I>,
  report: (message: string) => void,
): IssueOrder<I> {
  if (sorts.length === 0) {
    const key = context.fields.find((field) => field.id === 'issuekey');
    return key === undefined ? () => 0 : directed(key, 'DESC');
  }
  if (context.deployment === 'cloud' && sorts.length > CLOUD_SORT_FIELDS) {
    report(`The 'orderBy' clause can contain a maximum of ${CLOUD_SORT_FIELDS} fields.`);
    return () => 0;
  }
  const orders = sorts.flatMap((sort) => {
    const [field] = sort.field.property === undefined ? names.find(sort.field) : [];
    if (field === undefined) report(`Not able to sort using field '${printedName(sort.field)}'.`);
    else if (!field.orderable) report(`Field '${printedName(sort.field)}' does not support sorting.`);
    return field === undefined ? [] : [directed(field, sort.direction ?? habitOf(field))];
  });
  return (a, b) => {
    for (const order of orders) {
      const difference = order(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function habitOf<I>(field: JqlField<I>): 'ASC' | 'DESC' {
  return field.defaultOrder ?? (field.kind === 'datetime' || field.rank !== undefined ? 'DESC' : 'ASC');
}

function directed<I>(field: JqlField<I>, direction: 'ASC' | 'DESC'): IssueOrder<I> {
  const sign = direction === 'ASC' ? 1 : -1;
  return (a, b) => sign * compare(field, sortValue(field, a), sortValue(field, b));
}

function sortValue<I>(field: JqlField<I>, issue: I): string | number | undefined {
  if (field.sortKey !== undefined) return field.sortKey(issue) ?? undefined;
  const [first] = presentValues(field, issue);
  return first !== undefined && field.rank !== undefined ? field.rank(String(first)) : first;
}

function compare<I>(field: JqlField<I>, a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (field.kind === 'key') return compareIssueKeys(String(a), String(b));
  return String(a).localeCompare(String(b), 'en', { sensitivity: 'base' });
}
