import { JiraError } from '../errors/jira-error';
import { parseJson } from '../json';
import { type Request, repeatability } from './request';
import type { RawResponse } from './transport';

/**
 * The body of a good answer, `undefined` where Jira sends none.
 * @throws JiraError if it isn't JSON: `JIRA_RESPONSE`, or `JIRA_OUTCOME_UNKNOWN` where the call may have changed something
 */
export function readBody(response: RawResponse, request: Request): unknown {
  if (response.text.trim() === '') return undefined;
  const body = parseJson(response.text);
  if (body !== undefined) return body;
  const facts = { statusCode: response.status, retryable: false } as const;
  if (repeatability(request) === 'read') throw new JiraError('JIRA_RESPONSE', 'response.notJson', {}, facts);
  throw new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.unreadable', {}, { ...facts, outcome: 'unknown' });
}
