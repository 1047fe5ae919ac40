import { textEntry } from '../client/json';

/** A field's id, and its name as users see it. */
export interface FieldName {
  readonly id: string;
  readonly name: string;
}

/** Finds the field that an item of a history is about: by its id, where Jira tells it, else by what it calls the field. */
export type FieldNames = (label: string, fieldId: string | undefined) => FieldName;

/** What histories call fields whose id is another one. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['attachment', 'attachment'],
  ['comment', 'comment'],
  ['component', 'components'],
  ['fix version', 'fixVersions'],
  ['link', 'issuelinks'],
  ['parent', 'parent'],
  ['issueparentassociation', 'parent'],
  ['version', 'versions'],
]);

/** @param fields as `GET field` lists them */
export function fieldNamesIn(fields: readonly unknown[]): FieldNames {
  const byId = new Map<string, FieldName>();
  const byName = new Map<string, FieldName[]>();
  for (const field of fields) {
    const id = textEntry(field, 'id');
    const name = textEntry(field, 'name');
    if (id === undefined || name === undefined) continue;
    const known = { id, name };
    byId.set(id.toLowerCase(), known);
    // Histories keep the name in the site's language; a field may have been translated for this account.
    for (const label of new Set([name, textEntry(field, 'untranslatedName') ?? name])) {
      byName.set(label.toLowerCase(), [...(byName.get(label.toLowerCase()) ?? []), known]);
    }
  }
  return (label, fieldId) => {
    const word = (fieldId ?? label).toLowerCase();
    const named = byName.get(label.toLowerCase()) ?? [];
    const found =
      byId.get((LABELS.get(word) ?? word).toLowerCase()) ??
      byId.get(word) ??
      (named.length === 1 ? named[0] : undefined);
    return found ?? { id: fieldId ?? LABELS.get(word) ?? label, name: label };
  };
}

/** Whether a field is one of those that a user named, by id or by name, in any case. */
export function isNamed(
  field: { readonly field: string; readonly fieldId: string },
  given: readonly string[],
): boolean {
  const own = [field.field.toLowerCase(), field.fieldId.toLowerCase()];
  return given.some((name) => own.includes(name.trim().toLowerCase()));
}
