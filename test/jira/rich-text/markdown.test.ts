import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AdfNode, adfToMarkdown, adfToText, markdownToAdf, textToAdf } from '../../../nodes/jira/rich-text';
import { runs } from '../../support/property-tests';
import { assertValidAdf } from './schema';
import { anyText } from './strings';

const text = (words: string, ...marks: string[]): AdfNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const link = (words: string, href: string): AdfNode => ({
  type: 'text',
  text: words,
  marks: [{ type: 'link', attrs: { href } }],
});
const paragraph = (...content: AdfNode[]): AdfNode => ({ type: 'paragraph', content });
const item = (...content: AdfNode[]): AdfNode => ({ type: 'listItem', content });

describe('Markdown into ADF', () => {
  const examples: [title: string, markdown: string, content: AdfNode[]][] = [
    ['bold', '**bold**', [paragraph(text('bold', 'strong'))]],
    ['emphasis in bold', '**a *b***', [paragraph(text('a ', 'strong'), text('b', 'strong', 'em'))]],
    ['bold in bold, which ADF does not know', '**a __b__**', [paragraph(text('a b', 'strong'))]],
    ['strikethrough', '~~gone~~', [paragraph(text('gone', 'strike'))]],
    ['code with a backtick in it', '``a`b``', [paragraph(text('a`b', 'code'))]],
    [
      'code in bold, which ADF does not know, as code',
      '**a `b`**',
      [paragraph(text('a ', 'strong'), text('b', 'code'))],
    ],
    ['a single newline', 'a\nb', [paragraph(text('a'), { type: 'hardBreak' }, text('b'))]],
    ['a heading', '## Title', [{ type: 'heading', attrs: { level: 2 }, content: [text('Title')] }]],
    ['a link', '[docs](https://a.b/c)', [paragraph(link('docs', 'https://a.b/c'))]],
    ['a bare address', 'see https://a.b/c', [paragraph(text('see '), link('https://a.b/c', 'https://a.b/c'))]],
    [
      'a bare address with encoded characters, to the letter',
      'see https://a.b/%70?q=%C3%BC',
      [paragraph(text('see '), link('https://a.b/%70?q=%C3%BC', 'https://a.b/%70?q=%C3%BC'))],
    ],
    ['an image as a link', '![chart](https://a.b/c.png)', [paragraph(link('chart', 'https://a.b/c.png'))]],
    ['a dangerous link as text', '[x](javascript:alert)', [paragraph(text('[x](javascript:alert)'))]],
    ['HTML as text', 'a <b>c</b>', [paragraph(text('a <b>c</b>'))]],
    ['a rule', '***', [{ type: 'rule' }]],
    [
      'a code block',
      '```js\nlet a = `*b*`;\n```',
      [{ type: 'codeBlock', attrs: { language: 'js' }, content: [text('let a = `*b*`;')] }],
    ],
    ['an empty code block', '```\n```', [{ type: 'codeBlock', content: [] }]],
    [
      'nested lists',
      '1. one\n   - two\n   - three\n2. four',
      [
        {
          type: 'orderedList',
          content: [
            item(paragraph(text('one')), {
              type: 'bulletList',
              content: [item(paragraph(text('two'))), item(paragraph(text('three')))],
            }),
            item(paragraph(text('four'))),
          ],
        },
      ],
    ],
    [
      'a list right inside a list item, which the editor of Jira refuses, behind an empty line',
      '- - a',
      [
        {
          type: 'bulletList',
          content: [item(paragraph(), { type: 'bulletList', content: [item(paragraph(text('a')))] })],
        },
      ],
    ],
    [
      'where a list starts to count',
      '3. c',
      [{ type: 'orderedList', attrs: { order: 3 }, content: [item(paragraph(text('c')))] }],
    ],
    [
      'a table',
      '| a | b |\n|---|---|\n| 1 | **2** |',
      [
        {
          type: 'table',
          content: [
            {
              type: 'tableRow',
              content: [
                { type: 'tableHeader', content: [paragraph(text('a'))] },
                { type: 'tableHeader', content: [paragraph(text('b'))] },
              ],
            },
            {
              type: 'tableRow',
              content: [
                { type: 'tableCell', content: [paragraph(text('1'))] },
                { type: 'tableCell', content: [paragraph(text('2', 'strong'))] },
              ],
            },
          ],
        },
      ],
    ],
    [
      'a task list',
      '- [ ] open\n- [x] done',
      [
        {
          type: 'taskList',
          attrs: { localId: 'task-3' },
          content: [
            { type: 'taskItem', attrs: { localId: 'task-1', state: 'TODO' }, content: [text('open')] },
            { type: 'taskItem', attrs: { localId: 'task-2', state: 'DONE' }, content: [text('done')] },
          ],
        },
      ],
    ],
    [
      'a heading in a quotation, which ADF refuses, as a paragraph',
      '> # a\n> b',
      [{ type: 'blockquote', content: [paragraph(text('a')), paragraph(text('b'))] }],
    ],
    [
      'a quotation in a list, which ADF refuses, as a paragraph',
      '- a\n  > b',
      [{ type: 'bulletList', content: [item(paragraph(text('a')), paragraph(text('b')))] }],
    ],
  ];

  for (const [title, markdown, content] of examples) {
    it(`understands ${title}`, () => {
      const document = markdownToAdf(markdown);
      assert.deepEqual(document.content, content);
      assertValidAdf(document);
    });
  }

  it('never makes a document that Jira refuses, whatever the text', () => {
    fc.assert(
      fc.property(anyText(), (markdown) => assertValidAdf(markdownToAdf(markdown))),
      { numRuns: runs(3000) },
    );
  });

  it('loses no word, wherever it stands among markup', () => {
    // A table drops cells that have no column, and a link definition is no text: both are Markdown's own rules.
    const sign = fc.constantFrom(
      '* ',
      '- ',
      '> ',
      '# ',
      '**',
      '_',
      '~~',
      '`',
      '```\n',
      '1. ',
      '\n',
      '\n\n',
      '    ',
      '[',
      '](',
      ')',
      '![',
      '<',
      '- [ ] ',
      '***\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant('word'), sign), { maxLength: 30 }), (parts) => {
        const markdown = parts.map((part, index) => (part === 'word' ? `word${index}x` : part)).join('');
        fc.pre(!/^[^\w\n]*(?:`{3}|~{3}).*word/m.test(markdown)); // the first line of a fence names a language
        const kept = JSON.stringify(markdownToAdf(markdown));
        for (const word of markdown.match(/word\d+x/g) ?? []) {
          assert.ok(kept.includes(word), `${word} of ${JSON.stringify(markdown)} is not in ${kept}`);
        }
      }),
      { numRuns: runs(3000) },
    );
  });
});

describe('ADF into Markdown', () => {
  const sources = [
    '**bold** _em_ ~~gone~~ `code`',
    '[docs](https://a.b/c) https://a.b/c?x=1&y=2',
    '# Title\n\ntext',
    '1. one\n   - two\n   - three\n2. four',
    '- [ ] open\n- [x] done',
    '| a | b |\n| --- | --- |\n| 1 | **2** |',
    '> quoted\n>\n> - list',
    '```js\nlet a = 1;\n```',
    '````\n```\n````',
    '``a`b``',
    'a  \nb',
    '---',
    'snake\\_ \\*literal\\* \\[x\\]',
  ];
  for (const markdown of sources) {
    it(`writes ${JSON.stringify(markdown)} as it was`, () => {
      assert.equal(adfToMarkdown(markdownToAdf(markdown)), markdown);
    });
  }

  for (const text of ['\n    *', '    * x', 'a\n   *', '\n\t*', '    -', '\n    +']) {
    it(`a mark that would begin a list, far in, stays itself: ${JSON.stringify(text)}`, () => {
      const back = adfToText(markdownToAdf(adfToMarkdown(textToAdf(text))));
      assert.equal(back.replace(/\s/g, ''), text.replace(/\s/g, ''));
    });
  }

  for (const address of [
    'https://a.b/c\\',
    'https://a.b/\\[x\\]',
    'https://a.b/%5C',
    'https://a.b/c\\)',
    'https://a.b/<c>\\',
  ]) {
    it(`an address still reads ${address}`, () => {
      const written = adfToMarkdown({ type: 'doc', version: 1, content: [paragraph(link(address, address))] });
      assert.equal(adfToText(markdownToAdf(written)), address);
    });
  }

  it('an address reads and leads as it did, bare or behind words', () => {
    const piece = fc.constantFrom(
      ...[...'a0-_.~!*\'();:@&=+$,/?#[]<>\\|^`{}"ü😀'],
      '%70',
      '%5C',
      '%20',
      '%C3%BC',
      '&amp;',
    );
    const start = fc.constantFrom('https://a.b/', 'http://a.b:80/', 'mailto:a@b.c?subject=', 'ftp://x/');
    const address = fc.tuple(start, fc.array(piece, { maxLength: 12 })).map(([scheme, path]) => scheme + path.join(''));
    fc.assert(
      fc.property(address, fc.boolean(), (href, bare) => {
        const words = bare ? href : 'words';
        const written = adfToMarkdown({ type: 'doc', version: 1, content: [paragraph(link(words, href))] });
        const [back, ...more] = markdownToAdf(written).content[0]?.content ?? [];
        assert.deepEqual(more, [], written);
        assert.equal(back?.text, words, written);
        // Markdown encodes what an address may not hold; a browser takes both for the same.
        assert.equal(decodeURI(String(back?.marks?.[0]?.attrs?.href)), decodeURI(href), written);
      }),
      { numRuns: 3000 },
    );
  });

  it('escapes literal text, so that it reads the same as Markdown', () => {
    const visible = (source: string): string => source.replace(/\s|\0/g, '');
    fc.assert(
      fc.property(anyText(), (source) => {
        const back = adfToText(markdownToAdf(adfToMarkdown(textToAdf(source))));
        assert.equal(visible(back).replaceAll('\ufffd', ''), visible(source).replaceAll('\ufffd', ''));
      }),
      { numRuns: runs(3000) },
    );
  });
});
