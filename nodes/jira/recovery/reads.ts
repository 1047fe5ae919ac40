import { JiraError } from '../../client/errors/jira-error';
import { entry, textEntry } from '../../client/json';
import type { Lookup, Reading } from './recovery';

/**
 * What a look-up gives, or `undefined` where there is no such thing.
 * @throws JiraError
 */
export async function unlessMissing(jira: Lookup, request: Reading): Promise<unknown> {
  try {
    return await jira.ask(request);
  } catch (thrown) {
    if (thrown instanceof JiraError && thrown.code === 'JIRA_NOT_FOUND') return undefined;
    throw thrown;
  }
}

/**
 * A list of a response. One that is missing says nothing of what it would hold.
 * @throws JiraError `JIRA_RESPONSE`
 */
export function listIn(response: unknown, name: string): readonly unknown[] {
  const found = entry(response, name);
  if (Array.isArray(found)) return found;
  throw new JiraError('JIRA_RESPONSE', 'response.notAList', { entry: name }, { outcome: 'not-done' });
}

/** A time of a record, in milliseconds since 1970 by Jira's clock; `undefined` if it has none. */
export function timeEntry(value: unknown, name: string): number | undefined {
  const time = Date.parse(textEntry(value, name) ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** By how much the clocks of a Jira's servers, and our idea of them, may differ, in milliseconds. */
export const CLOCKS_DIFFER_MS = 2 * 60_000;
