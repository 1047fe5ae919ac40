import { JiraError } from '../errors/jira-error';
import { parseJson } from '../json';
import { type Request, repeatability } from './request';
import type { RawResponse } from './transport';

/** Reasons for an error (`error.<reason>` in the catalogs): after a read, and after a write, of which nobody knows then what came. */
export interface UnusableBody {
  readonly read: string;
  readonly write: string;
}

/**
 * The body of a good response, `undefined` where Jira sends none.
 * @throws JiraError if it isn't JSON
 */
export function readBody(response: RawResponse, request: Request): unknown {
  if (response.text.trim() === '') return undefined;
  const body = parseJson(response.text);
  if (body === undefined) throw unusable(response, request, { read: 'response.notJson', write: 'outcome.unreadable' });
  return body;
}

/** What a good response with a body that can't be Jira's means: `JIRA_RESPONSE`, or `JIRA_OUTCOME_UNKNOWN` after a write. */
export function unusable({ status }: RawResponse, request: Request, { read, write }: UnusableBody): JiraError {
  const facts = { statusCode: status, retryable: false } as const;
  if (repeatability(request) === 'read') return new JiraError('JIRA_RESPONSE', read, {}, facts);
  return new JiraError('JIRA_OUTCOME_UNKNOWN', write, {}, { ...facts, outcome: 'unknown' });
}
