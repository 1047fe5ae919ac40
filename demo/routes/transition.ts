/** Transitions of an issue, and its assignee. */

import { issueOfPath, requirePermission, requireUser } from '../access';
import { type Call, closedBody, openBody } from '../call';
import { changeIssue } from '../edit';
import type { Issue } from '../model';
import { noContent, ok, type RouteResponse, refuse, refuseFields } from '../responses';
import type { Route } from '../routing';
import { takeTransition } from '../take-transition';
import { serializeTransitions } from '../transitions';
import { defaultAssignee } from '../values';

export const transitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/issue/{issueIdOrKey}/transitions',
    anonymous: true,
    query: {
      skipRemoteOnlyCondition: 'boolean',
      includeUnavailableTransitions: 'boolean',
      sortByOpsBarAndStatus: 'boolean',
    },
    run: getTransitions,
  },
  { method: 'POST', path: '/issue/{issueIdOrKey}/transitions', anonymous: true, run: doTransition },
  { method: 'PUT', path: '/issue/{issueIdOrKey}/assignee', on: 'cloud', anonymous: true, run: assignOnCloud },
  { method: 'PUT', path: '/issue/{issueIdOrKey}/assignee', on: 'datacenter', anonymous: true, run: assignOnDataCenter },
];

function getTransitions(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const cloud = call.store.deployment === 'cloud';
  const transitions = serializeTransitions(call, issue, {
    withFields: (call.query.list('expand') ?? []).includes('transitions.fields'),
    transitionId: call.query.text('transitionId'),
    unavailable: cloud && call.query.flag('includeUnavailableTransitions'),
  });
  return ok({ expand: 'transitions', transitions });
}

function doTransition(call: Call): RouteResponse {
  const body = openBody(call);
  const issue = issueOfPath(call);
  takeTransition(call, issue, body);
  return noContent;
}

function assignOnCloud(call: Call): RouteResponse {
  const body = closedBody(call, {
    accountId: 'string',
    name: 'string',
    key: 'string',
    self: 'string',
    accountType: 'string',
    active: 'boolean',
    displayName: 'string',
    emailAddress: 'string',
    timeZone: 'string',
    locale: 'string',
  });
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'assign', () => refuse(403, ['You do not have permission to assign issues.']));
  const given = ['accountId', 'name', 'key'].filter((name) => name in body);
  if (given.length !== 1 || given[0] !== 'accountId') {
    throw refuse(400, ["'accountId' must be the only user identifying query parameter in GDPR strict mode."]);
  }
  return assign(call, issue, body.accountId, (id) => call.store.findUser(id));
}

/** Nobody has recorded what Jira makes of a body without a name, so it is refused. */
function assignOnDataCenter(call: Call): RouteResponse {
  const body = closedBody(call, { name: 'string' }, 'com.atlassian.jira.rest.v2.issue.UserBean');
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'assign', () => refuse(401, ['You do not have permission to assign issues.']));
  if (!('name' in body)) throw refuseFields({ assignee: "expected Object containing a 'name' property" });
  return assign(call, issue, body.name, (name) => call.store.findUserByName(name));
}

function assign(
  call: Call,
  issue: Issue,
  who: unknown,
  find: (who: string) => ReturnType<Call['store']['findUser']>,
): RouteResponse {
  const { store } = call;
  const project = store.project(issue.projectId);
  const assignee = who === '-1' ? defaultAssignee(store, project) : typeof who === 'string' ? find(who) : null;
  if (assignee === undefined) throw refuseFields({ assignee: `User '${String(who)}' does not exist.` });
  if (assignee === null && !store.settings.unassignedIssues) {
    throw refuseFields({ assignee: 'Issues must be assigned.' });
  }
  if (assignee && !store.assignable(assignee, project)) {
    throw refuseFields({ assignee: `User '${assignee.displayName}' cannot be assigned issues.` });
  }
  const values = new Map([['assignee', assignee?.id ?? null]]);
  changeIssue(store, issue, requireUser(call).id, { values });
  return noContent;
}
