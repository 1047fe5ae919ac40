/** Links between issues. */

import { issueNotFound, requirePermission, requireUser, visibleIssue } from '../access';
import { type Call, closedBody } from '../call';
import { addComment, readComment } from '../comments';
import { idAt, isObject, stringAt } from '../json';
import { linkIssues, unlinkIssues, type WholeLink } from '../links';
import type { Issue, LinkType } from '../model';
import { noContent, ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeLinkedIssue } from '../serializers/fields';
import { serializeLinkType } from '../serializers/metadata';

export const linkRoutes: readonly Route[] = [
  { method: 'POST', path: '/issueLink', anonymous: true, run: createLink },
  { method: 'GET', path: '/issueLink/{linkId}', anonymous: true, run: getLink },
  { method: 'DELETE', path: '/issueLink/{linkId}', anonymous: true, run: deleteLink },
  { method: 'GET', path: '/issueLinkType', anonymous: true, run: listTypes },
  { method: 'GET', path: '/issueLinkType/{id}', anonymous: true, run: getType },
];

const shape = { type: 'object', inwardIssue: 'object', outwardIssue: 'object', comment: 'object' } as const;

/** Responds with an empty 201; a link that is there already is left as it is, but the comment is added again. */
function createLink(call: Call): RouteResponse {
  const { store } = call;
  const body = closedBody(call, shape, 'com.atlassian.jira.rest.v2.issue.LinkIssueRequestJsonBean');
  const type = linkType(call, body.type);
  const inward = linkEnd(call, body.inwardIssue);
  const outward = linkEnd(call, body.outwardIssue);
  if (inward.id === outward.id) throw refuse(400, ['You cannot link an issue to itself.']);
  for (const issue of [inward, outward]) {
    requirePermission(call, issue, 'link', () =>
      refuse(store.deployment === 'cloud' ? 404 : 401, [
        'No Link Issue Permission for issue '.concat(`'${store.key(issue)}'`),
      ]),
    );
  }
  const comment = body.comment == null ? undefined : readComment(call, outward, body.comment);
  linkIssues(store, type, inward, outward, requireUser(call).id);
  if (comment) addComment(store, outward, comment, requireUser(call).id);
  return { status: 201 };
}

function linkType(call: Call, raw: unknown): LinkType {
  const given = isObject(raw) ? raw : {};
  const id = idAt(given, 'id');
  const name = stringAt(given, 'name');
  const type = call.store.linkTypes.find((one) => (id === undefined ? one.name === name : one.id === id));
  if (type) return type;
  throw refuse(404, [`No issue link type with ${id === undefined ? `name '${name}'` : `id '${id}'`} found.`]);
}

function linkEnd(call: Call, raw: unknown): Issue {
  const given = isObject(raw) ? raw : {};
  const issue = visibleIssue(call, idAt(given, 'id') ?? stringAt(given, 'key') ?? '');
  if (!issue) throw issueNotFound(call);
  return issue;
}

/** @throws Refusal 400 for an id that is no number, 404 unless both ends are visible */
function linkOfPath(call: Call): WholeLink {
  const id = call.params.linkId ?? '';
  if (!/^\d+$/.test(id)) throw refuse(400, [`The issue link id '${id}' is not a number.`]);
  const link = call.store.links.get(id);
  const type = call.store.linkTypes.find((one) => one.id === link?.typeId);
  const inward = link && visibleIssue(call, link.inwardIssueId);
  const outward = link && visibleIssue(call, link.outwardIssueId);
  if (link && type && inward && outward) return { link, type, inward, outward };
  throw refuse(404, [`No issue link with id '${id}' exists.`]);
}

function getLink(call: Call): RouteResponse {
  const { link, type, inward, outward } = linkOfPath(call);
  return ok({
    id: link.id,
    self: `${call.api}/issueLink/${link.id}`,
    type: serializeLinkType(call, type),
    inwardIssue: serializeLinkedIssue(call, inward),
    outwardIssue: serializeLinkedIssue(call, outward),
  });
}

function deleteLink(call: Call): RouteResponse {
  const whole = linkOfPath(call);
  for (const issue of [whole.inward, whole.outward]) {
    requirePermission(call, issue, 'link', () => refuse(401, ['No Link Issue Permission for this issue.']));
  }
  unlinkIssues(call.store, whole, requireUser(call).id);
  return noContent;
}

function listTypes(call: Call): RouteResponse {
  return ok({ issueLinkTypes: call.store.linkTypes.map((type) => serializeLinkType(call, type)) });
}

function getType(call: Call): RouteResponse {
  const { id } = call.params;
  const type = call.store.linkTypes.find((one) => one.id === id);
  if (!type) throw refuse(404, [`No issue link type with id '${id}' found.`]);
  return ok(serializeLinkType(call, type));
}
