/** Mail about an issue, to whoever a request names. */

import { issueOfPath, requireUser } from '../access';
import { type Call, openBody } from '../call';
import { isObject, type JsonObject, stringAt } from '../json';
import type { Issue, User } from '../model';
import { noContent, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { groupId } from '../serializers/people';

export const notifyRoutes: readonly Route[] = [
  { method: 'POST', path: '/issue/{issueIdOrKey}/notify', anonymous: true, run: notify },
];

function notify(call: Call): RouteResponse {
  const { store } = call;
  const issue = issueOfPath(call);
  const sender = requireUser(call);
  if (!store.settings.outgoingMail) throw refuse(403, ['Outgoing emails are disabled.']);
  const body = openBody(call);
  const to = isObject(body.to) ? body.to : {};
  const people = new Set([...fromRoles(issue, to), ...fromUsers(call, to), ...fromGroups(call, to)]);
  // Whoever sends it gets none.
  people.delete(sender.id);
  if (people.size === 0) throw refuse(400, ['No recipients were defined for notification.']);
  store.mails.push({
    issueId: issue.id,
    to: [...people].map((id) => store.user(id).email),
    subject: stringAt(body, 'subject'),
    text: stringAt(body, 'textBody'),
    html: stringAt(body, 'htmlBody'),
  });
  return noContent;
}

/** @throws Refusal 400 for a role that nobody has, such as the assignee of an issue without one */
function fromRoles(issue: Issue, to: JsonObject): readonly string[] {
  const holders = {
    assignee: [issue.values.get('assignee')],
    reporter: [issue.values.get('reporter')],
    watchers: [...issue.watchers],
    voters: [...issue.voters],
  };
  return Object.entries(holders).flatMap(([role, ids]) => {
    if (to[role] !== true) return [];
    const known = ids.flatMap((id) => (typeof id === 'string' ? [id] : []));
    if (known.length === 0 && role === 'assignee') throw refuse(400, ['The issue has no assignee.']);
    return known;
  });
}

function fromUsers({ store }: Call, to: JsonObject): readonly string[] {
  const cloud = store.deployment === 'cloud';
  return listAt(to, 'users').map((one) => {
    const name = stringAt(one, cloud ? 'accountId' : 'name') ?? '';
    const user = cloud ? store.findUser(name) : store.findUserByName(name);
    if (!user) throw refuse(400, [], { users: `The user '${name}' does not exist.` });
    return user.id;
  });
}

/** Cloud knows groups by their ids, too. */
function fromGroups({ store }: Call, to: JsonObject): readonly string[] {
  const known = new Set(store.users.flatMap(({ groups }) => groups));
  const ids = store.deployment === 'cloud' && Array.isArray(to.groupIds) ? to.groupIds.map(String) : [];
  const named = listAt(to, 'groups').map((one) => stringAt(one, 'name') ?? '');
  const groups = [...named, ...ids.map((id) => [...known].find((group) => groupId(group) === id) ?? id)];
  return groups.flatMap((group) => {
    if (!known.has(group)) throw refuse(400, [], { groups: `The group '${group}' does not exist.` });
    return membersOf(store.users, group);
  });
}

function membersOf(users: readonly User[], group: string): readonly string[] {
  return users.filter(({ groups }) => groups.includes(group)).map(({ id }) => id);
}

function listAt(body: JsonObject, name: string): readonly JsonObject[] {
  const list = body[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
}
