/** A site as JQL sees it: which fields a query may name, what they hold, and what a name in a query stands for. */

import type { View } from './call';
import { type Field, flatOptions } from './fields';
import type { JqlContext, JqlField, JqlFieldKind, JqlValue } from './jql';
import { type CutFunction, callIssueFunction } from './jql-issue-functions';
import type { FieldValue, Issue, User } from './model';
import { plainText } from './rich-text';
import type { SiteStore } from './store';
import { secondsSpent } from './worklogs';

export interface JqlListeners {
  /** Told of each value that names nothing, which then matches nothing; left out, such a value is an error. */
  readonly unknown?: (value: string, field: string) => void;
  /** Told of each function whose result was cut. */
  readonly cut?: (cut: CutFunction) => void;
}

/** What queries of this caller are asked against: only what the caller may see has a name. */
export function jqlContext(view: View, { unknown, cut }: JqlListeners = {}): JqlContext<Issue> {
  const { store, user } = view;
  return {
    now: store.now(),
    currentUser: user?.id,
    timeZone: user?.timeZone ?? store.timeZone,
    fields: jqlFields(view),
    deployment: store.deployment,
    resolve: (field, operand) => {
      const found = resolve(view, field, operand);
      if (found.length > 0 || !unknown) return found;
      unknown(operand, field.clauseNames[0] ?? field.id);
      return [nothing];
    },
    issueFunction: (name, args) => callIssueFunction(view, name, args, cut),
  };
}

/** An id that no thing has. */
const nothing = '-';

const kinds: Partial<Record<Field['kind'], JqlFieldKind>> = {
  text: 'text',
  rich: 'text',
  number: 'number',
  date: 'date',
  user: 'user',
  option: 'option',
  options: 'option',
  cascade: 'option',
  labels: 'labels',
  priority: 'choice',
  resolution: 'choice',
  versions: 'choice',
  components: 'choice',
  issuetype: 'choice',
  project: 'project',
  parent: 'key',
  epicLink: 'key',
};

const computedKinds: Readonly<Record<string, JqlFieldKind>> = {
  issuekey: 'key',
  status: 'choice',
  created: 'datetime',
  updated: 'datetime',
  resolutiondate: 'datetime',
  creator: 'user',
  timespent: 'number',
  watches: 'number',
};

/** The fields of the site that a query may use. */
export function jqlFields(view: View): readonly JqlField<Issue>[] {
  const { store } = view;
  const own = store.fields.flatMap((field): JqlField<Issue>[] => {
    const kind = field.kind === 'computed' ? computedKinds[field.id] : kinds[field.kind];
    if (kind === undefined || field.clauseNames.length === 0) return [];
    return [jqlField(store, field, kind)];
  });
  const comment = store.field('comment');
  return [...own, ...(comment ? [commentField(view, comment)] : []), textField(view), categoryField(store)];
}

function jqlField(store: SiteStore, field: Field, kind: JqlFieldKind): JqlField<Issue> {
  const values = (issue: Issue): readonly JqlValue[] => valuesOf(store, field, issue);
  const sortKey = sortKeys[field.id] ?? sortKeys[field.kind];
  return {
    id: field.id,
    clauseNames: field.clauseNames,
    kind,
    orderable: kind !== 'option' || field.kind === 'option',
    values,
    ...(field.id === 'priority' ? { rank: (id: string) => rankOf(store, id) } : {}),
    ...(sortKey ? { sortKey: (issue: Issue) => sortKey(store, field, issue) } : {}),
    ...(kind === 'datetime' ? { defaultOrder: 'DESC' as const } : {}),
  };
}

function rankOf(store: SiteStore, priorityId: string): number {
  return store.priorities.length - store.priorities.findIndex((one) => one.id === priorityId);
}

type SortKey = (store: SiteStore, field: Field, issue: Issue) => string | number | null | undefined;

const personSortKey: SortKey = (store, field, issue) => {
  const id = field.id === 'creator' ? issue.creatorId : issue.values.get(field.id);
  return id === undefined ? null : store.findUser(String(id))?.displayName;
};

/** By field id, or by kind of field. Keys sort by project and number, not by their letters. */
const sortKeys: Readonly<Record<string, SortKey>> = {
  issuekey: (store, _field, issue) => keySortKey(store, issue),
  status: (store, _field, issue) => store.statuses.findIndex((one) => one.id === issue.statusId),
  issuetype: (store, _field, issue) => store.issueType(issue.issueTypeId).name,
  project: (store, _field, issue) => store.project(issue.projectId).key,
  creator: personSortKey,
  user: personSortKey,
};

function keySortKey(store: SiteStore, issue: Issue): string {
  return `${store.project(issue.projectId).key}-${String(issue.number).padStart(9, '0')}`;
}

function valuesOf(store: SiteStore, field: Field, issue: Issue): readonly JqlValue[] {
  const structural = structuralValues[field.id];
  if (structural) return structural(store, issue);
  return jqlValues(issue.values.get(field.id));
}

