import { type JsonRecord, textEntry } from '../client/json';
import type { Extent } from '../client/lists/reading';
import { type Action, type Choices, count, flag, ON_INCOMPLETE, OUTPUTS, type Picked, STRATEGIES } from '../definition';
import { badInput } from '../jira/input-errors';
import { coerce } from './coerce';

export interface ListOptions extends Extent {
  readonly output: (typeof OUTPUTS)[number];
  readonly onIncomplete: (typeof ON_INCOMPLETE)[number];
}

/**
 * A list node's options. A missing one means its default; numbers and flags may come as text, from `${ENV}`.
 * @throws JiraError `JIRA_INPUT`
 */
export function readListOptions(config: JsonRecord): ListOptions {
  return {
    all: coerce('paginateAll', flag(), config.paginateAll) === true,
    limit: Number(coerce('limit', count(), config.limit) ?? 0),
    strategy: option(config, 'strategy', STRATEGIES),
    output: option(config, 'output', OUTPUTS),
    onIncomplete: option(config, 'onIncomplete', ON_INCOMPLETE),
  };
}

/**
 * What a node was told to do, of what its action offers.
 * @throws JiraError `JIRA_INPUT`
 */
export function choicesIn({ choices = {} }: Pick<Action, 'choices'>, config: JsonRecord): Picked<Choices> {
  return Object.fromEntries(Object.entries(choices).map(([name, words]) => [name, option(config, name, words)]));
}

/**
 * A property that is one of a few words; the first of them where a flow doesn't say.
 * @throws JiraError `JIRA_INPUT`
 */
export function option<Word extends string>(config: JsonRecord, name: string, words: readonly [Word, ...Word[]]): Word {
  const found = textEntry(config, name);
  const word = words.find((one) => one === found);
  if (word === undefined && found) throw badInput('input.notAnOption', { name, found, options: words.join(', ') });
  return word ?? words[0];
}
