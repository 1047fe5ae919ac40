import assert from 'node:assert/strict';
import {
  type AdfDocument,
  type AdfNode,
  adfToMarkdown,
  adfToText,
  adfToWiki,
  markdownToAdf,
  textToAdf,
  wikiToAdf,
} from '../../../nodes/jira/rich-text';
import { sampled } from '../../support/property-tests';
import { type HostileText, hostileTexts, SIGNS, structures } from './hostile-texts';
import { assertValidAdf } from './schema';

/** Characters, or levels: far more than the stack has frames for. That work grows no faster than its text is what `growth.test.ts` proves. */
const LENGTH = 20_000;
/** Mocha's own limit for each, in milliseconds: each takes a few dozen, also on a machine that is busy with something else. */
const LIMIT = 120_000;
/** Signs behind which a regular expression looks ahead. What it looks at counts as no step in `growth.test.ts`, so these texts are longer. */
const LOOKED_BEHIND = [
  '[',
  '[a|',
  '\\\\',
  '\\\\\\[',
  '|\\\\\\[',
  '!',
  '!a|',
  '{color:',
  '{code:',
  '&#',
  '&a',
  'mailto:',
  '|',
];
const LONG = 1_000_000;

const INPUTS: readonly HostileText[] = [
  ...sampled(SIGNS).flatMap((sign) => hostileTexts(sign, LENGTH).slice(0, 1)),
  ...sampled(structures(LENGTH)),
  ['65,000 lines', 'a\n'.repeat(65_000)],
  ['65,000 items', '- a\n'.repeat(65_000)],
];

const BLOCKS = ['bulletList', 'orderedList', 'taskList', 'decisionList', 'listItem', 'taskItem', 'blockquote', 'panel'];
const MORE_BLOCKS = [
  'expand',
  'table',
  'tableRow',
  'tableCell',
  'paragraph',
  'heading',
  'codeBlock',
  'appThing',
  'text',
];
const WRITERS = [adfToWiki, adfToMarkdown, adfToText];

describe('text that was made to hurt', function () {
  this.timeout(LIMIT);

  for (const [name, text] of INPUTS) {
    it(`does not stop Node-RED: ${name}, over and over`, () => {
      const documents = [textToAdf(text), markdownToAdf(text), wikiToAdf(text)];
      for (const document of documents) for (const write of WRITERS) write(document);
      documents.forEach(assertValidAdf);
    });
  }

  for (const sign of LOOKED_BEHIND) {
    it(`is looked at once, however long: ${sign}`, () => {
      assert.notEqual(wikiToAdf(sign.repeat(LONG / sign.length)).content.length, 0);
    });
  }

  it('becomes a table of its own size, however wide one of its rows is', () => {
    const wiki = `${'|a'.repeat(2_000)}|\n${'|a|\n'.repeat(2_000)}`;
    for (const write of WRITERS) assert.ok(write(wikiToAdf(wiki)).length < 10 * wiki.length);
  });

  it('keeps the words of Markdown that is nested deeper than its parser goes', () => {
    assert.match(adfToText(markdownToAdf(`${'> '.repeat(200)}deep`)), /deep/);
  });

  for (const outer of [...BLOCKS, ...MORE_BLOCKS]) {
    it(`does not overflow the stack on a document that is nested without end: ${outer}`, () => {
      for (const inner of [outer, 'bulletList', 'listItem', 'blockquote']) {
        const document = nested(outer, inner);
        for (const write of WRITERS) assert.match(write(document), /deep/, `${inner} in ${outer}`);
      }
    });
  }
});

function nested(outer: string, inner: string): AdfDocument {
  let node: AdfNode = { type: 'text', text: 'deep' };
  for (let depth = 0; depth < LENGTH; depth += 1) node = { type: depth % 2 === 0 ? inner : outer, content: [node] };
  return { type: 'doc', version: 1, content: [node] };
}
