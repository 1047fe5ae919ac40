/** How Jira's history tells what became of a field. */

import { renderedDay } from './clock';
import { type Field, flatOptions } from './fields';
import type { ChangeItem, FieldValue, Issue, IssueType, Status } from './model';
import { plainText } from './rich-text';
import type { SiteStore } from './store';

/** One side of an entry: what Jira refers to, and how people read it. */
type Side = readonly [id: string | null, text: string | null];

const nothing: Side = [null, null];

export interface ItemName {
  readonly field: string;
  /** Cloud's; what is no field has none. */
  readonly fieldId?: string;
  readonly custom?: boolean;
  readonly person?: boolean;
}

export function changeItem(name: ItemName, [from, fromString]: Side, [to, toText]: Side): ChangeItem {
  const { field, fieldId, custom = false, person = false } = name;
  return { field, fieldId, custom, person, from, fromString, to, toString: toText };
}

export function statusItem(from: Status, to: Status): ChangeItem {
  return changeItem({ field: 'status', fieldId: 'status' }, [from.id, from.name], [to.id, to.name]);
}

export function typeItem(from: IssueType, to: IssueType): ChangeItem {
  return changeItem({ field: 'issuetype', fieldId: 'issuetype' }, [from.id, from.name], [to.id, to.name]);
}

export function parentItem(store: SiteStore, from: string | null, to: string | null): ChangeItem {
  const side = (id: string | null): Side => {
    const parent = id === null ? undefined : store.issues.get(id);
    return parent ? [parent.id, store.key(parent)] : nothing;
  };
  return changeItem({ field: 'IssueParentAssociation' }, side(from), side(to));
}

/** A link appears in or vanishes from the history of each of its ends, which names the other one. */
export function linkItem(text: string, otherKey: string, what: 'added' | 'removed'): ChangeItem {
  const side: Side = [otherKey, `This issue ${text} ${otherKey}`];
  return changeItem({ field: 'Link' }, what === 'added' ? nothing : side, what === 'added' ? side : nothing);
}

export function attachmentItem(id: string, filename: string, what: 'added' | 'removed'): ChangeItem {
  const side: Side = [id, filename];
  const name = { field: 'Attachment', fieldId: 'attachment' };
  return changeItem(name, what === 'added' ? nothing : side, what === 'added' ? side : nothing);
}

/** The names that histories have for fields with several values of their own. */
const listNames: Readonly<Record<string, string>> = {
  fixVersions: 'Fix Version',
  versions: 'Version',
  components: 'Component',
};

/** What a field's new value adds to a history; nothing where it is the old one. */
export function fieldItems(
  store: SiteStore,
  issue: Issue,
  field: Field,
  before: FieldValue | undefined,
  after: FieldValue | undefined,
): readonly ChangeItem[] {
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return [];
  const list = listNames[field.id];
  if (list !== undefined) return listItems(store, issue, { field: list, fieldId: field.id }, before, after);
  const name = {
    field: field.custom ? field.name : field.id,
    fieldId: field.id,
    custom: field.custom,
    person: field.kind === 'user',
  };
  const side = sides[field.kind] ?? plain;
  return [changeItem(name, side(store, field, before), side(store, field, after))];
}

/** Each version or component that goes or comes is told by itself, and one that takes another's place together with it. */
function listItems(
  store: SiteStore,
  issue: Issue,
  name: ItemName,
  before: FieldValue | undefined,
  after: FieldValue | undefined,
): readonly ChangeItem[] {
  const { components, versions } = store.project(issue.projectId);
  const named = name.fieldId === 'components' ? components : versions;
  const side = (id: string | undefined): Side =>
    id === undefined ? nothing : [id, named.find((one) => one.id === id)?.name ?? null];
  const [old, young] = [listOf(before), listOf(after)];
  const gone = old.filter((id) => !young.includes(id));
  const come = young.filter((id) => !old.includes(id));
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) =>
    changeItem(name, side(gone[index]), side(come[index])),
  );
}

const listOf = (value: FieldValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

type SideOf = (store: SiteStore, field: Field, value: FieldValue | undefined) => Side;

const plain: SideOf = (_store, _field, value) => {
  if (value === undefined) return nothing;
  return [null, typeof value === 'object' && 'content' in value ? plainText(value) : String(value)];
};

const sides: Partial<Record<Field['kind'], SideOf>> = {
  user: (store, _field, id) => (id === undefined ? nothing : [String(id), store.user(String(id)).displayName]),
  priority: (store, _field, id) => namedSide(store.priorities, id),
  resolution: (store, _field, id) => namedSide(store.resolutions, id),
  option: (_store, field, id) => namedSide(optionsOf(field), id),
  options: (_store, field, ids) => {
    if (ids === undefined) return nothing;
    const chosen = optionsOf(field).filter(({ id }) => listOf(ids).includes(id));
    return [`[${chosen.map(({ id }) => id).join(', ')}]`, chosen.map(({ name }) => name).join(',')];
  },
  cascade: (_store, field, ids) => {
    const [parent, child] = listOf(ids).map((id) => optionsOf(field).find((option) => option.id === id));
    if (!parent) return nothing;
    const below = child ? `Level 1 values: ${child.name}(${child.id})` : '';
    return [null, `Parent values: ${parent.name}(${parent.id})${below}`];
  },
  labels: (_store, _field, value) => ['', listOf(value).join(' ')],
  date: (_store, field, day) => {
    if (typeof day !== 'string') return nothing;
    return [day, field.custom ? renderedDay(day) : `${day} 00:00:00.0`];
  },
  epicLink: (store, _field, key) => {
    if (typeof key !== 'string') return nothing;
    return [store.findIssue(key)?.id ?? null, key];
  },
};

interface Named {
  readonly id: string;
  readonly name: string;
}

const optionsOf = (field: Field): readonly Named[] => flatOptions(field).map(({ id, value }) => ({ id, name: value }));

function namedSide(list: readonly Named[], id: FieldValue | undefined): Side {
  const one = list.find((item) => item.id === id);
  return one ? [one.id, one.name] : nothing;
}
