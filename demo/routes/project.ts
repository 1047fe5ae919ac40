/** Projects. */

import { projectOfPath } from '../access';
import { escapeHtml } from '../adf';
import type { Call } from '../call';
import type { Project } from '../model';
import { serializePage } from '../paging';
import type { Permission } from '../permissions';
import { ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeFullProject, serializeListedProject } from '../serializers/metadata';
import type { SiteStore } from '../store';

export const projectRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/project/search',
    on: 'cloud',
    anonymous: true,
    query: { startAt: 'integer', maxResults: 'integer', categoryId: 'integer' },
    run: searchProjects,
  },
  { method: 'GET', path: '/project', anonymous: true, query: { recent: 'integer' }, run: allProjects },
  { method: 'GET', path: '/project/{projectIdOrKey}', anonymous: true, run: getProject },
  {
    method: 'GET',
    path: '/projects/picker',
    on: 'datacenter',
    anonymous: true,
    query: { maxResults: 'integer', allowEmptyQuery: 'boolean' },
    run: pickProjects,
  },
];

function getProject(call: Call): RouteResponse {
  return ok(serializeFullProject(call, projectOfPath(call), call.query.list('expand') ?? []));
}

const actions: Readonly<Record<string, Permission>> = {
  view: 'browse',
  browse: 'browse',
  edit: 'admin',
  create: 'create',
};

function searchProjects(call: Call): RouteResponse {
  const { query, store } = call;
  const ids = query.repeated('id');
  const keys = query.repeated('keys');
  if (ids.length > 50 || keys.length > 50) throw refuse(400, ['At most 50 ids or keys can be given.']);
  const permission = actions[query.text('action') ?? 'view'];
  if (permission === undefined) throw refuse(400, [`The action '${query.text('action')}' is not valid.`]);
  const types = query.list('typeKey') ?? [];
  const text = (query.text('query') ?? '').toLowerCase();
  const archivedOnly = query.text('status') !== undefined && !query.repeated('status').includes('live');
  const found = store
    .visibleProjects(call.user)
    .filter(
      (project) =>
        !archivedOnly &&
        store.can(call.user, permission, project) &&
        (ids.length === 0 || ids.includes(project.id)) &&
        (keys.length === 0 || keys.includes(project.key)) &&
        (types.length === 0 || types.includes(project.type)) &&
        [project.key, project.name].some((name) => name.toLowerCase().includes(text)) &&
        query.text('categoryId') === undefined,
    );
  const expand = query.list('expand') ?? [];
  const ordered = order(store, found, query.text('orderBy') ?? 'key');
  return ok(serializePage(call, ordered, 50, 100, (project) => serializeListedProject(call, project, expand)));
}

type OrderKey = (store: SiteStore, project: Project) => string | number;

const issuesOf = (store: SiteStore, project: Project) =>
  [...store.issues.values()].filter((issue) => issue.projectId === project.id);

const orderKeys: Readonly<Record<string, OrderKey>> = {
  key: (_store, project) => project.key,
  name: (_store, project) => project.name.toLowerCase(),
  category: (_store, project) => project.key,
  owner: (store, project) => store.user(project.leadId).displayName.toLowerCase(),
  issueCount: (store, project) => issuesOf(store, project).length,
  lastIssueUpdatedDate: (store, project) =>
    Math.max(0, ...issuesOf(store, project).map((issue) => issue.updated.getTime())),
  archivedDate: (_store, project) => project.key,
  deletedDate: (_store, project) => project.key,
};

function order(store: SiteStore, projects: readonly Project[], by: string): readonly Project[] {
  const descending = by.startsWith('-');
  const name = by.replace(/^[-+ ]/, '');
  const key = Object.hasOwn(orderKeys, name) ? orderKeys[name] : undefined;
  if (!key) throw refuse(400, [`The value '${by}' is not supported for 'orderBy'.`]);
  const sorted = [...projects].sort((a, b) => {
    const [one, other] = [key(store, a), key(store, b)];
    return one < other ? -1 : one > other ? 1 : 0;
  });
  return descending ? sorted.reverse() : sorted;
}

/** A plain array; Cloud still has it, though deprecated. */
function allProjects(call: Call): RouteResponse {
  const expand = call.query.list('expand') ?? [];
  const visible = call.store.visibleProjects(call.user);
  const recent = call.query.text('recent') === undefined ? visible.length : call.query.integer('recent', 0);
  return ok(visible.slice(0, Math.max(recent, 0)).map((project) => serializeListedProject(call, project, expand)));
}

function pickProjects(call: Call): RouteResponse {
  const { query, store } = call;
  const text = query.text('query') ?? '';
  const wanted = text.toLowerCase();
  const all = store
    .visibleProjects(call.user)
    .filter((project) => [project.key, project.name].some((name) => name.toLowerCase().startsWith(wanted)));
  const found = text === '' && !query.flag('allowEmptyQuery') ? [] : all;
  const shown = found.slice(0, Math.max(0, query.integer('maxResults', 100)));
  return ok({
    projects: shown.map((project) => ({
      id: project.id,
      key: project.key,
      name: project.name,
      html: `${boldStart(project.name, text)} (${boldStart(project.key, text)})`,
      avatar: `${call.base}/secure/projectavatar?pid=${project.id}&size=small`,
    })),
    total: found.length,
    header: `Showing ${shown.length} of ${found.length} matching projects`,
  });
}

function boldStart(name: string, query: string): string {
  if (query === '' || !name.toLowerCase().startsWith(query.toLowerCase())) return escapeHtml(name);
  return `<b>${escapeHtml(name.slice(0, query.length))}</b>${escapeHtml(name.slice(query.length))}`;
}
