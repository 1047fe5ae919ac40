import type { NodeAPI } from 'node-red';
import { asJiraError } from '../client/errors/jira-error';
import { type ErrorText, errorText } from '../i18n/error-messages';
import { messagesOf } from '../i18n/messages';

/** What went wrong, in words, for a dialog. */
export interface Problem extends ErrorText {
  readonly code: string;
}

/** An error in the words that a failed message would have, what to do set apart. */
export function problemDetails(RED: NodeAPI, thrown: unknown): Problem {
  const error = asJiraError(thrown);
  return { code: error.code, ...errorText(error, messagesOf(RED)) };
}
