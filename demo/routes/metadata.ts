/** Fields, issue types and labels. */

import type { Call } from '../call';
import type { Field } from '../fields';
import type { IssueType } from '../model';
import { serializePage } from '../paging';
import { ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeIssueType } from '../serializers/metadata';

const pages = { startAt: 'integer', maxResults: 'integer' } as const;

export const metadataRoutes: readonly Route[] = [
  { method: 'GET', path: '/field', anonymous: true, run: listFields },
  { method: 'GET', path: '/field/search', on: 'cloud', anonymous: true, query: pages, run: searchFields },
  { method: 'GET', path: '/issuetype', anonymous: true, run: listIssueTypes },
  {
    method: 'GET',
    path: '/issuetype/project',
    on: 'cloud',
    anonymous: true,
    query: { projectId: 'integer', level: 'integer' },
    run: issueTypesOfProject,
  },
  { method: 'GET', path: '/issuetype/{id}', anonymous: true, run: getIssueType },
  { method: 'GET', path: '/label', on: 'cloud', anonymous: true, query: pages, run: listLabels },
];

const isCloud = (call: Call): boolean => call.store.deployment === 'cloud';

/** Somebody who is not logged in sees the system's own fields only. */
function visibleFields(call: Call): readonly Field[] {
  return call.user ? call.store.fields : call.store.fields.filter((field) => !field.custom);
}

function listFields(call: Call): RouteResponse {
  return ok(
    visibleFields(call).map((field) => ({
      id: field.id,
      ...(isCloud(call) ? { key: field.id } : {}),
      name: field.name,
      custom: field.custom,
      orderable: field.orderable,
      navigable: field.navigable,
      searchable: field.searchable,
      clauseNames: field.clauseNames,
      ...(field.schema ? { schema: field.schema } : {}),
    })),
  );
}

function searchFields(call: Call): RouteResponse {
  const { query } = call;
  const types = query.repeated('type');
  const ids = query.repeated('id');
  const text = (query.text('query') ?? '').toLowerCase();
  const orderBy = query.text('orderBy') ?? 'name';
  if (!/^[-+ ]?(contextsCount|lastUsed|name|screensCount|projectsCount)$/.test(orderBy)) {
    throw refuse(400, [`The value '${orderBy}' is not supported for 'orderBy'.`]);
  }
  const found = visibleFields(call).filter(
    (field) =>
      field.schema !== undefined &&
      (types.length === 0 || types.includes(field.custom ? 'custom' : 'system')) &&
      (ids.length === 0 || ids.includes(field.id)) &&
      field.name.toLowerCase().includes(text),
  );
  const ordered = [...found].sort((a, b) => a.name.localeCompare(b.name));
  if (orderBy.startsWith('-')) ordered.reverse();
  const expand = query.list('expand') ?? [];
  return ok(
    serializePage(call, ordered, 50, 50, (field) => ({
      id: field.id,
      name: field.name,
      schema: field.schema,
      description: '',
      ...(expand.includes('key') ? { key: field.id } : {}),
      ...(expand.includes('isLocked') ? { isLocked: false } : {}),
      ...(expand.includes('screensCount') ? { screensCount: 1 } : {}),
      ...(expand.includes('contextsCount') ? { contextsCount: 1 } : {}),
    })),
  );
}

function visibleTypes(call: Call): readonly IssueType[] {
  const ids = new Set(call.store.visibleProjects(call.user).flatMap((project) => project.issueTypeIds));
  return call.store.issueTypes.filter((type) => ids.has(type.id));
}

function listIssueTypes(call: Call): RouteResponse {
  return ok(visibleTypes(call).map((type) => serializeIssueType(call, type)));
}

function getIssueType(call: Call): RouteResponse {
  const id = call.params.id ?? '';
  if (isCloud(call) && !/^\d+$/.test(id)) throw refuse(400, [`The issue type id '${id}' is not valid.`]);
  const type = visibleTypes(call).find((one) => one.id === id);
  if (!type) throw refuse(404, [`The issue type with id '${id}' does not exist`]);
  return ok(serializeIssueType(call, type));
}

function issueTypesOfProject(call: Call): RouteResponse {
  const { query, store } = call;
  const projectId = query.text('projectId');
  if (projectId === undefined) throw refuse(400, ['The projectId query parameter must be given.']);
  const project = store.findProject(projectId);
  if (!project || !store.can(call.user, 'browse', project)) {
    throw refuse(404, [`No project could be found with id '${projectId}'.`]);
  }
  const level = query.text('level') === undefined ? undefined : query.integer('level', 0);
  const types = project.issueTypeIds.map((id) => store.issueType(id));
  return ok(
    types
      .filter((type) => level === undefined || type.hierarchyLevel === level)
      .map((type) => serializeIssueType(call, type)),
  );
}

/** Every label on any issue of the site, in the order of the alphabet. */
function listLabels(call: Call): RouteResponse {
  const all = [...call.store.issues.values()].flatMap((issue) => issue.values.get('labels') ?? []);
  const labels = [...new Set(all.flatMap((label) => (typeof label === 'string' ? [label] : [])))].sort();
  return ok(serializePage(call, labels, 1000, 1000, (label) => label));
}
