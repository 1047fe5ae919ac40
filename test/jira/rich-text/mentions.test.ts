import assert from 'node:assert/strict';
import { adfToWiki, type Mentions, markdownToAdf, mentionedIn } from '../../../nodes/jira/rich-text';
import { assertValidAdf } from './schema';

const GRACE = { id: '712020:8d3e4c16', name: 'Grace Njoroge' };
const KNOWN: Mentions = new Map([
  ['grace@example.com', GRACE],
  ['Grace Njoroge', { id: 'grace', name: 'Grace Njoroge' }],
]);
const mention = { type: 'mention', attrs: { id: GRACE.id, text: '@Grace Njoroge', accessLevel: '' } };

describe('people in Markdown', () => {
  it('are mentioned where somebody has said whom the text means, in a list and in bold too', () => {
    const document = markdownToAdf('- look, **[~grace@example.com]**!', KNOWN);
    assertValidAdf(document);
    const [list] = document.content;
    assert.deepEqual(list?.content?.[0]?.content?.[0]?.content, [
      { type: 'text', text: 'look, ' },
      mention,
      { type: 'text', text: '!' },
    ]);
  });

  it('stay the text that they are where nobody has', () => {
    const plain = (text: string) => [{ type: 'paragraph', content: [{ type: 'text', text }] }];
    assert.deepEqual(markdownToAdf('ask [~nobody] first', KNOWN).content, plain('ask [~nobody] first'));
    assert.deepEqual(markdownToAdf('ask [~grace@example.com]').content, plain('ask [~grace@example.com]'));
  });

  it('are written as Data Center mentions people', () => {
    assert.equal(adfToWiki(markdownToAdf('Thanks, [~Grace Njoroge]', KNOWN)), 'Thanks, [~grace]');
  });

  it('are found each once, in the order of the text', () => {
    assert.deepEqual(mentionedIn('# [~b]\n> [~a] and [~ b ] [~a]\n\n| x |\n|---|\n| [~c d] |'), ['b', 'a', 'c d']);
    assert.deepEqual(mentionedIn('nobody'), []);
  });

  for (const [what, markdown] of [
    ['code', '`[~grace@example.com]`'],
    ['a block of code', '```\n[~grace@example.com]\n```'],
    ['what is escaped', '\\[~grace@example.com]'],
    ['the words of a link', '[~grace@example.com](https://a.b)'],
    ['what is struck through', '[~~grace@example.com~~]'],
    ['two lines', '[~grace\n@example.com]'],
    ['no end', '[~grace@example.com'],
    ['nothing', '[~] [~ ]'],
  ] as const) {
    it(`are not in ${what}`, () => {
      assert.deepEqual(mentionedIn(markdown), []);
      assert.doesNotMatch(JSON.stringify(markdownToAdf(markdown, KNOWN)), /"mention"/);
    });
  }
});
