import { methodOf } from '../client/http/request';
import {
  type Action,
  allInputs,
  EXTRA_FIELDS,
  fieldFormOf,
  givesRichText,
  type Input,
  type InputKind,
  isReading,
  NEW_EXTRA_FIELDS,
  ON_INCOMPLETE,
  OUTPUTS,
  routesOf,
  STRATEGIES,
  takesRichText,
  WHEN_AWAY,
} from '../definition';
import { RICH_TEXT_FORMS, TEXT_FORMATS } from '../jira/text-format';
import { type Language, wordsKey } from './catalogs';
import { indented } from './html';
import { SHARED_NAMESPACE } from './namespace';

/** Icons of Font Awesome 4.7, which Node-RED brings along. */
const KIND_ICONS: Readonly<Record<InputKind, string>> = {
  text: 'font',
  rich: 'align-left',
  list: 'list',
  ids: 'list-ol',
  flag: 'check-square-o',
  count: 'hashtag',
  object: 'code',
  rows: 'table',
  reference: 'tag',
  references: 'tags',
  time: 'clock-o',
  duration: 'hourglass-half',
};

/** What the browser has to know of an input, as words: its kind, then what else is true of it. */
export function traits(input: Input): string {
  const flags = (['required', 'primary', 'clearable'] as const).filter((flag) => input[flag]);
  return [input.kind, ...flags].join(' ');
}

/** Where the form finds suggestions for an input, and what narrows them down. */
function suggestions({ suggests, within }: Input): string {
  const kind = suggests === undefined ? '' : ` data-jira-suggests="${suggests}"`;
  return within === undefined ? kind : `${kind} data-jira-within="${within.join(' ')}"`;
}

/** The rows of a node's form: first what it needs or is mostly given, everything else below a fold. */
export function form(action: Action, main: Language): string {
  const inputs = Object.entries(allInputs(action));
  const comesFirst = ({ required, primary, prominent }: Input) => required || primary || prominent || false;
  const rows = (first: boolean) =>
    inputs
      .filter(([name, input]) => name !== 'onceKey' && comesFirst(input) === first)
      .map(([name, input]) => inputRow(action, name, input, main));
  const textComesFirst = inputs.some(([, input]) => input.kind === 'rich' && comesFirst(input));
  const format = takesRichText(action) ? [optionRow('textFormat', 'paragraph', TEXT_FORMATS)] : [];
  const shown = [
    ...firstRows(),
    ...rows(true),
    ...(textComesFirst ? format : []),
    ...Object.entries(action.choices ?? {}).map(([name, words]) => optionRow(name, 'code-fork', words)),
    ...(givesRichText(action) ? [optionRow('richText', 'paragraph', RICH_TEXT_FORMS)] : []),
    ...(action.returns === 'many' ? listRows() : []),
    ...(action.returns === 'rows' ? rowsRows() : []),
  ];
  const folded = [
    ...rows(false),
    ...(textComesFirst ? [] : format),
    ...(action.extraFields ? [optionRow('extraFields', 'plus-square-o', EXTRA_FIELDS, NEW_EXTRA_FIELDS)] : []),
    ...(action.returns === 'many' ? foldedListRows() : []),
    ...onceRows(action, main),
    ...(isReading(action) ? [] : [optionRow('whenAway', 'archive', WHEN_AWAY)]),
  ];
  return wholeForm(shown, folded, { changes: routesOf(action).some((route) => methodOf(route) === 'PUT') });
}

/**
 * What is seen at once, and the rest below a fold.
 * @param options `summary` the key of the fold's text · `changes` whether the node changes something that has values already
 */
export function wholeForm(
  shown: readonly string[],
  folded: readonly string[],
  { summary = `${SHARED_NAMESPACE}form.moreInputs`, changes = false } = {},
): string {
  const fold = `<details class="jira-more">\n  <summary data-i18n="${summary}"></summary>\n${indented(folded.join('\n'), 2)}\n</details>`;
  return `<div class="jira-form"${changes ? ' data-jira-changes' : ''}>\n${indented([...shown, fold].join('\n'), 2)}\n</div>`;
}

