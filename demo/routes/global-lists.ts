/** Lists that all projects of a site share: priorities, resolutions, statuses and their categories, saved filters, groups. */

import { requireUser } from '../access';
import { escapeHtml } from '../adf';
import type { Call } from '../call';
import type { Filter, Status } from '../model';
import { serializePage } from '../paging';
import { ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import {
  categories,
  serializePriority,
  serializeResolution,
  serializeStatus,
  serializeStatusCategory,
} from '../serializers/metadata';
import { groupId, serializeUser } from '../serializers/people';

const pages = { startAt: 'integer', maxResults: 'integer' } as const;

export const globalListRoutes: readonly Route[] = [
  { method: 'GET', path: '/priority', anonymous: true, run: listPriorities },
  { method: 'GET', path: '/priority/{id}', anonymous: true, run: getPriority },
  { method: 'GET', path: '/priority/search', on: 'cloud', query: pages, run: pageOfPriorities },
  { method: 'GET', path: '/priority/page', on: 'datacenter', query: pages, run: pageOfPriorities },
  { method: 'GET', path: '/resolution', anonymous: true, run: listResolutions },
  { method: 'GET', path: '/resolution/{id}', anonymous: true, run: getResolution },
  { method: 'GET', path: '/resolution/search', on: 'cloud', query: pages, run: pageOfResolutions },
  { method: 'GET', path: '/resolution/page', on: 'datacenter', query: pages, run: pageOfResolutions },
  { method: 'GET', path: '/status', anonymous: true, run: listStatuses },
  { method: 'GET', path: '/status/{idOrName}', anonymous: true, run: getStatus },
  { method: 'GET', path: '/status/page', on: 'datacenter', query: pages, run: pageOfStatuses },
  { method: 'GET', path: '/statuscategory', anonymous: true, run: listCategories },
  { method: 'GET', path: '/statuscategory/{idOrKey}', anonymous: true, run: getCategory },
  { method: 'GET', path: '/filter/favourite', anonymous: true, run: favouriteFilters },
  { method: 'GET', path: '/filter/{id}', anonymous: true, run: getFilter },
  { method: 'GET', path: '/groups/picker', anonymous: true, query: { maxResults: 'integer' }, run: pickGroups },
];

interface Named {
  readonly id: string;
  readonly name: string;
}

function byId<T extends Named>(call: Call, list: readonly T[], what: string): T {
  const found = list.find(({ id }) => id === call.params.id);
  if (found) return found;
  throw refuse(404, [`The ${what} with id '${call.params.id}' does not exist.`]);
}

/** Cloud narrows by id, Data Center by a part of the name. */
function page<T extends Named>(call: Call, list: readonly T[], write: (item: T) => unknown): RouteResponse {
  const ids = call.query.repeated('id');
  const text = (call.query.text('query') ?? '').toLowerCase();
  const cloud = call.store.deployment === 'cloud';
  const found = list.filter(({ id, name }) =>
    cloud ? ids.length === 0 || ids.includes(id) : name.toLowerCase().includes(text),
  );
  const usual = cloud ? 50 : 100;
  return ok(serializePage(call, found, usual, usual, write));
}

function listPriorities(call: Call): RouteResponse {
  return ok(call.store.priorities.map((one) => serializePriority(call, one, false)));
}

function getPriority(call: Call): RouteResponse {
  return ok(serializePriority(call, byId(call, call.store.priorities, 'priority'), false));
}

function pageOfPriorities(call: Call): RouteResponse {
  return page(call, call.store.priorities, (one) => serializePriority(call, one, false));
}

function listResolutions(call: Call): RouteResponse {
  return ok(call.store.resolutions.map((one) => serializeResolution(call, one)));
}

function getResolution(call: Call): RouteResponse {
  return ok(serializeResolution(call, byId(call, call.store.resolutions, 'resolution')));
}

function pageOfResolutions(call: Call): RouteResponse {
  return page(call, call.store.resolutions, (one) => serializeResolution(call, one));
}

function visibleStatuses({ store, user }: Call): readonly Status[] {
  const projects = new Set(store.visibleProjects(user).map((project) => project.id));
  return store.statuses.filter(
    (status) => projects.size > 0 && (status.scopeProjectId === undefined || projects.has(status.scopeProjectId)),
  );
}

function listStatuses(call: Call): RouteResponse {
  return ok(visibleStatuses(call).map((status) => serializeStatus(call, status)));
}

function pageOfStatuses(call: Call): RouteResponse {
  return page(call, visibleStatuses(call), (status) => serializeStatus(call, status));
}

/** An id counts before a name, and of two statuses of one name the first. */
function getStatus(call: Call): RouteResponse {
  const wanted = call.params.idOrName ?? '';
  const visible = visibleStatuses(call);
  const status =
    visible.find(({ id }) => id === wanted) ?? visible.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (!status) throw refuse(404, [`The status '${wanted}' does not exist.`]);
  return ok(serializeStatus(call, status));
}

const categoryKeys = ['new', 'indeterminate', 'done'] as const;

function listCategories(call: Call): RouteResponse {
  return ok(categoryKeys.map((key) => serializeStatusCategory(call, key)));
}

function getCategory(call: Call): RouteResponse {
  const wanted = call.params.idOrKey ?? '';
  const key = categoryKeys.find((one) => one === wanted || String(categories[one].id) === wanted);
  if (!key) throw refuse(404, [`The status category '${wanted}' does not exist.`]);
  return ok(serializeStatusCategory(call, key));
}

function favouriteFilters(call: Call): RouteResponse {
  const { store, user } = call;
  if (store.deployment === 'datacenter') requireUser(call);
  const favourites = store.filters.filter(({ favouriteOf }) => user !== undefined && favouriteOf.has(user.id));
  return ok(favourites.map((filter) => filterOf(call, filter)));
}

/** Filters are shared with whoever is logged in, and hidden from everybody else as if they were not there. */
function getFilter(call: Call): RouteResponse {
  const filter = call.user && call.store.filters.find(({ id }) => id === call.params.id);
  if (filter) return ok(filterOf(call, filter));
  throw refuse(400, [
    'The selected filter is not available to you, perhaps it has been deleted or had its permissions changed.',
  ]);
}

const nobody = { size: 0, items: [], 'max-results': 1000, 'start-index': 0, 'end-index': 0 };

function filterOf(call: Call, filter: Filter): Record<string, unknown> {
  const { store, user, api, base } = call;
  const { id, name, description, jql, ownerId, favouriteOf } = filter;
  const own = ownerId === user?.id;
  return {
    self: `${api}/filter/${id}`,
    id,
    name,
    description,
    owner: serializeUser(call, store.user(ownerId)),
    jql,
    viewUrl: `${base}/issues/?filter=${id}`,
    searchUrl: `${api}/search?jql=${encodeURIComponent(jql)}`,
    favourite: user !== undefined && favouriteOf.has(user.id),
    ...(store.deployment === 'cloud' ? { favouritedCount: favouriteOf.size, editPermissions: [] } : { editable: own }),
    sharePermissions: [{ id: 10_000, type: store.deployment === 'cloud' ? 'authenticated' : 'loggedin' }],
    sharedUsers: nobody,
    subscriptions: nobody,
  };
}

/** On Cloud and Data Center alike, a caller who may see no project finds no group. */
function pickGroups(call: Call): RouteResponse {
  const { query, store, user } = call;
  const text = query.text('query') ?? '';
  const excluded = query.list('exclude') ?? [];
  const names = [...new Set(store.users.flatMap(({ groups }) => groups))].sort();
  const visible = store.visibleProjects(user).length > 0 && user?.browsesUsers;
  const found = names.filter((name) => visible && name.includes(text.toLowerCase()) && !excluded.includes(name));
  const shown = found.slice(0, Math.max(0, query.integer('maxResults', 20)));
  return ok({
    header: `Showing ${shown.length} of ${found.length} matching groups`,
    total: found.length,
    groups: shown.map((name) => ({
      name,
      html: boldened(name, text),
      labels: [],
      ...(store.deployment === 'cloud' ? { groupId: groupId(name) } : {}),
    })),
  });
}

function boldened(name: string, query: string): string {
  const at = query === '' ? -1 : name.indexOf(query.toLowerCase());
  if (at < 0) return escapeHtml(name);
  const end = at + query.length;
  return `${escapeHtml(name.slice(0, at))}<b>${escapeHtml(name.slice(at, end))}</b>${escapeHtml(name.slice(end))}`;
}
