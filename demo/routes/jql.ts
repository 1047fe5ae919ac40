/** Help for writing JQL: parsing, and what an editor offers while one types. */

import { escapeHtml } from '../adf';
import { type Call, closedBody, strings } from '../call';
import { flatOptions } from '../fields';
import type { JqlField, JqlFieldKind } from '../jql';
import { operatorsOf } from '../jql/site';
import { jqlFields } from '../jql-site';
import { structure } from '../jql-structure';
import { isObject } from '../json';
import type { Issue } from '../model';
import { ok, Refusal, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';
import { findIssues, readJql } from '../search';

export const jqlRoutes: readonly Route[] = [
  { method: 'POST', path: '/jql/parse', on: 'cloud', anonymous: true, run: parse },
  { method: 'GET', path: '/jql/autocompletedata', anonymous: true, run: referenceData },
  { method: 'GET', path: '/jql/autocompletedata/suggestions', anonymous: true, run: suggestions },
];

function parse(call: Call): RouteResponse {
  const validation = call.query.text('validation') ?? 'strict';
  if (!['strict', 'warn', 'none'].includes(validation)) {
    throw refuse(400, [`The value '${validation}' is not supported for 'validation'.`]);
  }
  const queries = strings(closedBody(call, { queries: 'strings' }).queries) ?? [];
  if (queries.length === 0) throw refuse(400, ['At least one query must be given.']);
  return ok({ queries: queries.map((query) => parseOne(call, query, validation)) });
}

function parseOne(call: Call, query: string, validation: string): Record<string, unknown> {
  const parsed = outcome(() => readJql(query));
  if (parsed.errors) return { query, errors: parsed.errors };
  const errors = validation === 'none' ? undefined : outcome(() => findIssues(call, parsed.value)).errors;
  if (errors && validation === 'strict') return { query, errors };
  return { query, structure: structure(parsed.value), ...(errors ? { errors } : {}) };
}

type Outcome<T> = { readonly value: T; readonly errors?: undefined } | { readonly errors: readonly string[] };

function outcome<T>(run: () => T): Outcome<T> {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { body } = error.response;
    return { errors: (isObject(body) ? strings(body.errorMessages) : undefined) ?? [] };
  }
}

const typeNames: Readonly<Record<JqlFieldKind, string>> = {
  text: 'java.lang.String',
  choice: 'com.atlassian.jira.issue.fields.option.Option',
  option: 'com.atlassian.jira.issue.customfields.option.Option',
  project: 'com.atlassian.jira.project.Project',
  user: 'com.atlassian.jira.user.ApplicationUser',
  key: 'com.atlassian.jira.issue.Issue',
  labels: 'com.atlassian.jira.issue.label.Label',
  number: 'java.lang.Number',
  date: 'java.util.Date',
  datetime: 'java.util.Date',
};

interface JqlFunction {
  readonly value: string;
  readonly types: readonly string[];
  /** It gives several values, for `in`. */
  readonly isList?: 'true';
}

const functions: readonly JqlFunction[] = [
  { value: 'currentUser()', types: [typeNames.user] },
  ...['watchedIssues()', 'votedIssues()', 'linkedIssues()'].map(
    (value): JqlFunction => ({ value, types: [typeNames.key], isList: 'true' }),
  ),
  ...['now()', 'startOfDay()', 'endOfDay()', 'startOfWeek()', 'endOfWeek()', 'startOfMonth()', 'endOfMonth()'].map(
    (value) => ({ value, types: [typeNames.date] }),
  ),
];

const reservedWords = ['and', 'or', 'not', 'in', 'is', 'empty', 'null', 'order', 'by', 'was', 'changed', 'asc', 'desc'];

function referenceData(call: Call): RouteResponse {
  return ok({
    visibleFieldNames: jqlFields(call).map((field) => fieldReference(field)),
    visibleFunctionNames: functions.map((one) => ({ displayName: one.value, ...one })),
    jqlReservedWords: reservedWords,
  });
}

function fieldReference(field: JqlField<Issue>): Record<string, unknown> {
  const number = /^customfield_(\d+)$/.exec(field.id)?.[1];
  const name = field.clauseNames.at(number === undefined ? 0 : 1) ?? field.id;
  const simple = /^\w+$/.test(name);
  return {
    value: simple ? name : `"${name}"`,
    displayName: number === undefined ? name : `${name} - cf[${number}]`,
    orderable: String(field.orderable),
    searchable: 'true',
    ...(number === undefined ? {} : { cfid: `cf[${number}]` }),
    ...(['choice', 'option', 'project', 'labels'].includes(field.kind) ? { auto: 'true' } : {}),
    operators: operatorsOf(field),
    types: [typeNames[field.kind]],
  };
}

const mostSuggestions = 15;

/** Values of a field that begin with what has been typed. Fields without a list of values have none to offer. */
function suggestions(call: Call): RouteResponse {
  const wanted = (call.query.text('fieldName') ?? '').toLowerCase().replace(/^"|"$/g, '');
  const typed = call.query.text('fieldValue') ?? '';
  const fields = jqlFields(call).filter((one) => one.clauseNames.some((name) => name.toLowerCase() === wanted));
  const names = [...new Set(fields.flatMap((field) => valuesOffered(call, field.id)))];
  const found = names.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase())).slice(0, mostSuggestions);
  return ok({
    results: found.map((name) => ({
      value: /^\w+$/.test(name) ? name : `"${name}"`,
      displayName: `<b>${escapeHtml(name.slice(0, typed.length))}</b>${escapeHtml(name.slice(typed.length))}`,
    })),
  });
}

function valuesOffered(call: Call, fieldId: string): readonly string[] {
  const { store, user } = call;
  const projects = store.visibleProjects(user);
  const name = (one: { readonly name: string }): string => one.name;
  switch (fieldId) {
    case 'project':
      return projects.map((project) => project.key);
    case 'status':
      return store.statuses.map(name);
    case 'statusCategory':
      return ['To Do', 'In Progress', 'Done'];
    case 'issuetype':
      return store.issueTypes.map(name);
    case 'priority':
      return store.priorities.map(name);
    case 'resolution':
      return store.resolutions.map(name);
    case 'components':
      return projects.flatMap((project) => project.components.map(name));
    case 'fixVersions':
    case 'versions':
      return projects.flatMap((project) => project.versions.map(name));
    case 'labels': {
      const labels = [...store.issues.values()].flatMap((issue) => issue.values.get('labels') ?? []);
      return labels.flatMap((label) => (typeof label === 'string' ? [label] : [])).sort();
    }
    default: {
      const field = store.field(fieldId);
      return field ? flatOptions(field).map((option) => option.value) : [];
    }
  }
}
