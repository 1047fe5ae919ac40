import type { RawResponse } from '../http/transport';
import { entry, isRecord, textEntry } from '../json';
import { retryAfterMs } from '../limits/retry';
import { type CallOutcome, type ErrorFacts, JiraError, type JiraErrorCode, type MessageValues } from './jira-error';

/** What Jira itself says in an error's body, whichever of its shapes that has. */
export interface JiraMessages {
  readonly errorMessages: readonly string[];
  /** By field id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Characters of one message that a user is shown. */
const LONGEST_TEXT = 300;
/** Characters of an answer that isn't JSON in which its message is looked for. */
const LONGEST_LOOK = 20_000;

/**
 * Reads the error bodies that a client meets: Jira's `errorMessages` and `errors`, problem+json, the gateway's and the
 * servlets' `message`, the token endpoint's `error_description`, plain text and HTML (its title only).
 */
export function readMessages(response: RawResponse): JiraMessages {
  const body = parseJson(response.text);
  if (body !== undefined) return messagesOf(body);
  const text = summary(response.text);
  return { errorMessages: text ? [text] : [], errors: {} };
}

/** The value of JSON text, or `undefined` if it isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messagesOf(body: unknown): JiraMessages {
  const errors: Record<string, string> = {};
  const fields = entry(body, 'errors');
  if (isRecord(fields)) for (const [field, message] of Object.entries(fields)) errors[field] = clip(asText(message));
  const listed = entry(body, 'errorMessages');
  const messages = Array.isArray(listed) ? listed.map(asText) : [];
  const single = ['detail', 'message', 'error_description', 'error', 'title'].map((name) => textEntry(body, name));
  const first = single.find((message) => message);
  if (messages.length === 0 && Object.keys(errors).length === 0 && first) messages.push(clip(first));
  return { errorMessages: messages.filter((message) => message !== '').map(clip), errors };
}

function asText(message: unknown): string {
  return typeof message === 'object' ? JSON.stringify(message) : String(message);
}

function summary(whole: string): string {
  const text = whole.slice(0, LONGEST_LOOK);
  const markup = /^\s*<|<(!doctype|html|head|body|title)\b/i.test(text);
  const title = markup ? (/<title[^>]{0,200}>([^<]*)/i.exec(text)?.[1] ?? '') : text;
  return clip(title.replace(/\s+/g, ' ').trim());
}

function clip(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

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

/** Whether an answer is what was asked for. One with a good status isn't if its headers say that the credential was refused. */
export function isGood(response: RawResponse): boolean {
  return response.status >= 200 && response.status < 300 && !credentialProblem(response);
}

/**
 * The error that an answer is which isn't good. A refused credential is found even where Jira answers a 404 or an empty list,
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
  };
  return new JiraError(code, reason, wordsFor(response), facts);
}

/** A site that lets anyone write does carry out, anonymously, a call whose credentials it refused. */
function outcomeOf({ status }: RawResponse, code: JiraErrorCode, changes: boolean): CallOutcome {
  if (code === 'JIRA_OUTCOME_UNKNOWN') return 'unknown';
  return changes && status >= 200 && status < 300 ? 'done' : 'not-done';
}

function wordsFor(response: RawResponse): MessageValues {
  return { status: response.status, location: response.headers.location ?? '' };
}

/** Jira runs a call whose credentials it refused as anonymous where it can; this header is how it tells. */
function credentialProblem({ headers, status }: RawResponse): Reading | undefined {
  const login = headers['x-seraph-loginreason']?.toUpperCase() ?? '';
  if (login.includes('AUTHENTICATION_DENIED') || headers['x-authentication-denied-reason'] !== undefined) {
    return ['JIRA_AUTH', 'auth.captcha'];
  }
  if (login.includes('AUTHENTICATED_FAILED') && status < 500) return ['JIRA_AUTH', 'auth.refused'];
  return undefined;
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
  return BY_STATUS.get(status) ?? ['JIRA_INVALID', 'jira.invalid'];
}
