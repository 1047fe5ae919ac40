/** The order in which a board shows its issues. */

import { visibleIssue } from '../access';
import { type Call, closedBody, strings } from '../call';
import { stringAt } from '../json';
import type { Issue } from '../model';
import { noContent, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';

export const rankRoutes: readonly Route[] = [
  { method: 'PUT', path: ':site/rest/agile/1.0/issue/rank', run: rankIssues },
];

const shape = {
  issues: 'strings',
  rankBeforeIssue: 'string',
  rankAfterIssue: 'string',
  rankCustomFieldId: 'integer',
} as const;

const most = 50;

/** The issues come to stand in the order of the request, next to the one that it names. */
function rankIssues(call: Call): RouteResponse {
  const { store } = call;
  const body = closedBody(call, shape);
  const [before, after] = [stringAt(body, 'rankBeforeIssue'), stringAt(body, 'rankAfterIssue')];
  const names = strings(body.issues) ?? [];
  if (names.length === 0 || names.length > most) throw refuse(400, [`Between 1 and ${most} issues can be ranked.`]);
  if ((before === undefined) === (after === undefined)) {
    throw refuse(400, ['Either rankBeforeIssue or rankAfterIssue must be given.']);
  }
  const moved = names.map((name) => rankableIssue(call, name).id);
  const place = rankableIssue(call, before ?? after ?? '').id;
  if (moved.includes(place)) throw refuse(400, ['An issue can not be ranked relative to itself.']);
  const others = store.ranking().filter((id) => !moved.includes(id));
  const at = others.indexOf(place) + (before === undefined ? 1 : 0);
  store.rank([...others.slice(0, at), ...moved, ...others.slice(at)]);
  return noContent;
}

function rankableIssue(call: Call, name: string): Issue {
  const issue = visibleIssue(call, name);
  if (!issue) throw refuse(400, [`Issue '${name}' does not exist or you do not have permission to see it.`]);
  if (call.store.can(call.user, 'edit', call.store.project(issue.projectId))) return issue;
  throw refuse(403, ['You do not have permission to rank this issue.']);
}
