/** Searching for issues with JQL: Cloud's token-paged search, Data Center's numbered pages, counting. */

import { type Call, closedBody, splitList, strings } from '../call';
import type { Query } from '../jql';
import type { CutFunction } from '../jql-issue-functions';
import type { JsonObject } from '../json';
import type { Issue } from '../model';
import { ok, Refusal, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { findIssues, indexed, readBoundedJql, readJql, seesNothing } from '../search';
import { expandable, type IssueParts, serializeIssue } from '../serializers/issue';
import type { SearchCursor, SearchWarning } from '../store';

export const searchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/search/jql',
    on: 'cloud',
    anonymous: true,
    query: { maxResults: 'integer', fieldsByKeys: 'boolean', failFast: 'boolean', includeArchivedProjects: 'boolean' },
    run: searchByQuery,
  },
  { method: 'POST', path: '/search/jql', on: 'cloud', anonymous: true, run: searchByBody },
  { method: 'POST', path: '/search/approximate-count', on: 'cloud', anonymous: true, run: count },
  { method: 'GET', path: '/search', on: 'cloud', anonymous: true, run: gone },
  { method: 'POST', path: '/search', on: 'cloud', anonymous: true, run: gone },
  {
    method: 'GET',
    path: '/search',
    on: 'datacenter',
    anonymous: true,
    toleratesUnknownBearer: true,
    query: { startAt: 'integer', maxResults: 'integer', validateQuery: 'boolean' },
    run: numberedSearchByQuery,
  },
  {
    method: 'POST',
    path: '/search',
    on: 'datacenter',
    anonymous: true,
    toleratesUnknownBearer: true,
    run: numberedSearchByBody,
  },
];

function gone(): RouteResponse {
  const text =
    'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
  throw new Refusal({ status: 410, body: { errorMessages: [text], errors: {} } });
}

interface TokenSearch {
  readonly jql: string;
  readonly token: string | undefined;
  readonly maxResults: number;
  readonly parts: IssueParts;
  readonly reconcile: readonly string[];
}

function searchByQuery(call: Call): RouteResponse {
  const { query } = call;
  return tokenSearch(call, {
    jql: query.text('jql') ?? '',
    token: query.text('nextPageToken'),
    maxResults: query.integer('maxResults', 50),
    parts: {
      fields: query.list('fields') ?? [],
      expand: query.list('expand') ?? [],
      properties: query.list('properties') ?? [],
    },
    reconcile: query.list('reconcileIssues') ?? [],
  });
}

function searchByBody(call: Call): RouteResponse {
  const body = closedBody(call, {
    jql: 'string',
    nextPageToken: 'string',
    maxResults: 'integer',
    fields: 'strings',
    expand: 'string',
    properties: 'strings',
    fieldsByKeys: 'boolean',
    reconcileIssues: 'integers',
    includeArchivedProjects: 'boolean',
  });
  return tokenSearch(call, {
    jql: typeof body.jql === 'string' ? body.jql : '',
    token: typeof body.nextPageToken === 'string' ? body.nextPageToken : undefined,
    maxResults: typeof body.maxResults === 'number' ? body.maxResults : 50,
    parts: bodyParts(body, typeof body.expand === 'string' ? splitList(body.expand) : []),
    reconcile: Array.isArray(body.reconcileIssues) ? body.reconcileIssues.map(String) : [],
  });
}

function bodyParts(body: JsonObject, expand: readonly string[]): IssueParts {
  return { fields: strings(body.fields) ?? [], expand, properties: strings(body.properties) ?? [] };
}

/** Seven days, after which a page token is worth nothing. */
const tokenLife = 7 * 24 * 60 * 60 * 1000;

function tokenSearch(call: Call, search: TokenSearch): RouteResponse {
  const { store } = call;
  checkLimits(search);
  const query = readBoundedJql(search.jql);
  if (seesNothing(call)) return ok({ issues: [], isLast: true });
  const { ids, from, warnings } = search.token ? resume(call, search, search.token) : start(call, search, query);
  const size = Math.min(search.maxResults, pageCeiling(search.parts));
  const until = from + size;
  // Issues deleted or hidden since the first page leave a gap: pages get shorter, not later ones fuller.
  const fresh = new Set(search.reconcile);
  const issues = ids.slice(from, until).flatMap((id) => {
    const issue = store.issues.get(id);
    if (!issue || !store.can(call.user, 'browse', store.project(issue.projectId))) return [];
    return indexed(call, issue, fresh) ?? [];
  });
  const isLast = until >= ids.length;
  const page = issues.map((issue) => listedIssue(call, issue, search.parts));
  return ok({
    issues: page,
    ...namesAndSchema(call, issues, search.parts),
    ...(isLast
      ? {}
      : {
          nextPageToken: store.keepCursor({
            jql: search.jql,
            ids,
            warnings,
            from: until,
            expires: store.now().getTime() + tokenLife,
          }),
        }),
    isLast,
    ...(warnings.length > 0 ? { warnings } : {}),
  });
}

type Found = Pick<SearchCursor, 'ids' | 'from' | 'warnings'>;

function start(call: Call, { reconcile }: TokenSearch, query: Query): Found {
  const warnings = new Map<string, SearchWarning>();
  const cut = ({ name, args, limit, actual }: CutFunction): void => {
    const clause = `${name}(${args.join(', ')})`;
    const details = { clause, arguments: args.join(', '), limit, actual };
    warnings.set(clause, { type: 'JQL_FUNCTION_LIMIT_EXCEEDED', details });
  };
  const found = findIssues(call, query, { cut }, new Set(reconcile));
  return { ids: found.map((issue) => issue.id), from: 0, warnings: [...warnings.values()] };
}

