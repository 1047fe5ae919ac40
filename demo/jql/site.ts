import type { Comparison, FieldReference } from './ast';

/** The keys of the issues that a function stands for, or the message that says why it can't be told. */
export type IssueFunctionResult = { kind: 'issues'; keys: readonly string[] } | { kind: 'error'; message: string };

/**
 * What a field holds, which decides the operators it takes and how its values are compared:
 * - `text`: prose, searched by words with `~`
 * - `choice`: one of the site's own things (status, priority, issue type, version, …)
 * - `option`: an option of a custom select field
 * - `project`, `user`: as `choice`
 * - `key`: issues, by key
 * - `labels`: free words, compared without regard to case and never "unknown"
 * - `number`
 * - `date`: a day
 * - `datetime`: a moment
 */
export type JqlFieldKind =
  | 'text'
  | 'choice'
  | 'option'
  | 'project'
  | 'user'
  | 'key'
  | 'labels'
  | 'number'
  | 'date'
  | 'datetime';

/**
 * One stored value, by the field's kind: the prose itself for `text`; the id that `JqlContext.resolve` gives for `choice`,
 * `option`, `project` and `user`; the issue key in upper case for `key`; the label; the number; `YYYY-MM-DD` for `date`;
 * milliseconds since 1970 for `datetime`. Missing values and empty prose count as no value.
 */
export type JqlValue = string | number | null | undefined;

/** A field of the site as JQL sees it. `I` is the site's own issue type, which this module never looks into. */
export interface JqlField<I> {
  /** `summary`, `customfield_10016`, … */
  id: string;
  /** Every name that a query may use, such as `['Story Points', 'cf[10016]']`; case does not matter. */
  clauseNames: readonly string[];
  kind: JqlFieldKind;
  /** Whether ORDER BY takes it. */
  orderable: boolean;
  /** The issue's values, none if the field is empty. */
  values(issue: I): readonly JqlValue[];
  /** The operators it takes, where they differ from those of its kind: `text` takes `~` alone, say. */
  operators?: readonly Comparison[];
  /** Gives a `choice` an order, so that `priority > Medium` and ORDER BY work: the higher, the more important. */
  rank?(value: string): number;
  /** What ORDER BY compares, if not the first value: a status's name instead of its id. */
  sortKey?(issue: I): string | number | null | undefined;
  /** The direction of an ORDER BY that names none. `DESC` for moments and for fields with a rank, otherwise `ASC`. */
  defaultOrder?: 'ASC' | 'DESC';
}

/** What a query is asked against. */
export interface JqlContext<I> {
  now: Date;
  /** The asker's stored id, as `user` fields hold it; undefined for an anonymous asker. */
  currentUser: string | undefined;
  /** The asker's time zone (IANA name), in which dates and days are meant. Default UTC. */
  timeZone?: string;
  fields: readonly JqlField<I>[];
  /** Jira Cloud refuses more than seven ORDER BY fields. */
  deployment: 'cloud' | 'datacenter';
  /**
   * The stored ids that an operand names in a `choice`, `option`, `project`, `user` or `key` field: a name, a key or an id,
   * in any case. None if there is no such thing, which is an error to the asker.
   */
  resolve(field: JqlField<I>, operand: string): readonly string[];
  /** Works out a function that stands for issues, such as `watchedIssues()`; undefined if the site has none of that name. */
  issueFunction?(name: string, args: readonly string[]): IssueFunctionResult | undefined;
}

const EQUALITY: readonly Comparison[] = ['=', '!=', 'in', 'not in', 'is', 'is not'];
const RELATIONAL: readonly Comparison[] = ['<', '<=', '>', '>='];

/** The operators that a field takes. */
export function operatorsOf<I>(field: JqlField<I>): readonly Comparison[] {
  if (field.operators !== undefined) return field.operators;
  switch (field.kind) {
    case 'text':
      return ['~', '!~', 'is', 'is not'];
    case 'key':
    case 'number':
    case 'date':
    case 'datetime':
      return [...EQUALITY, ...RELATIONAL];
    default:
      return field.rank === undefined ? EQUALITY : [...EQUALITY, ...RELATIONAL];
  }
}

/** A field's values without the missing ones. */
export function presentValues<I>(field: JqlField<I>, issue: I): (string | number)[] {
  return field
    .values(issue)
    .filter((value): value is string | number => value !== null && value !== undefined && value !== '');
}

/** Finds the fields that a query may mean by a name: several, where a site has two fields of the same name. */
export class FieldNames<I> {
  private readonly byName = new Map<string, JqlField<I>[]>();

  constructor(fields: readonly JqlField<I>[]) {
    for (const field of fields) {
      for (const name of new Set(field.clauseNames.map((clauseName) => clauseName.toLowerCase()))) {
        this.byName.set(name, [...(this.byName.get(name) ?? []), field]);
      }
    }
  }

  find({ name }: FieldReference): readonly JqlField<I>[] {
    return this.byName.get(name.toLowerCase()) ?? [];
  }
}