/** The key is asked for where the node is told to mind it. */
function onceRows(action: Action, main: Language): string[] {
  const { onceKey } = allInputs(action);
  if (onceKey === undefined) return [];
  const key = inputRow(action, 'onceKey', onceKey, main).replace('<div ', '<div data-jira-when="once" ');
  return [flagRow('once', 'shield', `${SHARED_NAMESPACE}form.once`), key];
}

function listRows(): string[] {
  return [
    flagRow('paginateAll', 'files-o', `${SHARED_NAMESPACE}form.paginateAll`),
    optionRow('output', 'sign-out', OUTPUTS),
  ];
}

function rowsRows(): string[] {
  return [
    optionRow('output', 'sign-out', OUTPUTS),
    flagRow('stopOnError', 'hand-paper-o', `${SHARED_NAMESPACE}form.stopOnError`),
  ];
}

function foldedListRows(): string[] {
  return [
    row(
      'limit',
      'stop-circle-o',
      `${SHARED_NAMESPACE}form.limit`,
      '<input type="text" id="node-input-limit" placeholder="0">',
    ),
    optionRow('strategy', 'random', STRATEGIES),
    optionRow('onIncomplete', 'chain-broken', ON_INCOMPLETE),
  ];
}

/** The rows with which every node begins. */
export function firstRows(): string[] {
  return [textRow('name', 'tag', 'form.name'), textRow('site', 'globe', 'form.site')];
}

function textRow(property: string, icon: string, key: string): string {
  return row(property, icon, SHARED_NAMESPACE + key, `<input type="text" id="node-input-${property}">`);
}

/** @param key of the label, with its namespace where that isn't the node's own */
export function flagRow(property: string, icon: string, key: string): string {
  return row(property, icon, key, `<input type="checkbox" id="node-input-${property}" style="width: auto">`);
}

function inputRow(action: Action, name: string, input: Input, main: Language): string {
  const key = wordsKey(name, 'label');
  const place = main.text(action.type, key) === undefined ? SHARED_NAMESPACE + key : key;
  const field = `<input type="text" id="node-input-${name}" data-jira-input="${traits(input)}"${suggestions(input)}><input type="hidden" id="node-input-${name}Type">`;
  const sources = name === 'fields' && fieldFormOf(action) ? '<input type="hidden" id="node-input-fieldInputs">' : '';
  return row(name, KIND_ICONS[input.kind], place, field + sources);
}

export function optionRow(property: string, icon: string, words: readonly string[], usual?: string): string {
  const keys = words.map((word) => [word, `${SHARED_NAMESPACE}form.${property}.${word}`] as const);
  return selectRow(property, icon, `${SHARED_NAMESPACE}form.${property}.label`, keys, usual);
}

/**
 * @param options values and the keys of what stands for them in the form
 * @param usual what a new node has, if that isn't the first of them
 */
export function selectRow(
  property: string,
  icon: string,
  key: string,
  options: readonly (readonly [value: string, key: string])[],
  usual?: string,
): string {
  return row(property, icon, key, selectField(`node-input-${property}`, options, usual));
}

/** A choice, one line for each option. */
export function selectField(
  id: string,
  options: readonly (readonly [value: string, key: string])[],
  usual?: string,
): string {
  const lines = options.map(
    ([value, key]) => `  <option value="${value}"${value === usual ? ' selected' : ''} data-i18n="${key}"></option>`,
  );
  return `<select id="${id}">\n${lines.join('\n')}\n</select>`;
}

export function row(property: string, icon: string, key: string, field: string): string {
  return labelledRow(`node-input-${property}`, icon, key, field);
}

/** @param id of what the label belongs to */
export function labelledRow(id: string, icon: string, key: string, field: string): string {
  const label = `<label for="${id}"><i class="fa fa-${icon}"></i> <span data-i18n="${key}"></span></label>`;
  return `<div class="form-row">\n  ${label}\n${indented(field, 2)}\n</div>`;
}