function resume(call: Call, { jql }: TokenSearch, token: string): Found {
  const cursor = call.store.cursors.get(token);
  if (cursor && cursor.jql === jql && cursor.expires > call.store.now().getTime()) return cursor;
  throw refuse(400, ['The next page token is invalid or has expired.']);
}

function checkLimits({ maxResults, parts, reconcile }: TokenSearch): void {
  if (maxResults < 1 || maxResults > 5000) {
    throw refuse(400, ['The value for maxResults must be between 1 and 5000.']);
  }
  if (parts.properties.length > 5) throw refuse(400, ['The number of properties must not be more than 5.']);
  if (reconcile.length > 50 || !reconcile.every((id) => /^\d+$/.test(id))) {
    throw refuse(400, ['reconcileIssues takes at most 50 issue ids.']);
  }
}

const light: ReadonlySet<string> = new Set(['id', 'key', 'issuekey']);
const heavy: ReadonlySet<string> = new Set(['*all', 'comment', 'worklog', 'changelog', 'renderedFields', 'editmeta']);

/** However much is asked for, Jira sends few issues when each of them is large. */
function pageCeiling({ fields, expand, properties }: IssueParts): number {
  if (expand.length + properties.length === 0 && fields.every((id) => light.has(id))) return 5000;
  return [...fields, ...expand].some((name) => heavy.has(name)) ? 50 : 100;
}

/** With no field but `id` asked for, which is the default, an issue has no key and no fields either. */
function listedIssue(call: Call, issue: Issue, parts: IssueParts): Record<string, unknown> {
  const wanted = parts.fields.length === 0 ? ['id'] : parts.fields;
  const serialized = serializeIssue(
    call,
    issue,
    { ...parts, fields: wanted, expand: withoutNames(parts.expand) },
    '*navigable',
  );
  if (!wanted.every((id) => light.has(id))) return serialized;
  const { fields: _none, ...rest } = serialized;
  return wanted.every((id) => id === 'id') && parts.expand.length === 0 && parts.properties.length === 0
    ? { id: issue.id }
    : rest;
}

/** In a list, names and schema stand once beside the issues. */
const withoutNames = (expand: readonly string[]): readonly string[] =>
  expand.filter((name) => name !== 'names' && name !== 'schema');

function namesAndSchema(call: Call, issues: readonly Issue[], parts: IssueParts): Record<string, unknown> {
  const wanted = parts.expand.filter((name) => name === 'names' || name === 'schema');
  const collected: Record<string, Record<string, unknown>> = {};
  for (const name of wanted) collected[name] = {};
  for (const issue of issues) {
    const serialized = serializeIssue(call, issue, { ...parts, properties: [], expand: wanted }, '*navigable');
    for (const name of wanted) Object.assign(collected[name] ?? {}, serialized[name]);
  }
  return collected;
}

function count(call: Call): RouteResponse {
  const body = closedBody(call, { jql: 'string' });
  const query = readBoundedJql(typeof body.jql === 'string' ? body.jql : '');
  return ok({ count: seesNothing(call) ? 0 : findIssues(call, query).length });
}

interface NumberedSearch {
  readonly jql: string;
  readonly startAt: number;
  readonly maxResults: number;
  readonly validate: boolean;
  readonly parts: IssueParts;
}

function numberedSearchByQuery(call: Call): RouteResponse {
  const { query } = call;
  return numberedSearch(call, {
    jql: query.text('jql') ?? '',
    startAt: query.integer('startAt', 0),
    maxResults: query.integer('maxResults', 50),
    validate: query.flag('validateQuery', true),
    parts: { fields: query.list('fields') ?? [], expand: query.list('expand') ?? [], properties: [] },
  });
}

function numberedSearchByBody(call: Call): RouteResponse {
  const body = closedBody(
    call,
    {
      jql: 'string',
      startAt: 'integer',
      maxResults: 'integer',
      fields: 'strings',
      expand: 'strings',
      validateQuery: 'boolean',
    },
    'com.atlassian.jira.rest.v2.search.SearchRequestBean',
  );
  return numberedSearch(call, {
    jql: typeof body.jql === 'string' ? body.jql : '',
    startAt: typeof body.startAt === 'number' ? body.startAt : 0,
    maxResults: typeof body.maxResults === 'number' ? body.maxResults : 50,
    validate: body.validateQuery !== false,
    parts: bodyParts(body, strings(body.expand) ?? []),
  });
}

function numberedSearch(call: Call, search: NumberedSearch): RouteResponse {
  const startAt = Math.max(0, search.startAt);
  const maxResults = Math.min(search.maxResults < 0 ? 50 : search.maxResults, call.store.settings.searchCap);
  const { found, warnings } = find(call, search);
  const page = found.slice(startAt, startAt + maxResults);
  const parts = { ...search.parts, expand: withoutNames(search.parts.expand) };
  return ok({
    expand: 'schema,names',
    startAt,
    maxResults,
    total: found.length,
    issues: page.map((issue) => ({ ...serializeIssue(call, issue, parts, '*navigable'), expand: expandable(call) })),
    ...(warnings.length > 0 ? { warningMessages: warnings } : {}),
    ...namesAndSchema(call, page, search.parts),
  });
}

/** Not validating turns unknown values into warnings; the rest of the query still counts. */
function find(
  call: Call,
  { jql, validate }: NumberedSearch,
): { readonly found: readonly Issue[]; readonly warnings: readonly string[] } {
  const query = readJql(jql);
  if (seesNothing(call)) return { found: [], warnings: [] };
  if (validate) return { found: findIssues(call, query), warnings: [] };
  const warnings: string[] = [];
  const unknown = (value: string, field: string): void => {
    warnings.push(`The value '${value}' does not exist for the field '${field}'.`);
  };
  const found = findIssues(call, query, { unknown });
  return { found, warnings };
}
