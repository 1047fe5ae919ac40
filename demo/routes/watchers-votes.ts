/** Who watches an issue, and who has voted for it. */

import { issueOfPath, requirePermission, requireUser } from '../access';
import type { Call } from '../call';
import type { Issue, User } from '../model';
import { noContent, ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { serializeVotes, serializeWatches } from '../serializers/fields';
import { serializeUser } from '../serializers/people';

const watchers = '/issue/{issueIdOrKey}/watchers';
const votes = '/issue/{issueIdOrKey}/votes';

export const watcherAndVoteRoutes: readonly Route[] = [
  { method: 'GET', path: watchers, anonymous: true, run: getWatchers },
  { method: 'POST', path: watchers, bodyOptional: true, run: addWatcher },
  { method: 'DELETE', path: watchers, run: removeWatcher },
  { method: 'GET', path: votes, anonymous: true, run: getVotes },
  { method: 'POST', path: votes, bodyOptional: true, run: addVote },
  { method: 'DELETE', path: votes, run: removeVote },
];

/** Without the permission to view watchers and voters, a caller finds nobody but themselves. */
function peopleShown(call: Call, issue: Issue, ids: ReadonlySet<string>): readonly unknown[] {
  const { store, user } = call;
  const all = store.can(user, 'viewWatchers', store.project(issue.projectId));
  return [...ids].filter((id) => all || id === user?.id).map((id) => serializeUser(call, store.user(id)));
}

/** @throws Refusal 404 where the site's people watch nothing (nobody has recorded it) */
function watchableIssue(call: Call): Issue {
  const issue = issueOfPath(call);
  if (!call.store.settings.watching) throw refuse(404, ['Watching is not enabled.']);
  return issue;
}

function getWatchers(call: Call): RouteResponse {
  const issue = watchableIssue(call);
  return ok({ ...serializeWatches(call, issue), watchers: peopleShown(call, issue, issue.watchers) });
}

/** The body is a name as a bare JSON string; Data Center takes it in the address, too. Nobody named means the caller. */
function addWatcher(call: Call): RouteResponse {
  const issue = watchableIssue(call);
  const name = call.body ?? (call.store.deployment === 'datacenter' ? call.query.text('userName') : undefined);
  const watcher = name === undefined ? requireUser(call) : personNamed(call, name);
  mayChangeWatcher(call, issue, watcher);
  issue.watchers.add(watcher.id);
  return noContent;
}

function removeWatcher(call: Call): RouteResponse {
  const { store, query } = call;
  const issue = watchableIssue(call);
  const cloud = store.deployment === 'cloud';
  const name = cloud ? query.text('accountId') : (query.text('username') ?? query.text('userName'));
  if (name === undefined) throw refuse(400, [`The ${cloud ? 'accountId' : 'username'} query parameter is required.`]);
  const watcher = personNamed(call, name);
  mayChangeWatcher(call, issue, watcher);
  issue.watchers.delete(watcher.id);
  return noContent;
}

function personNamed({ store }: Call, name: unknown): User {
  if (typeof name !== 'string') throw refuse(400, ['The name of a watcher must be a string.']);
  const user = store.deployment === 'cloud' ? store.findUser(name) : store.findUserByName(name);
  if (!user) throw refuse(404, [`The user '${name}' does not exist.`]);
  return user;
}

function mayChangeWatcher(call: Call, issue: Issue, watcher: User): void {
  if (watcher.id === call.user?.id) return;
  const status = call.store.deployment === 'cloud' ? 403 : 401;
  requirePermission(call, issue, 'manageWatchers', () =>
    refuse(status, ['You do not have permission to manage the watcher list.']),
  );
}

function getVotes(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  return ok({ ...serializeVotes(call, issue), voters: peopleShown(call, issue, issue.voters) });
}

/** Data Center's document has a 200 here, Cloud's a 204; neither has a body. */
function addVote(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const user = requireUser(call);
  if (issue.values.get('reporter') === user.id) {
    throw refuse(404, ['You cannot vote for an issue you have reported.']);
  }
  if (issue.resolved) throw refuse(404, ['You cannot vote for an issue that is resolved.']);
  issue.voters.add(user.id);
  return call.store.deployment === 'cloud' ? noContent : { status: 200 };
}

function removeVote(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  if (!issue.voters.delete(requireUser(call).id)) {
    throw refuse(404, ['You cannot remove a vote for an issue that you have not voted for.']);
  }
  return noContent;
}
