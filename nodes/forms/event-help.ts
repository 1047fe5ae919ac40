import { inARow } from '../i18n/sentences';
import { type Language, wordsKey } from './catalogs';
import { definitions, errors, helpPage, link, outputTerm, ownDetails, paragraph, section } from './help';
import { escaped, sentence } from './html';

const EVENT = { type: 'jira-event' } as const;
const REFERENCE = 'https://developer.atlassian.com/cloud/jira/platform/webhooks/';

/** The properties that the help explains, in the order of the form. */
export const EXPLAINED = [
  ...['events', 'jql', 'via', 'every', 'registration', 'secret'],
  ...['fields', 'ignoreOwn', 'since', 'batch'],
] as const;

/** The help of `jira-event` in one language. */
export function eventHelp(messages: Language, source: string): string {
  const own = (key: string) => messages.text(EVENT.type, key) ?? '';
  return helpPage(
    EVENT.type,
    [
      paragraph(own('help.summary')),
      `<h3>${escaped(own('help.properties'))}</h3>`,
      definitions(EXPLAINED.map((name) => property(name, messages))),
      ...section(messages, 'outputs', [
        definitions([
          outputTerm('topic', 'text', own('help.topic'), messages),
          outputTerm('payload', 'object', own('help.payload'), messages),
          outputTerm('event', 'object', own('help.event'), messages),
          outputTerm('jira', 'object', own('help.facts'), messages),
        ]),
      ]),
      ...section(
        messages,
        'details',
        [...ownDetails(EVENT, messages), messages.shared('help.richText')].map(paragraph),
      ),
      ...section(messages, 'errors', errors(EVENT, messages, own('help.catch'))),
      ...section(messages, 'references', [link(REFERENCE, messages.shared('help.reference'))]),
    ],
    source,
  );
}

function property(name: (typeof EXPLAINED)[number], messages: Language): string {
  const label = messages.ofInput(EVENT.type, wordsKey(name, 'label')) ?? '';
  const help = messages.ofInput(EVENT.type, wordsKey(name, 'help')) ?? '';
  return `<dt${name === 'events' ? '' : ' class="optional"'}>${escaped(label)}</dt>\n<dd>${inARow([sentence(help)])}</dd>`;
}
