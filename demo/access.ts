/** Finding what a path names, for somebody who may or may not see it. */

import type { Call, View } from './call';
import type { Comment, Issue, Project, User } from './model';
import type { Permission } from './permissions';
import { type Refusal, refuse, refuseAnonymous } from './responses';

/** Jira tells nobody whether a thing is absent or hidden. */
export function issueNotFound(view: View): Refusal {
  if (view.store.deployment === 'cloud') {
    return refuse(404, ['Issue does not exist or you do not have permission to see it.']);
  }
  if (!view.user) return refuse(401, ['You do not have the permission to see the specified issue.', 'Login Required']);
  return refuse(404, ['Issue Does Not Exist']);
}

/** The issue, when the caller may browse it. */
export function visibleIssue(view: View, idOrKey: string): Issue | undefined {
  const issue = view.store.findIssue(idOrKey);
  return issue && view.store.can(view.user, 'browse', view.store.project(issue.projectId)) ? issue : undefined;
}

/** The issue that the path names. @throws Refusal 404 (Data Center: 401 for the anonymous) */
export function issueOfPath(call: Call): Issue {
  const issue = visibleIssue(call, call.params.issueIdOrKey ?? '');
  if (!issue) throw issueNotFound(call);
  return issue;
}

/** @throws Refusal with the status the operation has for a missing permission */
export function requirePermission(call: Call, issue: Issue, permission: Permission, refusal: () => Refusal): void {
  if (!call.store.can(call.user, permission, call.store.project(issue.projectId))) throw refusal();
}

/** The project that the path names. @throws Refusal 404 */
export function projectOfPath(call: Call): Project {
  const idOrKey = call.params.projectIdOrKey ?? '';
  const project = call.store.findProject(idOrKey);
  if (project && call.store.can(call.user, 'browse', project)) return project;
  const by = /^\d+$/.test(idOrKey) ? 'id' : 'key';
  throw refuse(404, [`No project could be found with ${by} '${idOrKey}'.`]);
}

/** The comment that the path names, on its own issue. @throws Refusal 404 */
export function commentOfPath(call: Call, issue: Issue): Comment {
  const comment = call.store.comments.get(call.params.id ?? '');
  if (comment && comment.issueId === issue.id && call.store.sees(call.user, comment.visibility, issue)) return comment;
  throw refuse(404, [`Can not find a comment for the id: ${call.params.id}.`]);
}

/** The caller, where the operation has no anonymous form. @throws Refusal 401 */
export function requireUser(call: Call): User {
  if (!call.user) throw refuseAnonymous();
  return call.user;
}
