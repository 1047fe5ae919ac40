/** Issues: create, read, change, delete. */

import { issueNotFound, issueOfPath, requirePermission, requireUser, visibleIssue } from '../access';
import { type Call, closedBody, openBody, splitList, strings } from '../call';
import { readChanges } from '../changes';
import { deleteIssue as removeIssue } from '../delete-issue';
import { changeIssue } from '../edit';
import { idAt, isObject, type JsonObject, stringAt } from '../json';
import { createScreen, editScreen } from '../meta';
import type { Issue, IssueType, Project } from '../model';
import { newIssue } from '../new-issue';
import { readProperties } from '../properties';
import { created, noContent, ok, Refusal, type RouteResponse, refuse, refuseBody, refuseFields } from '../responses';
import type { Route } from '../routing';
import { editMeta, serializeIssue } from '../serializers/issue';
import { takeTransition } from '../take-transition';
import { defaultAssignee } from '../values';

export const issueRoutes: readonly Route[] = [
  { method: 'POST', path: '/issue', anonymous: true, query: { updateHistory: 'boolean' }, run: createIssue },
  {
    method: 'GET',
    path: '/issue/{issueIdOrKey}',
    anonymous: true,
    query: { fieldsByKeys: 'boolean', updateHistory: 'boolean', failFast: 'boolean' },
    run: getIssue,
  },
  {
    method: 'PUT',
    path: '/issue/{issueIdOrKey}',
    anonymous: true,
    query: {
      notifyUsers: 'boolean',
      returnIssue: 'boolean',
      overrideScreenSecurity: 'boolean',
      overrideEditableFlag: 'boolean',
    },
    run: editIssue,
  },
  { method: 'DELETE', path: '/issue/{issueIdOrKey}', anonymous: true, run: deleteIssue },
  { method: 'GET', path: '/issue/{issueIdOrKey}/editmeta', anonymous: true, run: getEditMeta },
  { method: 'POST', path: '/issue/bulkfetch', on: 'cloud', anonymous: true, run: bulkFetch },
];

function createIssue(call: Call): RouteResponse {
  const body = openBody(call);
  const fields = isObject(body.fields) ? body.fields : {};
  const { project, type, parent } = readFrame(call, fields);
  const screen = createScreen(call, project, type);
  const { values } = readChanges(call, body, { project, screen }, ['project', 'issuetype', 'parent']);
  const properties = readProperties(call, body);
  const { store } = call;
  const user = requireUser(call);
  // Atlassian's documents ask for it where a property is set; whether a creation is spared nobody has recorded.
  if (properties.size > 0 && !store.can(user, 'edit', project)) {
    throw refuse(403, ['You do not have permission to edit issues in this project.']);
  }
  const issue = newIssue(store, {
    project,
    issueTypeId: type.id,
    parentId: parent?.id ?? null,
    creatorId: user.id,
    at: store.now(),
    watched: true,
  });
  for (const [key, value] of properties) issue.properties.set(key, value);
  if (!values.has('assignee')) {
    const assignee = defaultAssignee(store, project);
    if (assignee) issue.values.set('assignee', assignee.id);
  }
  for (const [id, value] of values) if (value !== null) issue.values.set(id, value);
  store.events.tell({ kind: 'issue', what: 'created', issue, actorId: user.id });
  return created({
    id: issue.id,
    key: store.key(issue),
    self: `${call.api}/issue/${issue.id}`,
    ...transitionOnCreate(call, issue, body),
  });
}

interface Frame {
  readonly project: Project;
  readonly type: IssueType;
  readonly parent: Issue | undefined;
}

