import type { NodeAPI } from 'node-red';
import { asJiraError, type JiraError, type MessageValues } from '../client/errors/jira-error';
import { type ErrorText, errorText, inputLabelIn } from '../i18n/error-messages';
import { logFault } from '../i18n/fault-log';
import { messagesOf } from '../i18n/messages';

/** What went wrong, in words, for a dialog. */
export interface Problem extends ErrorText {
  readonly code: string;
  /** Of what is wrong with a site: what the words are made of, for an editor that speaks another language than Node-RED. */
  readonly reason?: string;
  readonly values?: MessageValues;
  /** What Jira itself says. */
  readonly messages?: readonly string[];
}

/**
 * An error in the words that a failed message would have, what to do set apart. The stack of a fault of ours goes to the log.
 * @param type of the node whose form names what the error is about; the site, unless given
 */
export function problemDetails(RED: NodeAPI, thrown: unknown, type = 'jira-site'): Problem {
  const error = asJiraError(thrown);
  logFault(RED, type, error);
  const messages = messagesOf(RED);
  const label = type === 'jira-site' ? undefined : inputLabelIn(error, messages, type);
  const words = { code: error.code, ...errorText(error, messages, [], label) };
  return type === 'jira-site' ? { ...words, ...wordless(error) } : words;
}

/** An error without words. */
export function wordless({ code, reason, values, facts }: JiraError) {
  const messages = [...(facts.errorMessages ?? []), ...Object.values(facts.errors ?? {})];
  return { code, reason, values, messages };
}
