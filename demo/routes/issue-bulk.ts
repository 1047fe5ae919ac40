/** Several issues in one call: each is created or refused by itself. */

import { type Call, openBody } from '../call';
import { isObject, type JsonObject } from '../json';
import { created, Refusal, type RouteResponse, refuse, refuseBody } from '../responses';
import type { Route } from '../routing';
import { makeIssue } from './issue';

export const issueBulkRoutes: readonly Route[] = [
  { method: 'POST', path: '/issue/bulk', anonymous: true, run: createIssues },
];

const MOST = 50;

/**
 * Those that succeed are listed without gaps; which ones failed is told by their place in the request. Only if none succeeds is the
 * whole a 400, in the same shape.
 */
function createIssues(call: Call): RouteResponse {
  const updates: JsonObject[] = [];
  const refusal = attempt(() => updates.push(...issueUpdates(call)));
  if (refusal) return refusedAsAWhole(call, refusal);
  const issues: object[] = [];
  const errors: object[] = [];
  for (const [index, update] of updates.entries()) {
    const failure = attempt(() => issues.push(makeIssue(call, update)));
    if (failure) errors.push({ ...failure, failedElementNumber: index });
  }
  return issues.length > 0 ? created({ issues, errors }) : { status: 400, body: { issues, errors } };
}

/** One element that can't be read at all refuses the whole, as one body that can't be read. */
function issueUpdates(call: Call): readonly JsonObject[] {
  const { issueUpdates: updates } = openBody(call);
  if (!Array.isArray(updates) || !updates.every(isObject)) {
    throw refuseBody(call.store.deployment, 'Can not deserialize instance of java.util.ArrayList');
  }
  if (updates.length === 0) throw refuse(400, ['No issues to create were given.']);
  if (updates.length > MOST) throw refuse(400, [`The number of issues to create must not be more than ${MOST}.`]);
  return updates;
}

/** Cloud's document has one shape for every 400 of this operation. */
function refusedAsAWhole({ store }: Call, { status, elementErrors }: ElementError): RouteResponse {
  if (store.deployment === 'datacenter' || status !== 400) return { status, body: elementErrors };
  return { status, body: { issues: [], errors: [{ status, elementErrors, failedElementNumber: 0 }] } };
}

interface ElementError {
  readonly status: number;
  readonly elementErrors: object;
}

function attempt(make: () => void): ElementError | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, body } = error.response;
    const { errorMessages = [], errors = {} } = isObject(body) ? body : {};
    return { status, elementErrors: { errorMessages, errors } };
  }
}
