/** What the create screens ask for. */

import type { Call } from '../call';
import type { Field } from '../fields';
import { createScreen, fieldMeta } from '../meta';
import type { IssueType, Project } from '../model';
import { slice } from '../paging';
import { ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeIssueType, serializeProject } from '../serializers/metadata';

const pages = { startAt: 'integer', maxResults: 'integer' } as const;
const types = '/issue/createmeta/{projectIdOrKey}/issuetypes';

export const createMetaRoutes: readonly Route[] = [
  // Deprecated on Cloud. Data Center has removed it, so there `createmeta` is the key of an issue that does not exist.
  { method: 'GET', path: '/issue/createmeta', on: 'cloud', anonymous: true, run: createMeta },
  { method: 'GET', path: types, anonymous: true, query: pages, run: createMetaTypes },
  { method: 'GET', path: `${types}/{issueTypeId}`, anonymous: true, query: pages, run: createMetaFields },
];

/** Projects and issue types that do not exist are passed over, as are those in which the caller may create nothing. */
function createMeta(call: Call): RouteResponse {
  const { query, store, user } = call;
  const [ids, keys] = [query.list('projectIds') ?? [], query.list('projectKeys') ?? []];
  const projects = store.projects.filter(
    (project) =>
      store.can(user, 'create', project) &&
      (ids.length + keys.length === 0 || ids.includes(project.id) || keys.includes(project.key)),
  );
  return ok({ expand: 'projects', projects: projects.map((project) => projectMeta(call, project)) });
}

function projectMeta(call: Call, project: Project): Record<string, unknown> {
  const { self, id, key, name, avatarUrls } = serializeProject(call, project);
  const issuetypes = typesOf(call, project)
    .filter((type) => isWanted(call, type))
    .map((type) => typeMeta(call, project, type));
  return { expand: 'issuetypes', self, id, key, name, avatarUrls, issuetypes };
}

function isWanted({ query }: Call, { id, name }: IssueType): boolean {
  const [ids, names] = [query.list('issuetypeIds') ?? [], query.list('issuetypeNames') ?? []];
  return ids.length + names.length === 0 || ids.includes(id) || names.includes(name);
}

function typeMeta(call: Call, project: Project, type: IssueType): Record<string, unknown> {
  const serialized = { ...serializeIssueType(call, type), expand: 'fields' };
  if (!call.query.list('expand')?.includes('projects.issuetypes.fields')) return serialized;
  const fields = screenOf(call, project, type).map(({ field, required }) => [
    field.id,
    fieldMeta(call, project, field, required, false),
  ]);
  return { ...serialized, fields: Object.fromEntries(fields) };
}

function typesOf({ store }: Call, project: Project): readonly IssueType[] {
  return project.issueTypeIds.map((id) => store.issueType(id));
}

interface FieldOnScreen {
  readonly field: Field;
  readonly required: boolean;
}

function screenOf(call: Call, project: Project, type: IssueType): readonly FieldOnScreen[] {
  return createScreen(call, project, type).flatMap(({ fieldId, required }) => {
    const field = call.store.field(fieldId);
    return field ? [{ field, required }] : [];
  });
}

/** @throws Refusal 400 when the project is unknown or the caller may create nothing in it */
function creatableProject(call: Call): Project {
  const idOrKey = call.params.projectIdOrKey ?? '';
  const project = call.store.findProject(idOrKey);
  if (project && call.store.can(call.user, 'create', project)) return project;
  throw refuse(400, [`Could not find project with id or key '${idOrKey}', or no issues can be created in it.`]);
}

/** Cloud names the array after what is in it and has no `isLast`; Data Center calls it `values`. */
function metaPage<T>(
  call: Call,
  all: readonly T[],
  name: 'issueTypes' | 'fields',
  write: (item: T) => unknown,
): RouteResponse {
  const { startAt, maxResults, items } = slice(call, all, 50, 200);
  const page = { startAt, maxResults, total: all.length };
  const written = items.map(write);
  if (call.store.deployment === 'cloud') return ok({ ...page, [name]: written });
  return ok({ ...page, isLast: startAt + items.length >= all.length, values: written });
}

function createMetaTypes(call: Call): RouteResponse {
  return metaPage(call, typesOf(call, creatableProject(call)), 'issueTypes', (type) => serializeIssueType(call, type));
}

function createMetaFields(call: Call): RouteResponse {
  const project = creatableProject(call);
  const id = call.params.issueTypeId ?? '';
  if (!project.issueTypeIds.includes(id)) {
    throw refuse(400, [`The issue type with id '${id}' does not exist in the project.`]);
  }
  const screen = screenOf(call, project, call.store.issueType(id));
  return metaPage(call, screen, 'fields', ({ field, required }) => fieldMeta(call, project, field, required, true));
}
