import type { JiraError } from '../client/errors';
import type { Words } from './catalogs';

/** An error as a person reads it. */
export interface ErrorWords {
  /** What went wrong, with what Jira itself says about it. */
  readonly message: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
}

/**
 * An error in words: the same wherever it is read, in a message or in a dialog.
 * @param more messages that stand after Jira's own
 * @param label the name that the input in question has in a form
 */
export function errorWords(error: JiraError, words: Words, more: readonly string[] = [], label = ''): ErrorWords {
  const { code, reason, values, facts } = error;
  const sentence = words.shared(`error.${reason}`, { ...values, label }) ?? `${code} (${reason})`;
  const messages = [sentence, ...(facts.errorMessages ?? []), ...more].filter((text) => text !== '');
  return {
    message: messages.map(asSentence).join(' '),
    hint: words.shared(`hint.${reason}`, values) ?? words.shared(`hint.${code}`) ?? '',
  };
}

/** Ended by a full stop, unless a language's own sign does so already. */
export function asSentence(text: string): string {
  return /[.!?…。！？]$/.test(text) ? text : `${text}.`;
}
