import type { Clock } from '../clock';
import { JiraError } from '../errors/jira-error';
import { type OutgoingRequest, type RawResponse, TransportFailure } from '../http/transport';
import { numberEntry, parseJson, textEntry } from '../json';
import { signInAgain } from './token-refresher';
import type { Tokens } from './tokens';

/** A server that gives tokens: Atlassian's, or a Data Center's own. */
export interface TokenEndpoint {
  readonly url: string;
  /** Atlassian's takes JSON, Data Center a form. */
  readonly encoding: 'json' | 'form';
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a token is given for, as the token endpoint names it. */
export type Grant =
  | {
      readonly grant_type: 'authorization_code';
      readonly code: string;
      readonly redirect_uri: string;
      readonly code_verifier?: string;
    }
  | { readonly grant_type: 'refresh_token'; readonly refresh_token: string; readonly redirect_uri?: string }
  | { readonly grant_type: 'client_credentials' };

/** Sends one request; a `Transport`, or several. */
export type Send = (request: OutgoingRequest) => Promise<RawResponse>;

/** Milliseconds that an access token lives where the response does not say. */
const USUAL_LIFE_MS = 3_600_000;

/**
 * Asks for tokens. The time of their end is counted by our own clock, so that a clock that is wrong does no harm.
 * @throws JiraError `JIRA_AUTH`: `auth.client` for a wrong id or secret, `auth.code` for a code that is too old or used,
 * `auth.signInAgain` for a refresh token that is no longer good; `JIRA_RESPONSE` if no such server answers so
 * @throws TransportFailure if it can't be reached or can't answer now
 */
export async function requestTokens(endpoint: TokenEndpoint, grant: Grant, send: Send, clock: Clock): Promise<Tokens> {
  const response = await post(endpoint, grant, send);
  const body = parseJson(response.text);
  const accessToken = textEntry(body, 'access_token');
  if (response.status !== 200 || accessToken === undefined) throw refusal(endpoint, grant, response);
  const now = clock.wallNow();
  const seconds = numberEntry(body, 'expires_in');
  return {
    accessToken,
    refreshToken: textEntry(body, 'refresh_token'),
    expiresAt: now + (seconds === undefined ? USUAL_LIFE_MS : seconds * 1_000),
    rotatedAt: now,
    scopes: (textEntry(body, 'scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
  };
}

async function post({ url, encoding, clientId, clientSecret }: TokenEndpoint, grant: Grant, send: Send) {
  const fields = { ...grant, client_id: clientId, client_secret: clientSecret };
  const json = encoding === 'json';
  const request: OutgoingRequest = {
    method: 'POST',
    url,
    headers: { 'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: json ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
    signal: new AbortController().signal,
  };
  try {
    return await send(request);
  } catch (error) {
    // To the call that needs the token, this is as if the connection had not been made.
    if (error instanceof TransportFailure) throw new TransportFailure(error.problem, false, error.systemCode, url);
    throw error;
  }
}

function refusal({ url }: TokenEndpoint, grant: Grant, { status, text }: RawResponse): Error {
  if (status === 429 || status >= 500) return new TransportFailure('refused', false, `HTTP ${status}`, url);
  const error = textEntry(parseJson(text), 'error');
  const facts = { outcome: 'not-done', retryable: false, statusCode: status } as const;
  if (error === undefined) return new JiraError('JIRA_RESPONSE', 'response.notTokens', { url }, facts);
  if (error !== 'invalid_grant') return new JiraError('JIRA_AUTH', 'auth.client', {}, facts);
  return grant.grant_type === 'refresh_token' ? signInAgain() : new JiraError('JIRA_AUTH', 'auth.code', {}, facts);
}
