import type { RawResponse } from '../http/transport';
import { parseJson } from '../json';
import { retryAfterMs } from '../limits/retry';
import { type ElementError, elementErrors } from './element-errors';
import { type CallOutcome, type ErrorFacts, JiraError, type JiraErrorCode, type MessageValues } from './jira-error';
import { isPage } from './markup';
import { type JiraMessages, LONGEST_LOOK, readMessages } from './response-messages';

type Reading = readonly [code: JiraErrorCode, reason: string];

const BY_STATUS: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [400, ['JIRA_INVALID', 'jira.invalid']],
  [401, ['JIRA_AUTH', 'auth.refused']],
  [403, ['JIRA_FORBIDDEN', 'jira.forbidden']],
  [404, ['JIRA_NOT_FOUND', 'jira.notFound']],
  [405, ['JIRA_INVALID', 'jira.invalid']],
  [409, ['JIRA_CONFLICT', 'jira.conflict']],
  [410, ['JIRA_NOT_FOUND', 'jira.gone']],
  [413, ['JIRA_TOO_LARGE', 'jira.tooLarge']],
  [414, ['JIRA_TOO_LARGE', 'jira.tooLarge']],
  [415, ['JIRA_INVALID', 'jira.invalid']],
  [422, ['JIRA_INVALID', 'jira.invalid']],
  [429, ['JIRA_RATE_LIMIT', 'jira.rateLimit']],
  // The address is among the headers for some servers.
  [431, ['JIRA_TOO_LARGE', 'jira.tooLarge']],
]);

/** Whether a response is what was asked for. One with a good status isn't if its headers say that the credential was refused. */
export function isGood(response: RawResponse): boolean {
  return response.status >= 200 && response.status < 300 && !credentialProblem(response);
}

/**
 * The error that a response is which isn't good. A refused credential is found even where Jira answers a 404 or an empty list,
 * by the header that it then sends.
 * @param changes whether the call would have changed something in Jira
 */
export function errorOfResponse(response: RawResponse, changes: boolean, now: number): JiraError {
  const credential = credentialProblem(response);
  const messages = readMessages(response);
  const [code, reason] = credential ?? readStatus(response, messages, changes);
  const retryAfter = retryAfterMs(response.headers['retry-after'], now);
  const facts: ErrorFacts = {
    statusCode: response.status,
    ...messages,
    outcome: outcomeOf(response, code, changes),
    retryable: code === 'JIRA_RATE_LIMIT' || code === 'JIRA_UNAVAILABLE' || code === 'JIRA_CONFLICT',
    retryAfter: retryAfter === undefined ? undefined : Math.ceil(retryAfter / 1_000),
    elements: elementErrors(parseJson(response.text)),
  };
  return new JiraError(code, reason, valuesFor(response), facts);
}

/** The error that one element of a call is which Jira refused: what it would be if it had been sent alone. */
export function errorOfElement({ status, errors }: ElementError): JiraError {
  return errorOfResponse({ status, headers: {}, text: JSON.stringify(errors ?? {}) }, true, 0);
}

/** A site that lets anyone write does carry out, anonymously, a call whose credentials it refused. */
function outcomeOf({ status }: RawResponse, code: JiraErrorCode, changes: boolean): CallOutcome {
  if (code === 'JIRA_OUTCOME_UNKNOWN') return 'unknown';
  return changes && status >= 200 && status < 300 ? 'done' : 'not-done';
}

function valuesFor({ status, headers }: RawResponse): MessageValues {
  const deniedFor = deniedReason(headers);
  return { status, location: headers.location ?? '', ...(deniedFor !== undefined && { detail: deniedFor }) };
}

/** Jira runs a call whose credentials it refused as anonymous where it can; these headers are how it tells. */
function credentialProblem({ headers, status }: RawResponse): Reading | undefined {
  const login = headers['x-seraph-loginreason']?.toUpperCase() ?? '';
  const deniedFor = deniedReason(headers);
  if (deniedFor === 'CAPTCHA_CHALLENGE') return ['JIRA_AUTH', 'auth.captcha'];
  if (deniedFor === undefined && login.includes('AUTHENTICATION_DENIED')) return ['JIRA_AUTH', 'auth.captcha'];
  if (deniedFor !== undefined && deniedFor !== 'AUTHENTICATED_FAILED') return ['JIRA_AUTH', 'auth.loginDenied'];
  if (deniedFor !== undefined) return ['JIRA_AUTH', 'auth.refused'];
  if (login.includes('AUTHENTICATED_FAILED') && status < 500) return ['JIRA_AUTH', 'auth.refused'];
  return undefined;
}

/** Why Jira did not even try to log somebody in, as in `CAPTCHA_CHALLENGE; login-url=…`. */
function deniedReason(headers: RawResponse['headers']): string | undefined {
  const [reason = ''] = (headers['x-authentication-denied-reason'] ?? '').split(/[;,]/);
  return reason.toUpperCase().replace(/\W/g, '').slice(0, 60) || undefined;
}

function readStatus(response: RawResponse, { errorMessages }: JiraMessages, changes: boolean): Reading {
  const { status } = response;
  if (status === 401 && /scope does not match/i.test(errorMessages.join())) return ['JIRA_SCOPE', 'auth.scope'];
  // Cloud takes a Bearer at its own address for that of an app of the old kind, whatever it is.
  if (status === 403 && /Connect Session Auth Token/.test(errorMessages.join()))
    return ['JIRA_AUTH', 'auth.bearerAtSite'];
  if (status === 403 && /^Basic Authentication has been disabled/.test(errorMessages.join())) {
    return ['JIRA_AUTH', 'auth.basicDisabled'];
  }
  if (status === 403 && /^XSRF check failed/.test(response.text)) return ['JIRA_FORBIDDEN', 'jira.xsrf'];
  if (status >= 300 && status < 400) return ['JIRA_RESPONSE', 'response.redirect'];
  if (status >= 500) {
    return changes ? ['JIRA_OUTCOME_UNKNOWN', 'outcome.serverError'] : ['JIRA_UNAVAILABLE', 'jira.unavailable'];
  }
  // Jira itself says so in JSON, or with an empty body.
  if (status === 404 && isPage(response.text.slice(0, LONGEST_LOOK))) return ['JIRA_NOT_FOUND', 'jira.pageNotFound'];
  return BY_STATUS.get(status) ?? ['JIRA_INVALID', 'jira.invalid'];
}
