/** What may be set where: the descriptions in create, edit and transition metadata, and the screens they come from. */

import type { View } from './call';
import type { Field } from './fields';
import type { IssueType, Project, ScreenField } from './model';
import { serializeOption } from './serializers/fields';
import {
  serializeComponent,
  serializeIssueType,
  serializePriority,
  serializeProject,
  serializeResolution,
  serializeVersion,
} from './serializers/metadata';

/** Fields an issue of this type has when it is created: its screen, and what makes it an issue. */
export function createScreen(view: View, project: Project, type: IssueType): readonly ScreenField[] {
  const always = [
    { fieldId: 'summary', required: true },
    { fieldId: 'issuetype', required: true },
    { fieldId: 'project', required: true },
    ...parentField(view, type),
  ];
  return [...always, ...(project.screens.get(type.id) ?? [])];
}

/** On Cloud everything but an epic can have a parent; on Data Center sub-tasks alone. */
function parentField(view: View, type: IssueType): readonly ScreenField[] {
  if (type.hierarchyLevel === -1) return [{ fieldId: 'parent', required: true }];
  if (type.hierarchyLevel === 0 && view.store.deployment === 'cloud') return [{ fieldId: 'parent', required: false }];
  return [];
}

/** Fields that can be changed later, and comments. A sub-task of Data Center keeps its parent. */
export function editScreen(view: View, project: Project, type: IssueType): readonly ScreenField[] {
  const fixed = view.store.deployment === 'cloud' ? ['project'] : ['project', 'parent'];
  return [
    ...createScreen(view, project, type).filter((field) => !fixed.includes(field.fieldId)),
    { fieldId: 'comment', required: false },
  ];
}

/** The description of one field in `createmeta`, `editmeta` and `transitions.fields`. */
export function fieldMeta(
  view: View,
  project: Project,
  field: Field,
  required: boolean,
  withFieldId: boolean,
): Record<string, unknown> {
  const cloud = view.store.deployment === 'cloud';
  const allowed = allowedValues(view, project, field);
  const preset = field.id === 'priority' ? allowed?.[2] : undefined;
  const autoComplete = autoCompleteUrl(view, field);
  return {
    required,
    schema: field.schema ?? { type: 'any' },
    name: field.name,
    ...(cloud ? { key: field.id } : {}),
    ...(withFieldId || !cloud ? { fieldId: field.id } : {}),
    ...(autoComplete === undefined ? {} : { autoCompleteUrl: autoComplete }),
    hasDefaultValue: preset !== undefined,
    operations: field.operations,
    ...(allowed === undefined ? {} : { allowedValues: allowed }),
    ...(preset === undefined ? {} : { defaultValue: preset }),
  };
}

function autoCompleteUrl(view: View, field: Field): string | undefined {
  if (field.kind === 'labels') return `${view.api}/label/suggest?query=`;
  if (field.kind !== 'user') return undefined;
  const parameter = view.store.deployment === 'cloud' ? 'query' : 'username';
  return `${view.api}/user/${field.id === 'assignee' ? 'assignable/' : ''}search?${parameter}=`;
}

function allowedValues(view: View, project: Project, field: Field): readonly unknown[] | undefined {
  const { store } = view;
  switch (field.kind) {
    case 'priority':
      return store.priorities.map((one) => serializePriority(view, one));
    case 'resolution':
      return store.resolutions.map((one) => serializeResolution(view, one));
    case 'components':
      return project.components.map((one) => serializeComponent(view, one));
    case 'versions':
      return project.versions.map((one) => serializeVersion(view, one));
    case 'issuetype':
      return project.issueTypeIds.map((id) => serializeIssueType(view, store.issueType(id)));
    case 'project':
      return [serializeProject(view, project)];
    case 'option':
    case 'options':
      return (field.options ?? []).map((option) => serializeOption(view, option));
    case 'cascade':
      return (field.options ?? []).map((option) => ({
        ...serializeOption(view, option),
        children: (option.children ?? []).map((child) => serializeOption(view, child)),
      }));
    default:
      return undefined;
  }
}
