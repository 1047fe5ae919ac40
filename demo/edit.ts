/** Carrying out what `changes.ts` found to be possible, and noting it in the issue's history. */

import type { Field } from './fields';
import { flatOptions } from './fields';
import type { ChangeItem, FieldValue, Issue } from './model';
import { plainText } from './rich-text';
import type { SiteStore } from './store';

/** Sets or empties fields and records what changed. */
export function applyValues(
  store: SiteStore,
  issue: Issue,
  authorId: string,
  values: ReadonlyMap<string, FieldValue | null>,
): void {
  const items: ChangeItem[] = [];
  for (const [id, value] of values) {
    const before = issue.values.get(id);
    if (value === null) issue.values.delete(id);
    else issue.values.set(id, value);
    if (id === 'resolution') issue.resolved = value === null ? null : store.now();
    const field = store.field(id);
    if (field && JSON.stringify(before ?? null) !== JSON.stringify(value)) {
      items.push(changeItem(store, issue, field, before, value ?? undefined));
    }
  }
  store.record(issue, authorId, items);
}

/** Moves the issue to a status and records it. */
export function applyStatus(
  store: SiteStore,
  issue: Issue,
  authorId: string,
  statusId: string,
  at = store.now(),
): void {
  const from = store.status(issue.statusId);
  const to = store.status(statusId);
  issue.statusId = to.id;
  if (from.id === to.id) {
    store.record(issue, authorId, [], at);
    return;
  }
  issue.statusChanged = at;
  const item: ChangeItem = {
    field: 'status',
    fieldId: 'status',
    custom: false,
    from: from.id,
    fromString: from.name,
    to: to.id,
    toString: to.name,
  };
  store.record(issue, authorId, [item], at);
}

function changeItem(
  store: SiteStore,
  issue: Issue,
  field: Field,
  before: FieldValue | undefined,
  after: FieldValue | undefined,
): ChangeItem {
  return {
    field: field.custom ? field.name : field.id,
    fieldId: field.id,
    custom: field.custom,
    from: reference(field, before),
    fromString: shown(store, issue, field, before),
    to: reference(field, after),
    toString: shown(store, issue, field, after),
  };
}

const references: ReadonlySet<Field['kind']> = new Set<Field['kind']>(['user', 'priority', 'resolution', 'option']);

function reference(field: Field, value: FieldValue | undefined): string | null {
  return value !== undefined && references.has(field.kind) ? String(value) : null;
}

function shown(store: SiteStore, issue: Issue, field: Field, value: FieldValue | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === 'object' && 'content' in value) return plainText(value);
  if (field.kind === 'user') return store.findUser(String(value))?.displayName ?? null;
  const project = store.project(issue.projectId);
  const names = new Map(
    [...store.priorities, ...store.resolutions, ...project.components, ...project.versions].map((one) => [
      one.id,
      one.name,
    ]),
  );
  for (const option of flatOptions(field)) names.set(option.id, option.value);
  if (typeof value === 'number' || field.kind === 'labels' || typeof value === 'string') {
    const text = Array.isArray(value) ? value.join(' ') : String(value);
    return references.has(field.kind) ? (names.get(text) ?? text) : text;
  }
  return value.map((id) => names.get(id) ?? id).join(', ');
}
