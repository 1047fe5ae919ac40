import { isRecord } from '../client/json';
import { type Action, allInputs, type Input, takesText } from '../definition';
import { type Language, wordsKey } from './catalogs';
import { escaped, indented, sentence } from './html';

const REFERENCE = 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/';

/** The help of a node in one language: what the sidebar shows, and its first paragraph in the palette. */
export function nodeHelp(action: Action, words: Language, source: string): string {
  const sections = [
    paragraph(words.text(action.type, 'help.summary') ?? ''),
    ...section(words, 'inputs', [paragraph(words.shared('help.fromPayload')), inputList(action, words)]),
    ...section(words, 'outputs', [outputList(action, words)]),
    ...section(words, 'details', details(action, words).map(paragraph)),
    ...section(words, 'example', example(action, words)),
    ...section(words, 'errors', errors(action, words)),
    ...section(words, 'references', [references(action, words)]),
  ];
  return `<!-- Generated from ${source}. Changes made here are lost. -->
<script type="text/html" data-help-name="${action.type}">
${sections.join('\n')}
</script>
`;
}

function section(words: Language, title: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : [`<h3>${escaped(words.shared(`help.title.${title}`))}</h3>`, ...content];
}

function paragraph(text: string): string {
  return `<p>${sentence(text)}</p>`;
}

function definitions(entries: readonly string[]): string {
  return `<dl class="message-properties">\n${indented(entries.join('\n'), 2)}\n</dl>`;
}

function inputList(action: Action, words: Language): string {
  return definitions(
    Object.entries(allInputs(action)).map(([name, input]) => {
      const type = `<span class="property-type">${escaped(words.shared(`help.kind.${input.kind}`))}</span>`;
      const term = `<dt${input.required ? '' : ' class="optional"'}>${name} ${type}</dt>`;
      return `${term}\n<dd>${inputSentences(action, name, input, words).map(sentence).join(' ')}</dd>`;
    }),
  );
}

function inputSentences(action: Action, name: string, input: Input, words: Language): string[] {
  const own = (part: 'label' | 'help') => words.ofInput(action.type, wordsKey(name, part)) ?? '';
  const alsoFrom = (input.from ?? []).map((one) => `\`${one}\``).join(', ');
  return [
    words.shared('help.input', { label: own('label'), help: own('help') }),
    ...(input.primary ? [words.shared(action.reads ? 'help.bareToo' : 'help.bareText')] : []),
    ...(alsoFrom ? [words.shared('help.alsoFrom', { names: alsoFrom })] : []),
    ...(input.orInFields ? [words.shared('help.orInFields', { field: input.orInFields })] : []),
    ...(input.clearable && name !== 'next' ? [words.shared('help.clearable')] : []),
    ...(input.only ? [words.shared(`help.only.${input.only}`)] : []),
  ];
}

function outputList(action: Action, words: Language): string {
  const output = (name: string, type: string, help: string) =>
    `<dt>${name} <span class="property-type">${escaped(words.shared(`help.kind.${type}`))}</span></dt>\n<dd>${sentence(help)}</dd>`;
  const payload = words.text(action.type, 'help.payload') ?? '';
  const facts = action.returns === 'many' ? 'help.listFacts' : 'help.facts';
  return definitions([
    output('payload', action.returns === 'many' ? 'array' : 'object', payload),
    output('jira', 'object', words.shared(facts)),
  ]);
}

function details(action: Action, words: Language): string[] {
  const own = words.entry(action.type, 'help.details');
  return [
    ...(Array.isArray(own) ? own.filter((text) => typeof text === 'string') : []),
    ...(action.returns === 'many' ? [words.shared('help.list')] : []),
    ...(takesText(action) ? [words.shared('help.textFormat')] : []),
    ...(action.holds ? [words.shared('help.richText')] : []),
    ...(Object.values(action.inputs).some(({ identity }) => identity) ? [words.shared('help.chaining')] : []),
  ];
}

/** A message that the node takes. It is data: the main language has it, and all others show the same. */
function example(action: Action, words: Language): string[] {
  const message = words.entry(action.type, 'help.example');
  if (!isRecord(message)) return [];
  return Object.entries(message).map(
    ([name, value]) => `<pre>msg.${escaped(`${name} = ${JSON.stringify(value, null, 2)}`)}</pre>`,
  );
}

function errors({ type }: Action, words: Language): string[] {
  const met = words.entry(type, 'help.errors');
  const entries = Object.entries(isRecord(met) ? met : {}).map(
    ([code, text]) => `<dt>${escaped(code)}</dt>\n<dd>${sentence(String(text))}</dd>`,
  );
  return [paragraph(words.shared('help.catch')), ...(entries.length > 0 ? [definitions(entries)] : [])];
}

function references(action: Action, words: Language): string {
  const link = `<a href="${REFERENCE}${escaped(action.reference)}" target="_blank" rel="noopener">${escaped(words.shared('help.reference'))}</a>`;
  return `<ul>\n  <li>${link}</li>\n</ul>`;
}