/** Project, issue type and parent: without them nothing else can be read. */
function readFrame(call: Call, fields: JsonObject): Frame {
  const { store, user } = call;
  const given = isObject(fields.project) ? fields.project : {};
  const project = store.findProject(idAt(given, 'id') ?? '') ?? store.findProject(stringAt(given, 'key') ?? '');
  if (!project || !(store.can(user, 'browse', project) || store.can(user, 'create', project))) {
    const text = store.deployment === 'cloud' ? 'Specify a valid project ID or key' : 'project is required';
    throw refuseFields({ project: text });
  }
  if (!user || !store.can(user, 'create', project)) {
    if (store.deployment === 'cloud')
      throw refuse(403, ['You do not have permission to create issues in this project.']);
    throw refuseFields({ project: 'You cannot create issues in this project.' });
  }
  const type = readType(call, project, fields.issuetype);
  return { project, type, parent: readParent(call, project, type, fields.parent) };
}

function readType(call: Call, project: Project, raw: unknown): IssueType {
  const given = isObject(raw) ? raw : {};
  const id = idAt(given, 'id');
  const types = project.issueTypeIds.map((typeId) => call.store.issueType(typeId));
  const type = types.find((one) => (id === undefined ? one.name === stringAt(given, 'name') : one.id === id));
  if (type) return type;
  const text = call.store.deployment === 'cloud' ? 'Specify a valid issue type' : 'valid issue type is required';
  throw refuseFields({ issuetype: text });
}

function readParent(call: Call, project: Project, type: IssueType, raw: unknown): Issue | undefined {
  const { store } = call;
  if (raw === undefined || raw === null) {
    if (type.hierarchyLevel !== -1) return undefined;
    throw refuseFields({ parent: 'Issue type is a sub-task but parent issue key or id not specified.' });
  }
  if (type.hierarchyLevel !== -1 && store.deployment === 'datacenter') {
    throw refuseFields({ parent: "Field 'parent' cannot be set. It is not on the appropriate screen, or unknown." });
  }
  const given = isObject(raw) ? raw : {};
  const parent = visibleIssue(call, idAt(given, 'id') ?? stringAt(given, 'key') ?? '');
  if (!parent) throw refuseFields({ parent: 'Could not find issue by id or key.' });
  const level = store.issueType(parent.issueTypeId).hierarchyLevel;
  if (level !== type.hierarchyLevel + 1 || (type.hierarchyLevel === -1 && parent.projectId !== project.id)) {
    throw refuseFields({ parentId: 'Given parent issue does not belong to appropriate hierarchy.' });
  }
  return parent;
}

/** The issue exists by now: a transition that fails is told inside the 201. */
function transitionOnCreate(call: Call, issue: Issue, body: JsonObject): Record<string, unknown> {
  if (call.store.deployment === 'datacenter' || !isObject(body.transition)) return {};
  const done = { status: 200, errorCollection: { errorMessages: [], errors: {} } };
  try {
    takeTransition(call, issue, { transition: body.transition });
    return { transition: done };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, body: errorCollection } = error.response;
    return { transition: { status, errorCollection } };
  }
}

function getIssue(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const parts = {
    fields: call.query.list('fields') ?? [],
    expand: call.query.list('expand') ?? [],
    properties: call.query.list('properties') ?? [],
  };
  return ok(serializeIssue(call, issue, parts, '*all'));
}

function editIssue(call: Call): RouteResponse {
  const { store, query } = call;
  const body = openBody(call);
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'edit', () =>
    store.deployment === 'cloud'
      ? refuse(403, ['You do not have permission to edit issues in this project.'])
      : refuse(400, [], { issue: 'You do not have permission to edit issues in this project.' }),
  );
  if (!query.flag('notifyUsers', true)) mayMute(call, issue);
  const project = store.project(issue.projectId);
  const fields = isObject(body.fields) ? body.fields : {};
  const update = isObject(body.update) ? body.update : {};
  const type = newType(call, project, issue, fields);
  const parentId = newParent(call, issue, type, fields, update);
  const target = { project, issue, screen: editScreen(call, project, type) };
  const { values, comments } = readChanges(call, body, target, ['issuetype', 'parent']);
  const properties = readProperties(call, body);
  if (!isObject(body.fields) && !isObject(body.update) && properties.size === 0) {
    throw refuseBody(store.deployment, 'No fields or update given');
  }
  const user = requireUser(call);
  for (const [key, value] of properties) issue.properties.set(key, value);
  changeIssue(store, issue, user.id, { values, issueTypeId: type.id, parentId }, { comments });
  if (store.deployment === 'datacenter' || !query.flag('returnIssue')) return noContent;
  const parts = { fields: [], expand: query.list('expand') ?? [], properties: [] };
  return ok(serializeIssue(call, issue, parts, '*all'));
}

