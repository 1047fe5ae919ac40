import type { JsonRecord } from '../client/json';
import { jiraValue } from './field-values';
import { siteFields } from './fields';
import { valueFromText } from './form-values';
import { ambiguous } from './input-errors';
import type { FormField, IssueForm } from './issue-form';
import type { Jira } from './jira';
import { listed, named } from './names';

/** What a message, or a row of it, holds beyond the inputs of its node. */
export interface ExtraFields {
  /** Whether fields are looked for among it; if not, it is told only. */
  readonly use: boolean;
  /** Values that may be those of fields, by the names that they came under. */
  readonly entries: JsonRecord;
  /** Fields that inputs of the node are set for by something else than the payload, by id. */
  readonly set: readonly string[];
  /** Names of what can't be a field's value, or is not to be used. */
  readonly unused: readonly string[];
}

export const NO_EXTRA_FIELDS: ExtraFields = { use: false, entries: {}, set: [], unused: [] };

/**
 * The values of those entries that are fields of an issue's form, by field id and as Jira takes them. The others are named in a warning.
 * @param form read only if there is something to look for
 * @param given fields that have a value already; theirs counts
 * @throws JiraError `JIRA_AMBIGUOUS` for a name that several fields of the form have; what can't be converted as for `fields`
 */
export async function extraFieldValues(
  jira: Jira,
  extra: ExtraFields,
  form: () => Promise<IssueForm>,
  given: JsonRecord,
): Promise<JsonRecord> {
  const entries = Object.entries(extra.entries);
  if (entries.length === 0) return {};
  const fields = await form();
  const unused: string[] = [];
  const values = new Map<string, unknown>();
  for (const [name, value] of entries) {
    const field = fieldOf(fields, name);
    if (!field || values.has(field.id) || Object.hasOwn(given, field.id) || extra.set.includes(field.id)) {
      unused.push(name);
      continue;
    }
    values.set(field.id, await jiraValue(jira, field.id, valueFromText(field, value), field));
    jira.extraUsed.set(name, value);
  }
  noteUnknown(jira, unused);
  return Object.fromEntries(values);
}

/** Says what of it is sent nowhere, as far as that is known without asking Jira. */
export function noteUnusable(jira: Jira, { use, unused }: ExtraFields): void {
  if (use) noteUnknown(jira, unused);
  else noteNew(jira, unused, (names) => jira.warn('extraNotUsed', { names }));
}

function noteUnknown(jira: Jira, unused: readonly string[]): void {
  noteNew(jira, unused, (names) => jira.warn('extraUnknown', { names }));
}

/** All that is new in one warning. */
function noteNew(jira: Jira, names: readonly string[], warn: (names: string) => void): void {
  const fresh = jira.newlyUnused(names);
  if (fresh.length > 0) warn(listed(fresh));
}

function fieldOf(form: IssueForm, name: string): FormField | undefined {
  const byId = named(form, name, ({ id }) => [id]);
  const found = byId.length > 0 ? byId : named(form, name, (field) => [field.name]);
  if (found.length < 2) return found[0];
  throw ambiguous(
    'field.ambiguous',
    name,
    found.map(({ id, name: label }) => `${label} (${id})`),
  );
}

/** The fields that say which form an issue has, and the inputs that they come by. */
const FRAME = { project: 'project', issuetype: 'issueType' } as const;

/**
 * Inputs with the project and the issue type in them where those came under the names that the account's language has for them: the form
 * that the other names belong to is not known before.
 */
export async function framed<Inputs extends { readonly fields?: JsonRecord | undefined }>(
  jira: Jira,
  inputs: Inputs,
  extra: ExtraFields,
): Promise<{ readonly inputs: Inputs; readonly extra: ExtraFields }> {
  const missing = Object.entries(FRAME).filter(
    ([field, input]) =>
      !Object.hasOwn(inputs, input) && !Object.hasOwn(inputs.fields ?? {}, field) && !extra.set.includes(field),
  );
  if (missing.length === 0 || Object.keys(extra.entries).length === 0) return { inputs, extra };
  const site = await siteFields(jira);
  const found = missing.flatMap(([field, input]) => {
    const label = site.find(({ id }) => id === field)?.name ?? field;
    const [name] = named(Object.keys(extra.entries), label, (one) => [one]);
    return name === undefined ? [] : [{ name, input, value: extra.entries[name] }];
  });
  const names = found.map(({ name }) => name);
  const entries = Object.fromEntries(Object.entries(extra.entries).filter(([name]) => !names.includes(name)));
  const more = Object.fromEntries(found.map(({ input, value }) => [input, value]));
  return { inputs: { ...inputs, ...more }, extra: { ...extra, entries } };
}
