import type { NodeAPI } from 'node-red';
import { asJiraError } from '../client/errors/jira-error';
import { type ErrorText, errorText } from '../i18n/error-messages';
import { logFault } from '../i18n/fault-log';
import { messagesOf } from '../i18n/messages';

/** What went wrong, in words, for a dialog. */
export interface Problem extends ErrorText {
  readonly code: string;
}

/** An error in the words that a failed message would have, what to do set apart. The stack of a fault of ours goes to the log. */
export function problemDetails(RED: NodeAPI, thrown: unknown): Problem {
  const error = asJiraError(thrown);
  logFault(RED, 'jira-site', error);
  return { code: error.code, ...errorText(error, messagesOf(RED)) };
}