/** A type of another level or with another workflow is for the move dialog of the browser, not for an edit. */
function newType(call: Call, project: Project, issue: Issue, fields: JsonObject): IssueType {
  const { store } = call;
  const before = store.issueType(issue.issueTypeId);
  if (!('issuetype' in fields)) return before;
  const type = readType(call, project, fields.issuetype);
  const alike =
    type.hierarchyLevel === before.hierarchyLevel &&
    project.workflows.get(type.id) === project.workflows.get(before.id);
  if (!alike) throw refuseFields({ issuetype: 'The issue type selected is invalid.' });
  return type;
}

/** Sending no mail needs an administrator; whether Jira ignores the wish otherwise is disputed, a refusal has been measured. */
function mayMute(call: Call, issue: Issue): void {
  const { store, user } = call;
  if (user?.administrator || store.can(user, 'admin', store.project(issue.projectId))) return;
  const text = 'To discard the user notification either admin or project admin permissions are required.';
  throw refuse(store.deployment === 'cloud' ? 400 : 403, [text]);
}

function newParent(call: Call, issue: Issue, type: IssueType, fields: JsonObject, update: JsonObject): string | null {
  const operations = Array.isArray(update.parent) ? update.parent : [];
  const last: unknown = operations.at(-1);
  const set = isObject(last) && isObject(last.set) ? last.set : undefined;
  const raw = 'parent' in fields ? fields.parent : set;
  if (raw === undefined) return issue.parentId;
  const project = call.store.project(issue.projectId);
  const cleared = raw === null || (isObject(raw) && raw.none === true);
  return readParent(call, project, type, cleared ? undefined : raw)?.id ?? null;
}

function deleteIssue(call: Call): RouteResponse {
  const { store } = call;
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'delete', () =>
    refuse(403, ['You do not have permission to delete issues in this project.']),
  );
  const key = store.key(issue);
  if (store.subtasks(issue).length > 0 && call.query.text('deleteSubtasks') !== 'true') {
    const text = `The issue '${key}' has subtasks.  You must specify the 'deleteSubtasks' parameter to delete this issue and all its subtasks.`;
    throw refuse(400, [text]);
  }
  removeIssue(store, issue, requireUser(call).id);
  return noContent;
}

function getEditMeta(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  if (!call.user) throw issueNotFound(call);
  return ok(editMeta(call, issue));
}

const bulkLimit = 100;

function bulkFetch(call: Call): RouteResponse {
  const body = closedBody(call, {
    issueIdsOrKeys: 'strings',
    fields: 'strings',
    expand: 'strings',
    properties: 'strings',
    fieldsByKeys: 'boolean',
  });
  const wanted = strings(body.issueIdsOrKeys) ?? [];
  if (wanted.length === 0 || wanted.length > bulkLimit) {
    throw refuse(400, [`The number of issues to fetch must be between 1 and ${bulkLimit}.`]);
  }
  const found = new Set(wanted.flatMap((idOrKey) => visibleIssue(call, idOrKey) ?? []));
  const parts = {
    fields: strings(body.fields) ?? [],
    expand: (strings(body.expand) ?? []).flatMap((item) => splitList(item)),
    properties: strings(body.properties) ?? [],
  };
  if (parts.properties.length > 5) throw refuse(400, ['The number of properties must not be more than 5.']);
  const issues = [...found].sort((a, b) => Number(a.id) - Number(b.id));
  return ok({ issues: issues.map((issue) => serializeIssue(call, issue, parts, '*navigable')), issueErrors: [] });
}
