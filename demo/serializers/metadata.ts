/** Issue types, statuses, priorities, resolutions, link types, components, versions, projects: everything an administrator sets up. */

import type { View } from '../call';
import { dayOf, renderedDay } from '../clock';
import type { Component, IssueType, LinkType, NamedThing, Priority, Project, Status, Version } from '../model';
import { serializeUser } from './people';

const isCloud = (view: View): boolean => view.store.deployment === 'cloud';

function scope(view: View, scopeProjectId: string | undefined): Record<string, unknown> {
  return scopeProjectId === undefined || !isCloud(view)
    ? {}
    : { scope: { type: 'PROJECT', project: { id: scopeProjectId } } };
}

export function serializeIssueType(view: View, type: IssueType): Record<string, unknown> {
  return {
    self: `${view.api}/issuetype/${type.id}`,
    id: type.id,
    description: type.description,
    iconUrl: `${view.base}/secure/viewavatar?size=medium&avatarId=${type.avatarId}&avatarType=issuetype`,
    name: type.name,
    subtask: type.hierarchyLevel === -1,
    avatarId: type.avatarId,
    ...(isCloud(view) ? { hierarchyLevel: type.hierarchyLevel } : {}),
    ...(type.scopeProjectId === undefined || !isCloud(view)
      ? {}
      : { entityId: `5b1d8a3c-0000-4000-8000-${type.id.padStart(12, '0')}` }),
    ...scope(view, type.scopeProjectId),
  };
}

/** The status categories, which are the same on every site. */
export const categories = {
  new: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
  indeterminate: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
  done: { id: 3, key: 'done', colorName: 'green', name: 'Done' },
} as const;

export function serializeStatus(view: View, status: Status): Record<string, unknown> {
  return {
    self: `${view.api}/status/${status.id}`,
    description: status.description,
    iconUrl: `${view.base}/images/icons/statuses/generic.png`,
    name: status.name,
    id: status.id,
    statusCategory: serializeStatusCategory(view, status.category),
    ...scope(view, status.scopeProjectId),
  };
}

export function serializeStatusCategory(view: View, key: Status['category']): Record<string, unknown> {
  const category = categories[key];
  return { self: `${view.api}/statuscategory/${category.id}`, ...category };
}

/** Inside an issue a priority comes without its description and colour. */
export function serializePriority(view: View, priority: Priority, inIssue = true): Record<string, unknown> {
  return {
    self: `${view.api}/priority/${priority.id}`,
    iconUrl: `${view.base}/images/icons/priorities/${priority.name.toLowerCase()}.svg`,
    name: priority.name,
    id: priority.id,
    ...(inIssue ? {} : { description: priority.description, statusColor: priority.statusColor }),
  };
}

export function serializeResolution(view: View, resolution: NamedThing): Record<string, unknown> {
  const { id, name, description } = resolution;
  return { self: `${view.api}/resolution/${id}`, id, description, name };
}

export function serializeLinkType(view: View, type: LinkType): Record<string, unknown> {
  return { ...type, self: `${view.api}/issueLinkType/${type.id}` };
}

export function serializeComponent(view: View, component: Component): Record<string, unknown> {
  return { self: `${view.api}/component/${component.id}`, id: component.id, name: component.name };
}

/** A version as lists of a project have it. */
export function serializeFullVersion(view: View, project: Project, version: Version): Record<string, unknown> {
  const { released, releaseDate } = version;
  const today = dayOf(view.store.now(), view.store.timeZone);
  const dates = releaseDate && {
    ...(released ? {} : { overdue: releaseDate < today }),
    userReleaseDate: renderedDay(releaseDate),
  };
  return { ...serializeVersion(view, version), ...dates, projectId: Number(project.id) };
}

export function serializeVersion(view: View, version: Version): Record<string, unknown> {
  const { id, name, released, releaseDate } = version;
  return {
    self: `${view.api}/version/${id}`,
    id,
    name,
    archived: false,
    released,
    ...(releaseDate === undefined ? {} : { releaseDate }),
  };
}

function avatarUrls(view: View, project: Project): Record<string, string> {
  const avatar = `${view.base}/secure/projectavatar?pid=${project.id}`;
  return Object.fromEntries([48, 24, 16, 32].map((size) => [`${size}x${size}`, `${avatar}&size=${size}`]));
}

/** The short form found in issues. */
export function serializeProject(view: View, project: Project): Record<string, unknown> {
  return {
    self: `${view.api}/project/${project.id}`,
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: project.type,
    ...(isCloud(view) ? { simplified: project.teamManaged } : {}),
    avatarUrls: avatarUrls(view, project),
  };
}

/** One entry of a project list. `description`, `lead`, `issueTypes` and `projectKeys` come when expanded. */
export function serializeListedProject(
  view: View,
  project: Project,
  expand: readonly string[],
): Record<string, unknown> {
  const optional: Record<string, unknown> = {
    description: project.description,
    lead: serializeUser(view, view.store.user(project.leadId)),
    issueTypes: project.issueTypeIds.map((id) => serializeIssueType(view, view.store.issueType(id))),
    projectKeys: [project.key],
    insight: insight(view, project),
    url: '',
  };
  const wanted = expand.filter((name) => name in optional && (isCloud(view) || name !== 'insight'));
  return {
    expand: 'description,lead,issueTypes,url,projectKeys,permissions,insight',
    ...serializeProject(view, project),
    ...cloudStyle(view, project),
    ...Object.fromEntries(wanted.map((name) => [name, optional[name]])),
  };
}

function insight(view: View, project: Project): Record<string, unknown> {
  const issues = [...view.store.issues.values()].filter((issue) => issue.projectId === project.id);
  return { totalIssueCount: issues.length };
}

function cloudStyle(view: View, project: Project): Record<string, unknown> {
  if (!isCloud(view)) return {};
  return { style: project.teamManaged ? 'next-gen' : 'classic', isPrivate: project.key === 'SEC', properties: {} };
}

/** The response of `GET project/{projectIdOrKey}`. */
export function serializeFullProject(view: View, project: Project, expand: readonly string[]): Record<string, unknown> {
  const parts = ['description', 'lead', 'issueTypes', ...(expand.includes('projectKeys') ? ['projectKeys'] : [])];
  const components = project.components.map((component) => serializeFullComponent(view, project, component));
  return {
    ...serializeListedProject(view, project, parts),
    components,
    assigneeType: project.defaultAssignee,
    versions: project.versions.map((version) => serializeFullVersion(view, project, version)),
    roles: Object.fromEntries(
      ['Administrators', 'Developers', 'Viewers'].map((name, index) => [
        name,
        `${view.api}/project/${project.id}/role/${10_002 + index}`,
      ]),
    ),
  };
}

/** A component as lists of a project have it. */
export function serializeFullComponent(view: View, project: Project, component: Component): Record<string, unknown> {
  return {
    ...serializeComponent(view, component),
    ...(component.lead === undefined ? {} : { lead: serializeUser(view, view.store.user(component.lead)) }),
    assigneeType: 'PROJECT_DEFAULT',
    realAssigneeType: 'PROJECT_DEFAULT',
    isAssigneeTypeValid: false,
    project: project.key,
    projectId: Number(project.id),
    ...(isCloud(view) ? {} : { archived: false, deleted: false }),
  };
}
