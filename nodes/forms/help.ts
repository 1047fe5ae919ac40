import { isRecord } from '../client/json';
import { type Action, allInputs, givesRichText, type Input, isReading, takesRichText } from '../definition';
import { inARow } from '../i18n/sentences';
import { type Language, wordsKey } from './catalogs';
import { escaped, indented, sentence } from './html';
import { referenceOf } from './reference';

/** The help of a node in one language: what the sidebar shows, and its first paragraph in the palette. */
export function nodeHelp(action: Action, messages: Language, source: string): string {
  const sections = [
    paragraph(messages.text(action.type, 'help.summary') ?? ''),
    ...section(messages, 'inputs', [paragraph(messages.shared('help.fromPayload')), inputList(action, messages)]),
    ...section(messages, 'outputs', [outputList(action, messages)]),
    ...section(messages, 'details', details(action, messages).map(paragraph)),
    ...section(messages, 'example', example(action, messages)),
    ...section(messages, 'errors', errors(action, messages)),
    ...section(messages, 'references', [references(action, messages)]),
  ];
  return helpPage(action.type, sections, source);
}

/** @param source the files it is made from, for the first line */
export function helpPage(type: string, sections: readonly string[], source: string): string {
  return `<!-- Generated from ${source}. Changes made here are lost. -->
<script type="text/html" data-help-name="${type}">
${sections.join('\n')}
</script>
`;
}

export function section(messages: Language, title: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : [`<h3>${escaped(messages.shared(`help.title.${title}`))}</h3>`, ...content];
}

export function paragraph(text: string): string {
  return `<p>${sentence(text)}</p>`;
}

export function definitions(entries: readonly string[]): string {
  return `<dl class="message-properties">\n${indented(entries.join('\n'), 2)}\n</dl>`;
}

function inputList(action: Action, messages: Language): string {
  return definitions(
    Object.entries(allInputs(action)).map(([name, input]) => {
      const type = `<span class="property-type">${escaped(messages.shared(`help.kind.${input.kind}`))}</span>`;
      const term = `<dt${input.required ? '' : ' class="optional"'}>${name} ${type}</dt>`;
      return `${term}\n<dd>${inARow(inputSentences(action, name, input, messages).map(sentence))}</dd>`;
    }),
  );
}

function inputSentences(action: Action, name: string, input: Input, messages: Language): string[] {
  const own = (part: 'label' | 'help') => messages.ofInput(action.type, wordsKey(name, part)) ?? '';
  const alsoFrom = (input.from ?? []).map((one) => `\`${one}\``).join(', ');
  return [
    messages.shared('help.input', { label: own('label'), help: own('help') }),
    ...(input.primary ? [messages.shared(isReading(action) ? 'help.bareToo' : 'help.bareText')] : []),
    ...(alsoFrom ? [messages.shared('help.alsoFrom', { names: alsoFrom })] : []),
    ...(input.orInFields ? [messages.shared('help.orInFields', { field: input.orInFields })] : []),
    ...(input.clearable && name !== 'next' ? [messages.shared('help.clearable')] : []),
    ...(input.only ? [messages.shared(`help.only.${input.only}`)] : []),
  ];
}

function outputList(action: Action, messages: Language): string {
  const output = (name: string, type: OutputType, help: string) => outputTerm(name, type, help, messages);
  const payload = messages.text(action.type, 'help.payload') ?? '';
  const facts = action.returns === 'many' ? 'help.listFacts' : 'help.facts';
  return definitions([
    output('payload', action.returns === 'many' ? 'array' : 'object', payload),
    output('jira', 'object', messages.shared(facts)),
  ]);
}

type OutputType = 'text' | 'array' | 'object';

/** What a message carries at one place. */
export function outputTerm(name: string, type: OutputType, help: string, messages: Language): string {
  const kind = `<span class="property-type">${escaped(messages.shared(`help.kind.${type}`))}</span>`;
  return `<dt>${name} ${kind}</dt>\n<dd>${sentence(help)}</dd>`;
}

function details(action: Action, messages: Language): string[] {
  return [
    ...ownDetails(action, messages),
    ...(action.returns === 'many' ? [messages.shared('help.list')] : []),
    ...(takesRichText(action) ? [messages.shared('help.textFormat')] : []),
    ...(givesRichText(action) ? [messages.shared('help.richText')] : []),
    ...(action.once === 'offered' ? [messages.shared('help.once')] : []),
    ...(isReading(action) ? [] : [messages.shared('help.whenAway')]),
    ...(Object.values(action.inputs).some(({ identity }) => identity) ? [messages.shared('help.chaining')] : []),
  ];
}

/** What one type of node says of itself. */
export function ownDetails({ type }: Pick<Action, 'type'>, messages: Language): string[] {
  const own = messages.entry(type, 'help.details');
  return Array.isArray(own) ? own.filter((text) => typeof text === 'string') : [];
}

/** A message that the node takes. It is data: the main language has it, and all others show the same. */
function example(action: Action, messages: Language): string[] {
  const message = messages.entry(action.type, 'help.example');
  if (!isRecord(message)) return [];
  return Object.entries(message).map(
    ([name, value]) => `<pre>msg.${escaped(`${name} = ${JSON.stringify(value, null, 2)}`)}</pre>`,
  );
}

/** @param when what the codes below are for */
export function errors(
  { type }: Pick<Action, 'type'>,
  messages: Language,
  when = messages.shared('help.catch'),
): string[] {
  const met = messages.entry(type, 'help.errors');
  const entries = Object.entries(isRecord(met) ? met : {}).map(
    ([code, text]) => `<dt>${escaped(code)}</dt>\n<dd>${sentence(String(text))}</dd>`,
  );
  return [paragraph(when), ...(entries.length > 0 ? [definitions(entries)] : [])];
}

function references(action: Action, messages: Language): string {
  return link(referenceOf(action), messages.shared('help.reference'));
}

/** A list of one link. */
export function link(address: string, text: string): string {
  const anchor = `<a href="${escaped(address)}" target="_blank" rel="noopener">${escaped(text)}</a>`;
  return `<ul>\n  <li>${anchor}</li>\n</ul>`;
}
