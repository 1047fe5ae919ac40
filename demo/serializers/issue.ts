/** A whole issue, as much of it as was asked for. */

import type { View } from '../call';
import { timestamp } from '../clock';
import type { Field } from '../fields';
import { editScreen, fieldMeta } from '../meta';
import type { Change, ChangeItem, Issue } from '../model';
import { serializeTransitions } from '../transitions';
import { zone } from './comment';
import { renderedField, serializeField } from './fields';
import { serializeUser } from './people';

export interface IssueParts {
  /** As in the `fields` parameter: `*all`, `*navigable`, ids, `-id`. */
  readonly fields: readonly string[];
  readonly expand: readonly string[];
  /** Keys of issue properties, or `*all`. */
  readonly properties: readonly string[];
}

/** The fields a `fields` parameter stands for. Exclusions alone take away from `whole`. */
export function selectFields(view: View, wanted: readonly string[], whole: '*all' | '*navigable'): readonly Field[] {
  const excluded = new Set(wanted.filter((id) => id.startsWith('-')).map((id) => id.slice(1)));
  const asked = wanted.filter((id) => !id.startsWith('-'));
  const included = new Set(asked.length === 0 ? [whole] : asked);
  return view.store.fields.filter(
    (field) =>
      !excluded.has(field.id) &&
      (included.has('*all') || (included.has('*navigable') && field.navigable) || included.has(field.id)),
  );
}

/** Changes that `expand=changelog` shows on Cloud; Data Center shows them all. */
const embeddedChanges = 40;

/**
 * An issue in full.
 * @param whole what leaving `fields` out means for the operation
 */
export function serializeIssue(
  view: View,
  issue: Issue,
  parts: IssueParts,
  whole: '*all' | '*navigable',
): Record<string, unknown> {
  const { store, api } = view;
  const key = store.key(issue);
  const has = (name: string): boolean => parts.expand.includes(name);
  const fields = selectFields(view, parts.fields, whole);
  const values = fields.flatMap((field) => {
    const value = serializeField(view, issue, field);
    return value === undefined ? [] : [[field.id, value] as const];
  });
  const shown = fields.filter((field) => values.some(([id]) => id === field.id));
  return {
    expand: expandable(view),
    id: issue.id,
    self: `${api}/issue/${issue.id}`,
    key,
    ...(has('versionedRepresentations')
      ? { versionedRepresentations: Object.fromEntries(values.map(([id, value]) => [id, { 1: value }])) }
      : { fields: Object.fromEntries(values) }),
    ...(has('renderedFields')
      ? { renderedFields: Object.fromEntries(shown.map((field) => [field.id, renderedField(view, issue, field)])) }
      : {}),
    ...(has('names') ? { names: Object.fromEntries(shown.map((field) => [field.id, field.name])) } : {}),
    ...(has('schema') ? { schema: Object.fromEntries(shown.map((field) => [field.id, field.schema])) } : {}),
    ...(has('transitions') ? { transitions: serializeTransitions(view, issue, { withFields: false }) } : {}),
    ...(has('operations') ? { operations: { linkGroups: [] } } : {}),
    ...(has('editmeta') ? { editmeta: editMeta(view, issue) } : {}),
    ...(has('changelog') ? { changelog: changelog(view, issue) } : {}),
    ...(parts.properties.length > 0 ? { properties: properties(issue, parts.properties) } : {}),
  };
}

export function expandable(view: View): string {
  const common = 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations';
  return view.store.deployment === 'cloud' ? common : `${common},transitions`;
}

/** `{fields:{…}}` of what the caller may change. */
export function editMeta(view: View, issue: Issue): Record<string, unknown> {
  const { store } = view;
  const project = store.project(issue.projectId);
  const screen = store.can(view.user, 'edit', project)
    ? editScreen(view, project, store.issueType(issue.issueTypeId))
    : [];
  const entries = screen.flatMap(({ fieldId, required }) => {
    const field = store.field(fieldId);
    return field ? [[fieldId, fieldMeta(view, project, field, required, false)] as const] : [];
  });
  return { fields: Object.fromEntries(entries) };
}

function changelog(view: View, issue: Issue): Record<string, unknown> {
  const newestFirst = [...issue.changes].reverse();
  const histories = view.store.deployment === 'cloud' ? newestFirst.slice(0, embeddedChanges) : issue.changes;
  return {
    startAt: 0,
    maxResults: histories.length,
    total: issue.changes.length,
    histories: histories.map((change) => serializeChange(view, change)),
  };
}

/** One change of an issue, with everything that changed by it. */
export function serializeChange(view: View, change: Change): Record<string, unknown> {
  return {
    id: change.id,
    author: serializeUser(view, view.store.user(change.authorId)),
    created: timestamp(change.at, zone(view)),
    items: change.items.map((item) => serializeChangeItem(view, item)),
  };
}

/** One field of a change. Cloud alone says which field it is by id. */
export function serializeChangeItem(view: View, item: ChangeItem): Record<string, unknown> {
  const { fieldId, custom, person: _person, ...told } = item;
  return {
    ...told,
    fieldtype: custom ? 'custom' : 'jira',
    ...(view.store.deployment === 'cloud' && fieldId !== undefined ? { fieldId } : {}),
  };
}

function properties(issue: Issue, wanted: readonly string[]): Record<string, unknown> {
  const excluded = new Set(wanted.filter((key) => key.startsWith('-')).map((key) => key.slice(1)));
  const all = wanted.includes('*all') || wanted.every((key) => key.startsWith('-'));
  return Object.fromEntries(
    [...issue.properties].filter(([key]) => !excluded.has(key) && (all || wanted.includes(key))),
  );
}
