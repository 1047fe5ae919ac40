import assert from 'node:assert/strict';
import {
  type AdfDocument,
  adfToMarkdown,
  adfToText,
  adfToWiki,
  markdownToAdf,
  textToAdf,
  wikiToAdf,
} from '../../../nodes/jira/rich-text';
import { assertValidAdf } from './schema';

const LENGTH = 70_000;
/** Mocha's own limit for each, in milliseconds: each takes a few dozen, and quadratic work would take minutes. */
const LIMIT = 30_000;

const UNITS = [
  ...['*', '_', '-', '+', '~', '?', '!', '[', ']', '{', '}', '(', ')', '|', '#', '\\', '`', '<', '&', '\n', ' ', ':)'],
  ...['> ', '- ', '* ', '# ', '1. ', '**a', '*a_b', '![', '[](', '[a](', '[a|', '[^', '{{', '{*}', '{code}', '{color:'],
  ...[
    '{quote}{panel}',
    '{panel:a}',
    '||',
    '\\\\',
    '&#',
    '&amp;',
    '<!--',
    '<http://',
    'http://',
    'https://a!',
    'mailto:',
  ],
  ...['\n* ', '\n| ', '| a |\n|-|\n', '- [ ] a\n', '[a]: http://x\n', '😀'],
];

const INPUTS: [name: string, text: string][] = [
  ...UNITS.map((unit): [string, string] => [JSON.stringify(unit), unit.repeat(Math.ceil(LENGTH / unit.length))]),
  ['a list 370 levels deep', Array.from({ length: 370 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n')],
  ['a wiki list 370 levels deep', Array.from({ length: 370 }, (_, level) => `${'*'.repeat(level + 1)} a`).join('\n')],
  ['marks inside one another', `${'*a '.repeat(LENGTH / 6)}${'a* '.repeat(LENGTH / 6)}`],
  ['different marks inside one another', `${'*a _a ^a '.repeat(LENGTH / 18)}${'a^ a_ a* '.repeat(LENGTH / 18)}`],
  ['65,000 lines', 'a\n'.repeat(65_000)],
  ['65,000 items', '- a\n'.repeat(65_000)],
  ['65,000 paragraphs', 'a\n\n'.repeat(65_000)],
  ['an address that goes on and on', `https://a${'!'.repeat(LENGTH)}a`],
];

describe('text that was made to hurt', function () {
  this.timeout(LIMIT);

  for (const [name, text] of INPUTS) {
    it(`does not stop Node-RED: ${name}, over and over`, () => {
      const documents = [textToAdf(text), markdownToAdf(text), wikiToAdf(text)];
      for (const document of documents) {
        adfToWiki(document);
        adfToMarkdown(document);
        adfToText(document);
      }
      documents.forEach(assertValidAdf);
    });
  }

  it('keeps the words of Markdown that is nested deeper than its parser goes', () => {
    assert.match(adfToText(markdownToAdf(`${'> '.repeat(200)}deep`)), /deep/);
  });

  it('does not overflow the stack on a document that is nested without end', () => {
    let node: AdfDocument['content'][number] = { type: 'text', text: 'deep' };
    for (let depth = 0; depth < LENGTH; depth += 1) {
      node = { type: depth % 3 === 0 ? 'bulletList' : depth % 3 === 1 ? 'listItem' : 'blockquote', content: [node] };
    }
    for (const write of [adfToWiki, adfToMarkdown, adfToText]) {
      assert.match(write({ type: 'doc', version: 1, content: [node] }), /deep/);
    }
  });
});
