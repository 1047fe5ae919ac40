import {
  type Action,
  allInputs,
  fieldFormOf,
  givesRichText,
  isReading,
  NEW_EXTRA_FIELDS,
  takesRichText,
} from '../definition';
import type { Language } from './catalogs';
import { form, traits } from './form';
import { indented } from './html';
import { nodeScopes } from './scopes';

export const CATEGORY = 'Jira';
/** Of the colours that Node-RED's guide lists, the blue with enough contrast to a white icon. */
export const COLOUR = '#A6BBCF';

/**
 * What the editor loads of a node: its definition and its form. The definition is literal text, because the Flow
 * Library's tools read it as such.
 * @param source the files it is made from, for the first line
 */
export function nodeHtml(action: Action, main: Language, source: string): string {
  return `<!-- Generated from ${source}. Changes made here are lost. -->
<script type="text/javascript">
  RED.nodes.registerType('${action.type}', {
    category: '${CATEGORY}',
    color: '${COLOUR}',
    icon: '${action.type}.svg',
    inputs: 1,
    outputs: 1,
    jiraScopes: '${nodeScopes(action).join(' ')}',
    defaults: {
${indented(defaults(action).join(',\n'), 6)},
    },
    paletteLabel: function () {
      return this._('label');
    },
    label: function () {
      return jiraFlows.label(this${worksOn(action)});
    },
    inputLabels: function () {
      return jiraFlows.inputPort(this, '${neededInputs(action)}');
    },
    outputLabels: function () {
      return jiraFlows.outputPort(this);
    },
    labelStyle: function () {
      return this.name ? 'node_label_italic' : '';
    },
    oneditprepare: function () {
      jiraFlows.prepare(this);
    },
  });
</script>
<script type="text/html" data-template-name="${action.type}">
${indented(form(action, main), 2)}
</script>
`;
}

const LIST_DEFAULTS = [
  'paginateAll: { value: false }',
  'limit: { value: 0, validate: RED.validators.number(true) }',
  `output: { value: 'array' }`,
  `strategy: { value: 'auto' }`,
  `onIncomplete: { value: 'fail' }`,
];

const ROWS_DEFAULTS = [`output: { value: 'array' }`, 'stopOnError: { value: false }'];

function defaults(action: Action): string[] {
  const inputs = Object.entries(allInputs(action)).flatMap(([name, input]) => [
    `${name}: { value: '', validate: jiraFlows.valid('${name}', '${traits(input)}') }`,
    `${name}Type: { value: 'payload' }`,
  ]);
  return [
    `name: { value: '' }`,
    `site: { value: '', type: 'jira-site', required: true, label: jiraFlows.word('form.site') }`,
    ...inputs,
    ...(fieldFormOf(action) ? [`fieldInputs: { value: '', validate: jiraFlows.validFieldInputs }`] : []),
    ...(action.extraFields ? [`extraFields: { value: '${NEW_EXTRA_FIELDS}' }`] : []),
    ...(takesRichText(action) ? [`textFormat: { value: 'text' }`] : []),
    ...(givesRichText(action) ? [`richText: { value: 'native' }`] : []),
    ...Object.entries(action.choices ?? {}).map(([name, [first]]) => `${name}: { value: '${first}' }`),
    ...(action.once === 'offered' ? ['once: { value: false }'] : []),
    ...(isReading(action) ? [] : [`whenAway: { value: 'fail' }`]),
    ...(action.returns === 'many' ? LIST_DEFAULTS : []),
    ...(action.returns === 'rows' ? ROWS_DEFAULTS : []),
  ];
}

/** The input that a node without a name shows on the flow: the first that says what it works on. */
export function titleInput(action: Pick<Action, 'inputs'>): string | undefined {
  return Object.entries(action.inputs).find(([, { required, primary }]) => required || primary)?.[0];
}

function neededInputs(action: Pick<Action, 'inputs'>): string {
  const needed = Object.entries(action.inputs).filter(([, { required, primary }]) => required || primary);
  return needed.map(([name]) => name).join(' ');
}

function worksOn(action: Action): string {
  const name = titleInput(action);
  return name === undefined ? '' : `, '${name}'`;
}
