/** Properties of an issue: JSON values that integrations keep there. */

import { issueOfPath, requirePermission } from '../access';
import type { Call } from '../call';
import type { Issue } from '../model';
import { noContent, ok, type RouteResponse, refuse } from '../responses';
import type { Route } from '../routing';

const all = '/issue/{issueIdOrKey}/properties';
const one = `${all}/{propertyKey}`;

export const issuePropertyRoutes: readonly Route[] = [
  { method: 'GET', path: all, anonymous: true, run: listKeys },
  { method: 'GET', path: one, anonymous: true, run: getProperty },
  { method: 'PUT', path: one, anonymous: true, run: setProperty },
  { method: 'DELETE', path: one, anonymous: true, run: deleteProperty },
];

function listKeys(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const self = (key: string): string => `${call.api}/issue/${issue.id}/properties/${encodeURIComponent(key)}`;
  return ok({ keys: [...issue.properties.keys()].map((key) => ({ self: self(key), key })) });
}

function getProperty(call: Call): RouteResponse {
  const issue = issueOfPath(call);
  const key = keyOfPath(call, issue);
  return ok({ key, value: issue.properties.get(key) });
}

const longestValue = 32_768;

/** 201 for a new key, 200 for a new value of one that was there. */
function setProperty(call: Call): RouteResponse {
  const issue = editableIssue(call);
  const key = call.params.propertyKey ?? '';
  if (key.length > 255) throw refuse(400, ['The property key must not be longer than 255 characters.']);
  if (JSON.stringify(call.body).length > longestValue) {
    throw refuse(400, [`The property value must not be longer than ${longestValue} characters.`]);
  }
  const present = issue.properties.has(key);
  issue.properties.set(key, call.body);
  return { status: present ? 200 : 201 };
}

function deleteProperty(call: Call): RouteResponse {
  const issue = editableIssue(call);
  issue.properties.delete(keyOfPath(call, issue));
  return noContent;
}

function keyOfPath(call: Call, issue: Issue): string {
  const key = call.params.propertyKey ?? '';
  if (issue.properties.has(key)) return key;
  throw refuse(404, [`The property with key '${key}' does not exist.`]);
}

function editableIssue(call: Call): Issue {
  const issue = issueOfPath(call);
  requirePermission(call, issue, 'edit', () => refuse(403, ['You do not have permission to edit this issue.']));
  return issue;
}
