import type { JiraError } from '../client/errors/jira-error';
import type { Messages } from './messages';
import { asSentence, inARow } from './sentences';

/** An error as a person reads it. */
export interface ErrorText {
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
export function errorText(
  error: JiraError,
  messages: Messages,
  more: readonly string[] = [],
  label?: string,
): ErrorText {
  const { code, reason, values, facts } = error;
  const name = String(values.name);
  const sentence =
    messages.shared(`error.${reason}`, {
      ...values,
      label: label ?? messages.siteLabel(name) ?? name,
    }) ?? `${code} (${reason})`;
  const sentences = [sentence, ...(facts.errorMessages ?? []), ...more].filter((text) => text !== '');
  return {
    message: inARow(sentences.map(asSentence)),
    hint: messages.shared(`hint.${reason}`, values) ?? messages.shared(`hint.${code}`) ?? '',
  };
}

/**
 * The name that an input has in the form of a node, for an error about it. What is wrong with the site is named as its own dialog
 * names it, which has some names in common with inputs.
 * @param type of the node
 */
export function inputLabelIn({ code, values }: JiraError, messages: Messages, type: string): string | undefined {
  return code === 'JIRA_CONFIG' ? undefined : messages.inputLabel(type, String(values.name));
}
