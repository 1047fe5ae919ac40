/** People. */

import { requireUser } from '../access';
import type { Call } from '../call';
import type { Project, User } from '../model';
import { serializePage, slice } from '../paging';
import { ok, type RouteResponse, refuse, refuseByFramework } from '../responses';
import type { Route } from '../routing';
import { serializeFullUser, serializeUser } from '../serializers/people';

const pages = { startAt: 'integer', maxResults: 'integer' } as const;

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/myself', run: myself },
  { method: 'GET', path: '/user', on: 'cloud', run: getCloudUser },
  { method: 'GET', path: '/user', on: 'datacenter', run: getDataCenterUser },
  { method: 'GET', path: '/user/search', on: 'cloud', anonymous: true, query: pages, run: findCloudUsers },
  {
    method: 'GET',
    path: '/user/search',
    on: 'datacenter',
    query: { ...pages, includeInactive: 'boolean', includeActive: 'boolean' },
    run: findDataCenterUsers,
  },
  { method: 'GET', path: '/user/assignable/search', anonymous: true, query: pages, run: findAssignable },
  { method: 'GET', path: '/user/bulk', on: 'cloud', query: pages, run: bulk },
  { method: 'GET', path: '/user/email', on: 'cloud', run: email },
  { method: 'GET', path: '/user/email/bulk', on: 'cloud', run: email },
  { method: 'GET', path: '/users', on: 'cloud', anonymous: true, query: pages, run: allUsers },
  { method: 'GET', path: '/users/search', on: 'cloud', anonymous: true, query: pages, run: allUsers },
  {
    method: 'GET',
    path: '/user/list',
    on: 'datacenter',
    query: { cursor: 'integer', maxResults: 'integer' },
    run: userList,
  },
];

function myself(call: Call): RouteResponse {
  return ok(serializeFullUser(call, requireUser(call), call.query.list('expand') ?? []));
}

const mayNotBrowse = (call: Call): boolean => !call.user?.browsesUsers;

function getCloudUser(call: Call): RouteResponse {
  const accountId = call.query.text('accountId');
  if (accountId === undefined) {
    throw refuseByFramework('cloud', 400, "Required parameter 'accountId' is not present.", call.path);
  }
  if (mayNotBrowse(call)) throw refuse(403, ['You do not have permission to view this user.']);
  const user = call.store.findUser(accountId);
  if (!user) throw refuse(404, ['Specified user does not exist or you do not have required permissions']);
  return ok(serializeFullUser(call, user, call.query.list('expand') ?? []));
}

function getDataCenterUser(call: Call): RouteResponse {
  const name = call.query.text('username');
  const key = call.query.text('key');
  if (name === undefined && key === undefined) {
    throw refuse(404, ["Either the 'username' or the 'key' query parameters need to be provided"]);
  }
  if (mayNotBrowse(call)) throw refuse(403, ['You do not have permission to view this user.']);
  const user = name === undefined ? call.store.findUser(key ?? '') : call.store.findUserByName(name.toLowerCase());
  if (!user) {
    const by = name === undefined ? `user with the key '${key}'` : `user named '${name}'`;
    throw refuse(404, [`The ${by} does not exist`]);
  }
  return ok(serializeFullUser(call, user, call.query.list('expand') ?? []));
}

/** The beginning of any word of the name, of the address, or of the login name. */
function matches(user: User, query: string): boolean {
  const wanted = query.toLowerCase();
  const words = user.displayName.toLowerCase().split(/\s+/);
  return [...words, user.displayName.toLowerCase(), user.email.toLowerCase(), user.name].some((word) =>
    word.startsWith(wanted),
  );
}

/** Only so many users can be reached however one pages. */
const reachableUsers = 1000;

function findCloudUsers(call: Call): RouteResponse {
  const { query, store } = call;
  const text = query.text('query');
  const accountId = query.text('accountId');
  if (text === undefined && accountId === undefined && query.text('property') === undefined) {
    throw refuse(400, ['A query, accountId or property must be provided.']);
  }
  if (mayNotBrowse(call)) return ok([]);
  const found = store.users.filter((user) => {
    if (accountId !== undefined) return user.id === accountId;
    // A hidden address is found by the whole of it, not by its beginning.
    if (user.emailHidden && user.email.startsWith((text ?? '').toLowerCase())) {
      return user.email === text?.toLowerCase() || matchesName(user, text ?? '');
    }
    return matches(user, text ?? '');
  });
  const { items } = slice(call, found.slice(0, reachableUsers), 50, reachableUsers);
  return ok(items.map((user) => serializeUser(call, user)));
}

