/** The issue picker: suggestions while somebody types. Not a search; it stops after a few. */

import { escapeHtml } from '../adf';
import type { Call } from '../call';
import type { Issue } from '../model';
import { ok, type RouteResponse } from '../responses';
import type { Route } from '../routing';
import { findIssues, readJql } from '../search';

export const pickerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/issue/picker',
    anonymous: true,
    query: { showSubTasks: 'boolean', showSubTaskParent: 'boolean' },
    run: pick,
  },
];

const most = 20;

function pick(call: Call): RouteResponse {
  const query = call.query.text('query') ?? '';
  const history = section(call, query, 'hs', 'History Search', everything(call));
  const jql = call.query.text('currentJQL');
  if (jql === undefined) return ok({ sections: [history] });
  return ok({ sections: [history, section(call, query, 'cs', 'Current Search', findIssues(call, readJql(jql)))] });
}

/** Most recently changed first, as what the caller looked at last is not remembered here. */
function everything(call: Call): readonly Issue[] {
  const { store, user } = call;
  return [...store.issues.values()]
    .filter((issue) => store.can(user, 'browse', store.project(issue.projectId)))
    .sort((a, b) => b.updated.getTime() - a.updated.getTime());
}

function section(call: Call, query: string, id: string, label: string, among: readonly Issue[]): unknown {
  const found = among.filter((issue) => eligible(call, issue) && matches(call, issue, query));
  const shown = found.slice(0, most);
  if (shown.length === 0) return { label, id, msg: 'No matching issues found', issues: [] };
  return {
    label,
    sub: `Showing ${shown.length} of ${found.length} matching issues`,
    id,
    issues: shown.map((issue) => suggestion(call, issue, query)),
  };
}

function eligible(call: Call, issue: Issue): boolean {
  const { store, query } = call;
  const current = query.text('currentIssueKey');
  const currentIssue = current === undefined ? undefined : store.findIssue(current);
  const subtask = store.issueType(issue.issueTypeId).hierarchyLevel === -1;
  const projectId = query.text('currentProjectId');
  return (
    issue !== currentIssue &&
    (projectId === undefined || issue.projectId === projectId) &&
    (query.flag('showSubTasks', true) || !subtask) &&
    (query.flag('showSubTaskParent', true) || currentIssue === undefined || currentIssue.parentId !== issue.id)
  );
}

/** Every word of the query begins a word of the summary, or the query is the key or its number. */
function matches(call: Call, issue: Issue, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const key = call.store.key(issue).toLowerCase();
  if (key.startsWith(query.trim().toLowerCase()) || key.endsWith(`-${query.trim()}`)) return true;
  const summary = summaryOf(issue)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.every((word) => summary.some((one) => one.startsWith(word)));
}

function suggestion(call: Call, issue: Issue, query: string): unknown {
  const key = call.store.key(issue);
  const type = call.store.issueType(issue.issueTypeId);
  const cloud = call.store.deployment === 'cloud';
  return {
    ...(cloud ? { id: Number(issue.id) } : {}),
    key,
    keyHtml: highlight(key, query),
    img: `/secure/viewavatar?size=xsmall&avatarId=${type.avatarId}&avatarType=issuetype`,
    summary: highlight(summaryOf(issue), query),
    summaryText: summaryOf(issue),
  };
}

function summaryOf(issue: Issue): string {
  return String(issue.values.get('summary') ?? '');
}

function highlight(text: string, query: string): string {
  const words = query
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
  return text
    .split(/([^\p{L}\p{N}]+)/u)
    .map((part) => {
      const word = words.find((one) => part.toLowerCase().startsWith(one));
      if (word === undefined) return escapeHtml(part);
      return `<b>${escapeHtml(part.slice(0, word.length))}</b>${escapeHtml(part.slice(word.length))}`;
    })
    .join('');
}
