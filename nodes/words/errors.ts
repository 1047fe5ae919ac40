import type { JiraError } from '../client/errors';
import type { Words } from './catalogs';
import { asSentence, inARow } from './sentences';

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
 * @param label the name that the input in question has in a form; that of the site's property unless given
 */
export function errorWords(error: JiraError, words: Words, more: readonly string[] = [], label?: string): ErrorWords {
  const { code, reason, values, facts } = error;
  const name = String(values.name);
  const sentence =
    words.shared(`error.${reason}`, {
      ...values,
      label: label ?? words.siteLabel(name) ?? name,
    }) ?? `${code} (${reason})`;
  const messages = [sentence, ...(facts.errorMessages ?? []), ...more].filter((text) => text !== '');
  return {
    message: inARow(messages.map(asSentence)),
    hint: words.shared(`hint.${reason}`, values) ?? words.shared(`hint.${code}`) ?? '',
  };
}
