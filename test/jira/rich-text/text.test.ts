import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adfToText, isAdf, textToAdf } from '../../../nodes/jira/rich-text';
import { runs } from '../../support/property-tests';
import { assertValidAdf } from './schema';
import { anyText } from './strings';

describe('plain text into ADF', () => {
  it('keeps markup characters as text, so that a log line is not turned into bold or lists', () => {
    assert.deepEqual(textToAdf('* **not bold** {code}'), {
      type: 'doc',
      version: 1,
      content: [{ type: 'paragraph', content: [{ type: 'text', text: '* **not bold** {code}' }] }],
    });
  });

  it('keeps a newline as a line break and an empty line as a new paragraph', () => {
    assert.deepEqual(textToAdf('one\ntwo\n\nthree').content, [
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'one' }, { type: 'hardBreak' }, { type: 'text', text: 'two' }],
      },
      { type: 'paragraph', content: [{ type: 'text', text: 'three' }] },
    ]);
  });

  it('makes web addresses clickable, without the full stop behind them', () => {
    assert.deepEqual(textToAdf('see https://example.com/a_b.').content[0]?.content, [
      { type: 'text', text: 'see ' },
      {
        type: 'text',
        text: 'https://example.com/a_b',
        marks: [{ type: 'link', attrs: { href: 'https://example.com/a_b' } }],
      },
      { type: 'text', text: '.' },
    ]);
  });

  for (const text of [
    'README.md and main.py',
    'javascript:alert(1)',
    '//server/share',
    'example.com',
    'a@example.com',
  ]) {
    it(`does not make a link of ${text}`, () => {
      assert.deepEqual(textToAdf(text).content, [{ type: 'paragraph', content: [{ type: 'text', text }] }]);
    });
  }

  it('makes an empty document of an empty text', () => {
    assert.deepEqual(textToAdf(''), { type: 'doc', version: 1, content: [] });
  });

  it('turns Windows line ends into newlines and broken surrogate pairs into U+FFFD, and nothing else', () => {
    assert.equal(adfToText(textToAdf('a\r\nb\rc \ud83d d 😀\t\u0007')), 'a\nb\nc \ufffd d 😀\t\u0007');
  });

  it('loses no character of any text, and Jira accepts the result', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const document = textToAdf(text);
        assertValidAdf(document);
        assert.equal(adfToText(document), text);
      }),
      { numRuns: runs(2000) },
    );
  });
});

describe('recognising ADF', () => {
  it('takes a document for ADF', () => {
    assert.equal(isAdf({ type: 'doc', version: 1, content: [] }), true);
  });

  for (const value of [
    null,
    'doc',
    [],
    {},
    { type: 'doc' },
    { type: 'doc', version: 2, content: [] },
    { type: 'paragraph', content: [] },
  ]) {
    it(`does not take ${JSON.stringify(value)} for ADF`, () => {
      assert.equal(isAdf(value), false);
    });
  }
});
