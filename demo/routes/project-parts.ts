/** What a project consists of: components, versions, and the statuses of its issue types. */

import { projectOfPath } from '../access';
import { type Call, openBody } from '../call';
import { isDay } from '../clock';
import { stringAt } from '../json';
import type { Component, Project, Status, Version, Workflow } from '../model';
import { serializePage } from '../paging';
import { ok, type RouteResponse, refuse, refuseByFramework, refuseFields } from '../responses';
import type { Route } from '../routing';
import {
  serializeComponent,
  serializeFullComponent,
  serializeFullVersion,
  serializeIssueType,
  serializeStatus,
} from '../serializers/metadata';
import { changeVersion } from '../versions';

const project = '/project/{projectIdOrKey}';
const pages = { startAt: 'integer', maxResults: 'integer' } as const;

export const projectPartRoutes: readonly Route[] = [
  { method: 'GET', path: `${project}/components`, anonymous: true, run: listComponents },
  { method: 'GET', path: `${project}/component`, on: 'cloud', anonymous: true, query: pages, run: pageOfComponents },
  { method: 'GET', path: '/component/{id}', anonymous: true, run: getComponent },
  { method: 'GET', path: `${project}/versions`, anonymous: true, run: listVersions },
  { method: 'GET', path: `${project}/version`, anonymous: true, query: pages, run: pageOfVersions },
  { method: 'GET', path: '/version/{id}', anonymous: true, run: getVersion },
  { method: 'PUT', path: '/version/{id}', anonymous: true, run: updateVersion },
  { method: 'GET', path: `${project}/statuses`, anonymous: true, run: listStatuses },
];

function listComponents(call: Call): RouteResponse {
  const owner = projectOfPath(call);
  return ok(owner.components.map((component) => serializeFullComponent(call, owner, component)));
}

function pageOfComponents(call: Call): RouteResponse {
  const { query, store } = call;
  const owner = projectOfPath(call);
  const issues = [...store.issues.values()].filter((issue) => issue.projectId === owner.id);
  const issueCount = ({ id }: Component): number =>
    issues.filter((issue) => {
      const ids = issue.values.get('components');
      return Array.isArray(ids) && ids.includes(id);
    }).length;
  const sortKeys = {
    description: () => '',
    name: ({ name }: Component) => name.toLowerCase(),
    lead: ({ lead }: Component) => (lead === undefined ? '' : store.user(lead).displayName),
    issueCount,
  };
  const found = sorted(call, named(owner.components, query.text('query')), sortKeys, 'name');
  return ok(
    serializePage(call, found, 50, 50, (component) => ({
      ...serializeFullComponent(call, owner, component),
      issueCount: issueCount(component),
    })),
  );
}

function getComponent(call: Call): RouteResponse {
  const id = call.params.id ?? '';
  for (const owner of call.store.visibleProjects(call.user)) {
    const component = owner.components.find((one) => one.id === id);
    if (component)
      return ok({ ...serializeComponent(call, component), ...serializeFullComponent(call, owner, component) });
  }
  throw refuse(404, [`The component with id ${id} does not exist.`]);
}

function listVersions(call: Call): RouteResponse {
  const owner = projectOfPath(call);
  return ok(owner.versions.map((version) => serializeFullVersion(call, owner, version)));
}

function pageOfVersions(call: Call): RouteResponse {
  const { query, store } = call;
  const owner = projectOfPath(call);
  const cloud = store.deployment === 'cloud';
  const statuses = cloud ? (query.list('status') ?? []) : [];
  const found = named(owner.versions, cloud ? query.text('query') : undefined).filter(
    ({ released }) => statuses.length === 0 || statuses.includes(released ? 'released' : 'unreleased'),
  );
  const sortKeys = {
    sequence: (version: Version) => owner.versions.indexOf(version),
    name: ({ name }: Version) => name.toLowerCase(),
    description: () => '',
    startDate: () => '',
    releaseDate: ({ releaseDate = '' }: Version) => releaseDate,
  };
  const ordered = sorted(call, found, sortKeys, 'sequence');
  return ok(serializePage(call, ordered, 50, 50, (version) => serializeFullVersion(call, owner, version)));
}

function versionOfPath(call: Call): readonly [Project, Version] {
  const id = call.params.id ?? '';
  for (const owner of call.store.visibleProjects(call.user)) {
    const version = owner.versions.find((one) => one.id === id);
    if (version) return [owner, version];
  }
  throw refuse(404, [`Could not find version for id '${id}'`]);
}

function getVersion(call: Call): RouteResponse {
  const [owner, version] = versionOfPath(call);
  return ok(serializeFullVersion(call, owner, version));
}

/** Of what a version has, the demo keeps name, release and its date; the rest is read and forgotten. */
function updateVersion(call: Call): RouteResponse {
  const body = openBody(call);
  const [owner, version] = versionOfPath(call);
  if (!call.user?.administrator && !call.store.can(call.user, 'admin', owner)) {
    throw refuse(call.store.deployment === 'cloud' ? 401 : 403, ['You do not have permission to edit this version.']);
  }
  const name = stringAt(body, 'name')?.trim();
  const releaseDate = stringAt(body, 'releaseDate');
  if (name === '') throw refuseFields({ name: 'You must specify a valid version name' });
  if (releaseDate !== undefined && !isDay(releaseDate)) {
    throw refuseFields({ releaseDate: 'Please enter the date in the following format: yyyy-MM-dd' });
  }
  changeVersion(call.store, owner, version, {
    ...(name === undefined ? {} : { name }),
    ...(releaseDate === undefined ? {} : { releaseDate }),
    ...(typeof body.released === 'boolean' ? { released: body.released } : {}),
  });
  return ok(serializeFullVersion(call, owner, version));
}

function named<T extends { readonly name: string }>(list: readonly T[], query: string | undefined): readonly T[] {
  const wanted = (query ?? '').toLowerCase();
  return list.filter(({ name }) => name.toLowerCase().includes(wanted));
}

type SortKeys<T> = Readonly<Record<string, (item: T) => string | number>>;

/** @throws Refusal when `orderBy` names something that the list cannot be sorted by */
function sorted<T>(call: Call, list: readonly T[], keys: SortKeys<T>, usual: string): readonly T[] {
  const orderBy = call.query.text('orderBy') ?? usual;
  const key = keys[orderBy.replace(/^[-+ ]/, '')];
  if (!key) {
    const { deployment } = call.store;
    const detail = `Failed to convert 'orderBy' with value: '${orderBy}'`;
    throw refuseByFramework(deployment, deployment === 'cloud' ? 400 : 404, detail, call.path);
  }
  const ascending = [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  return orderBy.startsWith('-') ? ascending.reverse() : ascending;
}

function listStatuses(call: Call): RouteResponse {
  const owner = projectOfPath(call);
  return ok(
    owner.issueTypeIds.map((typeId) => {
      const { self, id, name, subtask } = serializeIssueType(call, call.store.issueType(typeId));
      const statuses = statusesOf(call, owner, typeId).map((status) => serializeStatus(call, status));
      return { self, id, name, subtask, statuses };
    }),
  );
}

function statusesOf({ store }: Call, owner: Project, typeId: string): readonly Status[] {
  const workflow: Workflow | undefined = owner.workflows.get(typeId);
  const ids = new Set(workflow ? [workflow.initialStatus, ...workflow.transitions.map(({ to }) => to)] : []);
  return store.statuses.filter(({ id }) => ids.has(id));
}