function matchesName(user: User, text: string): boolean {
  return user.displayName
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(text.toLowerCase()));
}

function findDataCenterUsers(call: Call): RouteResponse {
  const { query, store } = call;
  const wanted = query.text('username');
  if (wanted === undefined || wanted === '') throw refuse(400, ['The username query parameter was not provided']);
  if (mayNotBrowse(call)) return ok([]);
  const found = store.users.filter((user) => {
    const wantedActivity = user.active ? query.flag('includeActive', true) : query.flag('includeInactive');
    return wantedActivity && (wanted === '.' || matches(user, wanted));
  });
  const cap = store.settings.userSearchCap;
  const { items } = slice(call, found.slice(0, cap), 50, cap);
  return ok(items.map((user) => serializeUser(call, user)));
}

function findAssignable(call: Call): RouteResponse {
  const { query, store, user } = call;
  const cloud = store.deployment === 'cloud';
  const project = assignableProject(call);
  if (!user || !store.can(user, 'assign', project)) return ok([]);
  const wanted = query.text(cloud ? 'query' : 'username') ?? '';
  const accountId = query.text('accountId');
  const found = store.users.filter(
    (one) =>
      one.active &&
      store.assignable(one, project) &&
      (accountId === undefined ? wanted === '' || matches(one, wanted) : one.id === accountId),
  );
  const { items } = slice(call, found, 50, reachableUsers);
  return ok(items.map((one) => serializeUser(call, one)));
}

function assignableProject(call: Call): Project {
  const { query, store, user } = call;
  const issueKey = query.text('issueKey') ?? query.text('issueId');
  const key = query.text('project');
  if (issueKey === undefined && key === undefined) {
    const status = store.deployment === 'cloud' ? 400 : 404;
    throw refuse(status, ['At least one of the issueKey or project parameters must be provided.']);
  }
  const issue = issueKey === undefined ? undefined : store.findIssue(issueKey);
  const project = issue ? store.project(issue.projectId) : store.findProject(key ?? '');
  if (project && store.can(user, 'browse', project)) return project;
  throw refuse(404, [
    issueKey === undefined ? `No project could be found with key '${key}'.` : `Issue does not exist.`,
  ]);
}

/** Account ids that nobody has are left out. */
function bulk(call: Call): RouteResponse {
  const ids = call.query.repeated('accountId');
  if (ids.length === 0) {
    throw refuseByFramework('cloud', 400, "Required parameter 'accountId' is not present.", call.path);
  }
  if (mayNotBrowse(call)) throw refuse(403, ['You do not have permission to browse users and groups.']);
  const found = call.store.users.filter(({ id }) => ids.includes(id));
  return ok(serializePage(call, found, 10, 200, (user) => serializeUser(call, user)));
}

/** Reserved for approved apps; nobody who signs in as a person may ask. */
function email(): RouteResponse {
  throw refuse(401, ['Only approved apps can access the email address of a user.']);
}

/** A bare array without any total, with apps and deactivated people in it. */
function allUsers(call: Call): RouteResponse {
  if (mayNotBrowse(call)) throw refuse(403, ['You do not have permission to browse users and groups.']);
  const { items } = slice(call, call.store.users, 50, reachableUsers);
  return ok(items.map((user) => serializeUser(call, user)));
}

const listLimit = 2000;

function userList(call: Call): RouteResponse {
  const { store, query, path } = call;
  if (!store.settings.userList) throw refuseByFramework('datacenter', 404, 'No such resource', path);
  if (mayNotBrowse(call)) throw refuse(403, ['You do not have permission to browse users and groups.']);
  const cursor = Math.max(0, query.integer('cursor', 0));
  const maxResults = Math.min(Math.max(1, query.integer('maxResults', listLimit)), listLimit);
  const page = store.users.slice(cursor, cursor + maxResults);
  const next = cursor + page.length;
  const isLast = next >= store.users.length;
  const address = (from: number): string => `${call.base}${path}?cursor=${from}&maxResults=${maxResults}`;
  return ok({
    self: address(cursor),
    maxResults,
    isLast,
    ...(isLast ? {} : { nextCursor: String(next), nextPage: address(next) }),
    values: page.map((user) => serializeUser(call, user)),
  });
}
