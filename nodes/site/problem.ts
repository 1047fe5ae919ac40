import type { NodeAPI } from 'node-red';
import { JiraError } from '../client/errors';

/** What went wrong, in words, for a dialog. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
}

const CATALOG = '@jira-flows/node-red-jira/jira-site';

/** An error in the words that a failed message would have, what to do set apart. */
export function problemOf(RED: NodeAPI, error: unknown): Problem {
  const { code, reason, values, facts } = error instanceof JiraError ? error : unexpected(error);
  const word = (key: string): string | undefined => {
    const text = RED._(`${CATALOG}:${key}`, values);
    // Node-RED answers the key itself where a catalog has no such entry.
    return text.endsWith(key) ? undefined : text;
  };
  const jiraSays = (facts.errorMessages ?? []).map((text) => (/[.!?…。！？]$/.test(text) ? text : `${text}.`));
  return {
    code,
    message: [word(`error.${reason}`) ?? `${code} (${reason})`, ...jiraSays].join(' '),
    hint: word(`hint.${reason}`) ?? word(`hint.${code}`) ?? '',
  };
}

function unexpected(error: unknown): JiraError {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new JiraError('JIRA_RESPONSE', 'unexpected', { detail: detail.slice(0, 300) });
}
