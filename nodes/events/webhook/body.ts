import { JiraError } from '../../client/errors/jira-error';
import { isRecord, type JsonRecord, parseJson } from '../../client/json';

/** Levels of a body, one inside the other. Jira's have about ten; what has more could not be stored either. */
const DEEPEST = 64;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_RECORD, CLOSE_RECORD] = Buffer.from('"\\[]{}');

/**
 * The JSON object that a webhook brought.
 * @throws JiraError `JIRA_INPUT`
 */
export function parseBody(bytes: Buffer): JsonRecord {
  // Before it is read: a million brackets would become a million lists.
  if (isTooDeep(bytes)) throw unreadable('webhook.tooDeep', { limit: DEEPEST });
  const text = decode(bytes);
  if (text?.trim() === '') throw unreadable('webhook.empty');
  const body = text === undefined ? undefined : parseJson(text);
  if (body === undefined) throw unreadable('webhook.notJson');
  if (!isRecord(body)) throw unreadable('webhook.foreign');
  return body;
}

/** A body that isn't Jira's, or not whole. Sending it again would change nothing. */
export function unreadable(reason: string, values: Readonly<Record<string, number>> = {}): JiraError {
  return new JiraError('JIRA_INPUT', reason, values, { outcome: 'not-done', retryable: false });
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isTooDeep(bytes: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (quoted && byte === BACKSLASH) at++;
    else if (byte === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === OPEN_LIST || byte === OPEN_RECORD) depth++;
    else if (byte === CLOSE_LIST || byte === CLOSE_RECORD) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}
