/** Comments of issues. */

import { commentOfPath, issueOfPath, requirePermission, requireUser } from '../access';
import { type Call, closedBody, openBody } from '../call';
import { changeComment, readComment, removeComment, addComment as storeNew } from '../comments';
import type { Comment, Issue } from '../model';
import { created, noContent, ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeComment } from '../serializers/comment';

const one = '/issue/{issueIdOrKey}/comment/{id}';

export const commentRoutes: readonly Route[] = [
  { method: 'POST', path: '/issue/{issueIdOrKey}/comment', anonymous: true, run: addComment },
  {
    method: 'GET',
    path: '/issue/{issueIdOrKey}/comment',
    anonymous: true,
    query: { startAt: 'integer', maxResults: 'integer' },
    run: listComments,
  },
  { method: 'GET', path: one, anonymous: true, run: getComment },
  {
    method: 'PUT',
    path: one,
    anonymous: true,
    query: { notifyUsers: 'boolean', overrideEditableFlag: 'boolean' },
    run: updateComment,
  },
  { method: 'DELETE', path: one, anonymous: true, run: deleteComment },
  { method: 'GET', path: '/comment/{commentId}/properties/{propertyKey}', anonymous: true, run: getProperty },
  { method: 'POST', path: '/comment/list', on: 'cloud', anonymous: true, run: commentsByIds },
];

/** Cloud gives a comment's properties along with it; Data Center only where they are asked for. */
function serialized(call: Call, comment: Comment): Record<string, unknown> {
  const expand = call.query.list('expand') ?? [];
  return serializeComment(call, comment, {
    renderedBody: expand.includes('renderedBody'),
    properties: expand.includes('properties'),
  });
}

function addComment(call: Call): RouteResponse {
  const body = openBody(call);
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'comment', () =>
    refuse(call.store.deployment === 'cloud' ? 404 : 400, ['You do not have the permission to comment on this issue.']),
  );
  const comment = readComment(call, issue, body);
  return created(serialized(call, storeNew(call.store, issue, comment, requireUser(call).id)));
}

const orders = new Set(['created', '+created', '-created']);

function listComments(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const { query, store } = call;
  // An unencoded + arrives as a space.
  const order = (query.text('orderBy') ?? 'created').replace(/^ /, '+');
  if (!orders.has(order)) throw refuse(400, [`The value '${order}' is not supported for 'orderBy'.`]);
  const startAt = Math.max(0, query.integer('startAt', 0));
  const cloud = store.deployment === 'cloud';
  const asked = Math.max(0, query.integer('maxResults', cloud ? 100 : 50));
  const maxResults = cloud ? Math.min(asked, 100) : asked;
  const all = [...store.commentsOf(issue, call.user)];
  if (order === '-created') all.reverse();
  const page = all.slice(startAt, startAt + maxResults);
  return ok({ startAt, maxResults, total: all.length, comments: page.map((comment) => serialized(call, comment)) });
}

function getComment(call: Call): RouteResponse {
  return ok(serialized(call, commentOfPath(call, issueOfPath(call))));
}

function getProperty(call: Call): RouteResponse {
  const { store, user, params } = call;
  const comment = store.comments.get(params.commentId ?? '');
  const issue = comment && store.issues.get(comment.issueId);
  const visible = issue && store.can(user, 'browse', store.project(issue.projectId));
  if (!comment || !visible || !store.sees(user, comment.visibility, issue)) {
    throw refuse(404, [`Can not find a comment for the id: ${params.commentId}.`]);
  }
  const key = params.propertyKey ?? '';
  if (!comment.properties.has(key)) throw refuse(404, [`The property with key '${key}' does not exist.`]);
  return ok({ key, value: comment.properties.get(key) });
}

function updateComment(call: Call): RouteResponse {
  const body = openBody(call);
  const issue = issueOfPath(call);
  const comment = commentOfPath(call, issue);
  mayChange(call, issue, comment, 'edit');
  const read = readComment(call, issue, body);
  const visibility = 'visibility' in body ? read.visibility : comment.visibility;
  changeComment(call.store, issue, comment, { ...read, visibility }, requireUser(call).id);
  return ok(serialized(call, comment));
}

/** One's own comments, or everybody's for an administrator of the project. Both kinds of refusal are a 400. */
function mayChange(call: Call, issue: Issue, comment: Comment, what: 'edit' | 'delete'): void {
  const { store, user } = call;
  if (!user) throw refuse(what === 'delete' ? 405 : 400, ['You do not have the permission for this comment.']);
  const project = store.project(issue.projectId);
  const own = comment.authorId === user.id && store.can(user, 'comment', project);
  if (own || store.can(user, 'admin', project)) return;
  throw refuse(400, [`You do not have permission to ${what} comment with id: ${comment.id}`]);
}

function deleteComment(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const comment = commentOfPath(call, issue);
  mayChange(call, issue, comment, 'delete');
  removeComment(call.store, issue, comment, requireUser(call).id);
  return noContent;
}

const idsLimit = 1000;

function commentsByIds(call: Call): RouteResponse {
  const { store, user } = call;
  const body = closedBody(call, { ids: 'integers' });
  const ids = Array.isArray(body.ids) ? body.ids : [];
  if (ids.length === 0 || ids.length > idsLimit) {
    throw refuse(400, [`The number of comment ids must be between 1 and ${idsLimit}.`]);
  }
  const asked = new Set(ids.map(String));
  // Store order, not the order asked for: Jira promises none.
  const found = [...store.comments.values()].filter((comment) => {
    const issue = store.issues.get(comment.issueId);
    if (!asked.has(comment.id) || !issue) return false;
    return store.can(user, 'browse', store.project(issue.projectId)) && store.sees(user, comment.visibility, issue);
  });
  return ok({
    startAt: 0,
    maxResults: idsLimit,
    total: found.length,
    isLast: true,
    values: found.map((comment) => serialized(call, comment)),
  });
}
