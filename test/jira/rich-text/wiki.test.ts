import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AdfNode,
  adfToMarkdown,
  adfToText,
  adfToWiki,
  markdownToAdf,
  textToAdf,
  wikiToAdf,
} from '../../../nodes/jira/rich-text';
import { runs } from '../../support/property-tests';
import { assertValidAdf } from './schema';
import { anyText } from './strings';

const document = (...content: AdfNode[]) => ({ type: 'doc' as const, version: 1 as const, content });

describe('plain text for Jira Data Center', () => {
  const examples: [text: string, wiki: string][] = [
    ['a well-known snake_case a - b, 2 * 3, x^2', 'a well-known snake_case a - b, 2 * 3, x^2'],
    ['*bold* _em_ -gone- +under+', '\\*bold\\* \\_em\\_ \\-gone\\- \\+under\\+'],
    ['{code} [x] {"a": [1]}', '\\{code\\} \\[x\\] \\{"a": \\[1\\]\\}'],
    ['C:\\Users\\me', 'C:\\Users\\me'],
    ['\\\\server\\share\\', '&#92;&#92;server\\share&#92;'],
    ['(a\\)', '(a&#92;\\)'],
    ['h1. no heading\nbq. no quotation', 'h1&#46; no heading\nbq&#46; no quotation'],
    ['* no list\n# none\n- none\n----', '\\* no list\n\\# none\n\\- none\n\\-\\-\\-\\-'],
    ['| no | table |', '\\| no | table |'],
    ['ok :) (x) (!) :D', 'ok :\\) \\(x) \\(\\!) &#58;D'],
    ['!image.png! Really?? Yes!', '\\!image.png! Really\\?\\? Yes!'],
    ['&amp; & AT&T', '&amp;amp; & AT&T'],
    ['see https://a.b/c_d?x=1&y=_2_, please', 'see https://a.b/c_d?x=1&y=_2_, please'],
    ['"https://a.b/_c_"', '"[https://a.b/_c_]"'],
    ['  indented\n\n\n\nfar below', '  indented\n\n\n\nfar below'],
  ];
  for (const [text, wiki] of examples) {
    it(`writes ${JSON.stringify(text)} so that Jira shows just that`, () => {
      assert.equal(adfToWiki(textToAdf(text)), wiki);
      assert.equal(adfToText(wikiToAdf(wiki)), text);
    });
  }

  it('arrives with every character, whatever a machine writes', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        assert.equal(adfToText(wikiToAdf(adfToWiki(textToAdf(text)))), text);
      }),
      { numRuns: runs(5000) },
    );
  });
});

