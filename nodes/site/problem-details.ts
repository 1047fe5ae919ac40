import type { NodeAPI } from 'node-red';
import { asJiraError } from '../client/errors/jira-error';
import { type ErrorText, errorText, inputLabelIn } from '../i18n/error-messages';
import { logFault } from '../i18n/fault-log';
import { messagesOf } from '../i18n/messages';

/** What went wrong, in words, for a dialog. */
export interface Problem extends ErrorText {
  readonly code: string;
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
  return { code: error.code, ...errorText(error, messages, [], label) };
}
