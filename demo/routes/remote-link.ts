/** Links from an issue to something outside Jira. */

import { issueOfPath, requirePermission } from '../access';
import { type Call, openBody } from '../call';
import { isObject, type JsonObject, stringAt } from '../json';
import type { Issue, RemoteLink, RemoteLinkContent } from '../model';
import { noContent, ok, type RouteResponse, refuse, refuseFields } from '../responses';
import type { Route } from '../routing';

const all = '/issue/{issueIdOrKey}/remotelink';
const one = `${all}/{linkId}`;

export const remoteLinkRoutes: readonly Route[] = [
  { method: 'GET', path: all, anonymous: true, run: listLinks },
  { method: 'POST', path: all, anonymous: true, run: createOrUpdate },
  { method: 'DELETE', path: all, anonymous: true, run: deleteByGlobalId },
  { method: 'GET', path: one, anonymous: true, run: getLink },
  { method: 'PUT', path: one, anonymous: true, run: updateLink },
  { method: 'DELETE', path: one, anonymous: true, run: deleteLink },
];

function serialized(call: Call, { id, issueId, globalId, content }: RemoteLink): Record<string, unknown> {
  const { application, relationship, object } = content;
  return {
    id,
    self: `${call.api}/issue/${issueId}/remotelink/${id}`,
    ...(globalId === undefined ? {} : { globalId }),
    application: application ?? {},
    ...(relationship == null ? {} : { relationship }),
    object: { ...object, icon: object.icon ?? {}, status: object.status ?? { icon: {} } },
  };
}

/** All of them, or with `globalId` that one alone, not in a list. */
function listLinks(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const globalId = call.query.text('globalId');
  if (globalId !== undefined) return ok(serialized(call, linkByGlobalId(call, issue, globalId)));
  return ok(call.store.remoteLinksOf(issue.id).map((link) => serialized(call, link)));
}

function getLink(call: Call): RouteResponse {
  return ok(serialized(call, linkOfPath(call, issueOfPath(call))));
}

/** A `globalId` that the issue has already names the link to change: what the request leaves out is then gone. */
function createOrUpdate(call: Call): RouteResponse {
  const { store } = call;
  const issue = linkableIssue(call);
  const body = openBody(call);
  const content = readContent(body);
  const globalId = readGlobalId(body);
  const present = globalId === undefined ? undefined : find(call, issue, globalId);
  const link: RemoteLink = {
    id: present?.id ?? Number(store.nextId('remoteLink')),
    issueId: issue.id,
    globalId,
    content,
  };
  store.remoteLinks.set(link.id, link);
  issue.updated = store.now();
  const { id, self } = serialized(call, link);
  return { status: present ? 200 : 201, body: { id, self } };
}

function updateLink(call: Call): RouteResponse {
  const issue = linkableIssue(call);
  const { id } = linkOfPath(call, issue);
  const body = openBody(call);
  const content = readContent(body);
  call.store.remoteLinks.set(id, { id, issueId: issue.id, globalId: readGlobalId(body), content });
  return noContent;
}

function deleteLink(call: Call): RouteResponse {
  call.store.remoteLinks.delete(linkOfPath(call, linkableIssue(call)).id);
  return noContent;
}

function deleteByGlobalId(call: Call): RouteResponse {
  const issue = linkableIssue(call);
  const globalId = call.query.text('globalId');
  if (globalId === undefined) {
    throw refuse(call.store.deployment === 'cloud' ? 400 : 404, ['The globalId query parameter is required.']);
  }
  call.store.remoteLinks.delete(linkByGlobalId(call, issue, globalId).id);
  return noContent;
}

function linkableIssue(call: Call): Issue {
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'link', () => refuse(403, ['No Link Issue Permission for this issue.']));
  return issue;
}

function find(call: Call, issue: Issue, globalId: string): RemoteLink | undefined {
  return call.store.remoteLinksOf(issue.id).find((link) => link.globalId === globalId);
}

function linkByGlobalId(call: Call, issue: Issue, globalId: string): RemoteLink {
  const link = find(call, issue, globalId);
  if (link) return link;
  throw refuse(404, [`No remote issue link with the global id '${globalId}' exists for the issue.`]);
}

/** @throws Refusal 400 for an id that is no number, and for one of another issue; 404 where there is none */
function linkOfPath(call: Call, issue: Issue): RemoteLink {
  const id = call.params.linkId ?? '';
  const link = call.store.remoteLinks.get(Number(id));
  const missing = refuse(404, [`No remote issue link with id '${id}' exists.`]);
  if (call.store.deployment === 'cloud' && !/^\d+$/.test(id)) {
    throw refuse(400, [`The remote issue link id '${id}' is not a number.`]);
  }
  if (link?.issueId !== issue.id) throw missing;
  return link;
}

function readContent(body: JsonObject): RemoteLinkContent {
  const object = isObject(body.object) ? body.object : {};
  const missing = ['title', 'url'].filter((name) => !stringAt(object, name));
  if (missing.length > 0) {
    throw refuseFields(Object.fromEntries(missing.map((name) => [name, `'${name}' is required.`])));
  }
  return { application: body.application, relationship: body.relationship, object };
}

function readGlobalId(body: JsonObject): string | undefined {
  const globalId = stringAt(body, 'globalId');
  if (globalId !== undefined && globalId.length > 255) {
    throw refuseFields({ globalId: "'globalId' must not be longer than 255 characters." });
  }
  return globalId;
}
