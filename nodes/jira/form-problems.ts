import { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, listEntry, textEntry } from '../client/json';
import type { Problem } from './jira';
import { handful } from './names';

/** The fields of a form as Jira's metadata describes them, by id. */
export type Form = JsonRecord;

/** What fills a form in. */
export interface Filled {
  readonly fields: JsonRecord;
  readonly update: JsonRecord;
  /** What fields are called that the form doesn't have, by id, as far as it is known. */
  readonly names: ReadonlyMap<string, string>;
}

/** Jira sets it to the account itself where it is left out, whatever its metadata says of it. */
const SET_BY_JIRA = 'reporter';
/** What `update` may add whether or not the form shows it. */
const BESIDE_FORMS: ReadonlySet<string> = new Set(['attachment', 'comment', 'issuelinks', 'worklog']);

/**
 * What Jira would say against the values of a new issue or of a transition, field by field: fields that the form needs, that it doesn't
 * have, and values that it doesn't offer.
 */
export function problemsOfNew(form: Form, filled: Filled): readonly Problem[] {
  const missing = Object.entries(form).flatMap(([id, meta]) => {
    const needed = entry(meta, 'required') === true && entry(meta, 'hasDefaultValue') !== true && id !== SET_BY_JIRA;
    const isGiven = Object.hasOwn(filled.update, id) || !isEmpty(filled.fields[id]);
    return needed && !isGiven && !isEmptied(filled, id) ? [problem(id, meta, 'dryRun.required')] : [];
  });
  return [...missing, ...problemsOfChange(form, filled)];
}

/** The same for changes of an issue, where only what is given can be wrong. */
export function problemsOfChange(form: Form, filled: Filled): readonly Problem[] {
  const fields = Object.entries(filled.fields).flatMap(([id, value]) => {
    const meta = entry(form, id);
    if (meta === undefined) return [notOnForm(id, filled)];
    if (isEmpty(value)) return entry(meta, 'required') === true ? [problem(id, meta, 'dryRun.required')] : [];
    return valueProblems(id, meta, value, listEntry(meta, 'allowedValues'));
  });
  const updates = Object.keys(filled.update)
    .filter((id) => !BESIDE_FORMS.has(id) && entry(form, id) === undefined)
    .map((id) => notOnForm(id, filled));
  return [...fields, ...updates];
}

function notOnForm(id: string, { names }: Filled): Problem {
  return problem(id, { name: names.get(id) }, 'dryRun.notOnForm');
}

/** Emptied on purpose: told with what else is wrong with the values given. */
function isEmptied({ fields }: Filled, id: string): boolean {
  return Object.hasOwn(fields, id);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function valueProblems(id: string, meta: unknown, value: unknown, offered: readonly unknown[]): readonly Problem[] {
  if (offered.length === 0) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valueProblems(id, meta, item, offered));
  if (!isRecord(value)) return [];
  const found = offered.find((one) => isSame(one, value));
  if (found === undefined) {
    const values = { value: nameOf(value), values: handful(offered.map(nameOf)) };
    return [problem(id, meta, 'dryRun.notOffered', values)];
  }
  const child = entry(value, 'child');
  return child === undefined ? [] : valueProblems(id, meta, child, listEntry(found, 'children'));
}

/** Jira takes the first of these that it finds, and names only as they are spelled. */
function isSame(offered: unknown, value: JsonRecord): boolean {
  const given = ['id', 'key', 'value', 'name'].find((name) => textEntry(value, name) !== undefined);
  // Without any of them it is an object that only Jira can judge.
  return given === undefined || textEntry(offered, given)?.trim() === textEntry(value, given);
}

function nameOf(value: unknown): string {
  const names = ['value', 'name', 'key', 'id'].map((name) => textEntry(value, name));
  return names.find((name) => name !== undefined) ?? '';
}

function problem(field: string, meta: unknown, reason: string, values = {}): Problem {
  const name = textEntry(meta, 'name') ?? field;
  const label = name === field ? field : `${name} (${field})`;
  const facts = { outcome: 'not-done', retryable: false } as const;
  return { field, error: new JiraError('JIRA_INVALID', reason, { field: label, ...values }, facts) };
}
