import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AdfDocument, type AdfNode, adfToMarkdown, adfToText, adfToWiki } from '../../../nodes/jira/rich-text';
import { runs } from '../../support/property-tests';

const WRITERS = { text: adfToText, Markdown: adfToMarkdown, 'wiki markup': adfToWiki };
const document = (...content: AdfNode[]): AdfDocument => ({ type: 'doc', version: 1, content });
const inline = (node: AdfNode): AdfDocument => document({ type: 'paragraph', content: [node] });

describe('documents that Jira or an app made', () => {
  const examples: [title: string, adf: AdfDocument, text: string][] = [
    ['an emoji', inline({ type: 'emoji', attrs: { shortName: ':smile:', text: '😄' } }), '😄'],
    ['an emoji without a character', inline({ type: 'emoji', attrs: { shortName: ':party:' } }), ':party:'],
    ['a card', inline({ type: 'inlineCard', attrs: { url: 'https://a.b' } }), 'https://a.b'],
    ['a card as a block', document({ type: 'blockCard', attrs: { url: 'https://a.b' } }), 'https://a.b'],
    ['a date', inline({ type: 'date', attrs: { timestamp: '1767225600000' } }), '2026-01-01'],
    ['a status', inline({ type: 'status', attrs: { text: 'DONE', color: 'green' } }), 'DONE'],
    [
      'an image',
      document({ type: 'mediaSingle', content: [{ type: 'media', attrs: { id: 'x', alt: 'chart' } }] }),
      'chart',
    ],
    ['a file', document({ type: 'mediaGroup', content: [{ type: 'media', attrs: { id: 'x' } }] }), '[attachment]'],
    [
      'an expand',
      document({
        type: 'expand',
        attrs: { title: 'More' },
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }],
      }),
      'More\n\nx',
    ],
    [
      'decisions',
      document({ type: 'decisionList', content: [{ type: 'decisionItem', content: [{ type: 'text', text: 'yes' }] }] }),
      '- yes',
    ],
    ['a node that nobody knows', document({ type: 'appThing', content: [{ type: 'text', text: 'kept' }] }), 'kept'],
  ];
  for (const [title, adf, text] of examples) {
    it(`reads ${title} as text`, () => {
      assert.equal(adfToText(adf), text);
    });
  }

  const types = [
    'paragraph',
    'heading',
    'bulletList',
    'orderedList',
    'listItem',
    'taskList',
    'taskItem',
    'table',
    'tableRow',
    'tableCell',
  ];
  const more = [
    'tableHeader',
    'blockquote',
    'panel',
    'expand',
    'layoutSection',
    'codeBlock',
    'rule',
    'text',
    'appThing',
    'mention',
    'media',
  ];
  const leaf = fc.record({ type: fc.constant('text'), text: fc.stringMatching(/^[a-z]{3,6}$/) });
  const odd = fc.record(
    {
      type: fc.constantFrom(...types, ...more, 'hardBreak', 'emoji', 'date'),
      attrs: fc.anything(),
      marks: fc.anything(),
      text: fc.anything(),
      content: fc.anything(),
    },
    { requiredKeys: ['type'] },
  );
  const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
    tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, leaf, tie('node'), odd),
    node: fc.record({ type: fc.constantFrom(...types, ...more), content: fc.array(tie('tree'), { maxLength: 4 }) }),
  }));

  for (const [name, write] of Object.entries(WRITERS)) {
    it(`writes any tree as ${name} and keeps all its words`, () => {
      fc.assert(
        fc.property(fc.array(tree, { maxLength: 4 }), (content) => {
          const adf = JSON.parse(JSON.stringify({ type: 'doc', version: 1, content }));
          const written = write(adf);
          for (const word of wordsOf(adf)) {
            assert.ok(written.includes(word), `${word} is not in ${JSON.stringify(written)}`);
          }
        }),
        { numRuns: runs(2000) },
      );
    });
  }
});

/** The words of the plain text nodes that hang in the tree by nodes alone. */
function wordsOf(node: AdfNode): string[] {
  const own =
    node.type === 'text' && typeof node.text === 'string' && /^[a-z]{3,6}$/.test(node.text) ? [node.text] : [];
  const content: unknown = node.content;
  return [
    ...own,
    ...(Array.isArray(content) ? content : []).filter((child) => typeof child?.type === 'string').flatMap(wordsOf),
  ];
}