describe('wiki markup into ADF', () => {
  const examples: [title: string, wiki: string, markdown: string][] = [
    ['bold, emphasis, strikethrough and code', '*bold* _em_ -gone- {{code}}', '**bold** _em_ ~~gone~~ `code`'],
    ['bold in the middle of a word', 'un{*}believ{*}able', 'un**believ**able'],
    ['signs that open nothing', 'a * b_c 2-3 -x *', 'a * b_c 2-3 -x *'],
    ['escaped signs', '\\*not bold\\* \\[x]', '\\*not bold\\* \\[x\\]'],
    ['links', '[docs|https://a.b/c] [https://a.b] https://a.b/c.', '[docs](https://a.b/c) https://a.b https://a.b/c.'],
    ['a dangerous link as text', '[x|javascript:alert]', '\\[x|javascript:alert\\]'],
    ['mentions', 'hi [~jdoe]', 'hi @jdoe'],
    ['images', '!chart.png|width=3! !https://a.b/c.png|alt="a chart"!', 'chart.png [a chart](https://a.b/c.png)'],
    ['headings', 'h2. Title\ntext', '## Title\n\ntext'],
    ['a quoted line', 'bq. said', '> said'],
    ['a quotation', '{quote}\nsaid\n\nmore\n{quote}\nafter', '> said\n>\n> more\n\nafter'],
    ['code', '{code:java}\nint *a*;\n{code}', '```java\nint *a*;\n```'],
    ['code with a title', '{code:title=A.java|borderStyle=solid}\na\n{code}', '**A.java**\n\n```\na\n```'],
    ['unformatted text', '{noformat}\n*a*\n{noformat}', '```\n*a*\n```'],
    ['a panel', '{panel:title=Note}\ntext\n{panel}', '> **Note**\n>\n> text'],
    ['coloured text', '{color:red}hot{color} cold', 'hot cold'],
    ['nested lists', '* one\n** two\n*# three\n* four', '- one\n  - two\n  1. three\n- four'],
    ['a list item that goes on', '* one\nmore\n\nafter', '- one  \n  more\n\nafter'],
    ['a table', '||a||b||\n|1|*2*|', '| a | b |\n| --- | --- |\n| 1 | **2** |'],
    ['a link in a table', '|[a|https://a.b]|c|', '|  |  |\n| --- | --- |\n| [a](https://a.b) | c |'],
    ['a rule', 'a\n----\nb', 'a\n\n---\n\nb'],
    ['a forced line break', 'a\\\\b', 'a  \nb'],
    ['a network path, which is no line break', '\\\\server\\share', '\\\\\\\\server\\\\share'],
    ['newlines, as Jira shows them', 'a\r\nb\r\n\r\nc', 'a  \nb\n\nc'],
    ['an open macro as text', '{code} never closed', '{code} never closed'],
  ];
  for (const [title, wiki, markdown] of examples) {
    it(`understands ${title}`, () => {
      const adf = wikiToAdf(wiki);
      assertValidAdf(adf);
      assert.equal(adfToMarkdown(adf), markdown);
    });
  }

  it('never makes a document that Jira refuses, whatever the text', () => {
    fc.assert(
      fc.property(anyText(), (wiki) => assertValidAdf(wikiToAdf(wiki))),
      { numRuns: runs(3000) },
    );
  });

  it('loses no word, wherever it stands among markup', () => {
    const sign = fc.constantFrom(
      '* ',
      '# ',
      '** ',
      'h1. ',
      'bq. ',
      '|',
      '||',
      '*',
      '_',
      '-',
      '{{',
      '}}',
      '{quote}',
      '{code}',
      '{panel}',
      '{color:red}',
      '{*}',
      '\n',
      '\n\n',
      '[',
      ']',
      '\\',
      '\\\\',
      '!',
      '??',
      '----\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant('word'), sign), { maxLength: 30 }), (parts) => {
        const wiki = parts.map((part, index) => (part === 'word' ? `word${index}x` : part)).join('');
        const kept = adfToText(wikiToAdf(wiki));
        for (const word of wiki.match(/word\d+x/g) ?? []) {
          assert.ok(kept.includes(word), `${word} of ${JSON.stringify(wiki)} is not in ${JSON.stringify(kept)}`);
        }
      }),
      { numRuns: runs(3000) },
    );
  });
});

describe('ADF into wiki markup', () => {
  const examples: [title: string, markdown: string, wiki: string][] = [
    ['marks', '**bold** _em_ ~~gone~~ `code`', '*bold* _em_ -gone- {{code}}'],
    ['bold in the middle of a word', 'un**believ**able', 'un{*}believ{*}able'],
    ['links', '[a|b](https://a.b/c) https://a.b/c', '[a\\|b|https://a.b/c] https://a.b/c'],
    ['nested lists', '- one\n  1. two\n- three', '* one\n*# two\n* three'],
    ['tasks', '- [x] done', '* \\[x\\] done'],
    ['a table', '| a | b |\n|---|---|\n| 1 \\| 2 | |', '||a||b||\n|1 \\| 2| |'],
    ['code of a language that Jira knows', '```java\na\n```', '{code:java}\na\n{code}'],
    ['code of one that it does not know', '```zig\na\n```', '{code}\na\n{code}'],
    ['code about code', '```\n{code}\n```', '{noformat}\n{code}\n{noformat}'],
    ['a quotation', '> a\n> b', '{quote}\na\nb\n{quote}'],
    ['a heading', '### T', 'h3. T'],
    ['literal signs next to real ones', '**a \\* b** \\*c\\*', '*a * b* \\*c\\*'],
  ];
  for (const [title, markdown, wiki] of examples) {
    it(`writes ${title}`, () => {
      assert.equal(adfToWiki(markdownToAdf(markdown)), wiki);
    });
  }

  it('loses no word of a Markdown document on Data Center', () => {
    fc.assert(
      fc.property(anyText(), (markdown) => {
        const words = (source: string): string => source.replace(/[^\p{L}]/gu, '');
        const adf = markdownToAdf(markdown);
        assert.equal(words(adfToText(wikiToAdf(adfToWiki(adf)))), words(adfToText(adf)));
      }),
      { numRuns: runs(3000) },
    );
  });

  it('writes a mention so that Jira Data Center notifies the user', () => {
    const mention = { type: 'mention', attrs: { id: 'jdoe', text: '@Jane Doe' } };
    const adf = document({ type: 'paragraph', content: [{ type: 'text', text: 'hi ' }, mention] });
    assert.equal(adfToWiki(adf), 'hi [~jdoe]');
    assert.equal(adfToText(adf), 'hi @Jane Doe');
    assert.equal(adfToMarkdown(adf), 'hi @Jane Doe');
  });
});