function jqlValues(value: FieldValue | undefined): readonly JqlValue[] {
  if (value === undefined) return [];
  if (typeof value !== 'object') return [value];
  return 'content' in value ? [plainText(value)] : [...value];
}

const structuralValues: Readonly<Record<string, (store: SiteStore, issue: Issue) => readonly JqlValue[]>> = {
  issuekey: (store, issue) => [store.key(issue)],
  project: (_store, issue) => [issue.projectId],
  issuetype: (_store, issue) => [issue.issueTypeId],
  status: (_store, issue) => [issue.statusId],
  created: (_store, issue) => [issue.created.getTime()],
  updated: (_store, issue) => [issue.updated.getTime()],
  resolutiondate: (_store, issue) => [issue.resolved?.getTime()],
  creator: (_store, issue) => [issue.creatorId],
  watches: (_store, issue) => [issue.watchers.size],
  timespent: (store, issue) => [secondsSpent(store, issue)],
  parent: (store, issue) => {
    const parent = issue.parentId === null ? undefined : store.issues.get(issue.parentId);
    return parent ? [store.key(parent)] : [];
  },
};

function commentTexts({ store, user }: View, issue: Issue): readonly string[] {
  return store.commentsOf(issue, user).map((comment) => plainText(comment.body));
}

function commentField(view: View, field: Field): JqlField<Issue> {
  return {
    id: field.id,
    clauseNames: field.clauseNames,
    kind: 'text',
    orderable: false,
    values: (issue) => commentTexts(view, issue),
    operators: ['~', '!~'],
  };
}

/** `text` looks into every text field and the comments. */
function textField(view: View): JqlField<Issue> {
  const fields = view.store.fields.filter((field) => field.kind === 'text' || field.kind === 'rich');
  return {
    id: 'text',
    clauseNames: ['text'],
    kind: 'text',
    orderable: false,
    values: (issue) => [...fields.flatMap((field) => valuesOf(view.store, field, issue)), ...commentTexts(view, issue)],
    operators: ['~'],
  };
}

function categoryField(store: SiteStore): JqlField<Issue> {
  return {
    id: 'statusCategory',
    clauseNames: ['statusCategory'],
    kind: 'choice',
    orderable: true,
    values: (issue) => [store.status(issue.statusId).category],
  };
}

const categoryNames: Readonly<Record<string, readonly string[]>> = {
  new: ['new', '2', 'to do'],
  indeterminate: ['indeterminate', '4', 'in progress'],
  done: ['done', '3'],
};

interface Named {
  readonly id: string;
  readonly name: string;
}

function resolve(view: View, jqlField: JqlField<Issue>, operand: string): readonly string[] {
  const { store } = view;
  const wanted = operand.toLowerCase();
  const projects = store.visibleProjects(view.user);
  const named = (list: readonly Named[]): readonly string[] =>
    list.filter((one) => one.id === operand || one.name.toLowerCase() === wanted).map((one) => one.id);
  if (jqlField.id === 'statusCategory') {
    return Object.entries(categoryNames).flatMap(([id, names]) => (names.includes(wanted) ? [id] : []));
  }
  const field = store.field(jqlField.id);
  switch (jqlField.kind === 'key' ? 'parent' : field?.kind) {
    case 'project':
      return projects
        .filter((one) => one.id === operand || [one.key, one.name].some((name) => name.toLowerCase() === wanted))
        .map((one) => one.id);
    case 'user':
      return people(store, wanted);
    case 'parent': {
      const issue = store.findIssue(operand);
      return issue && store.can(view.user, 'browse', store.project(issue.projectId)) ? [store.key(issue)] : [];
    }
    case 'priority':
      return named(store.priorities);
    case 'resolution':
      return named(store.resolutions);
    case 'issuetype':
      return named(store.issueTypes);
    case 'components':
      return named(projects.flatMap((project) => project.components));
    case 'versions':
      return named(projects.flatMap((project) => project.versions));
    case 'option':
    case 'options':
    case 'cascade':
      return field ? named(flatOptions(field).map(({ id, value }) => ({ id, name: value }))) : [];
    default:
      if (jqlField.id === 'creator') return people(store, wanted);
      return jqlField.id === 'status' ? named(store.statuses) : [];
  }
}

/** Cloud knows people by account id; Data Center by user name. Both take display names and addresses in JQL. */
function people(store: SiteStore, wanted: string): readonly string[] {
  const identifies = (user: User): boolean =>
    store.deployment === 'cloud'
      ? user.id.toLowerCase() === wanted
      : user.name === wanted || user.id.toLowerCase() === wanted;
  const exact = store.users.filter(identifies);
  const loose = store.users.filter((user) =>
    [user.displayName, user.email].some((name) => name.toLowerCase() === wanted),
  );
  return (exact.length > 0 ? exact : loose).map((user) => user.id);
}
