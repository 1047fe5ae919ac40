import type MarkdownIt from 'markdown-it';
import { type AdfMark, type AdfNode, InlineContent, linkMark } from './adf';
import { isSafeHref } from './links';
import { MENTION, type Mention, type Mentions, mentionNode } from './markdown-mentions';
import { OpenMarks } from './open-marks';

const MARKS: Readonly<Record<string, string>> = { strong_open: 'strong', em_open: 'em', s_open: 'strike' };

/** The inline tokens of one paragraph, heading or cell as ADF nodes. */
export function inlineNodes(tokens: readonly MarkdownIt.Token[], mentions: Mentions): AdfNode[] {
  const content = new InlineContent();
  const open = new OpenMarks();
  for (const token of tokens) {
    if (token.nesting === 1) {
      open.push(openedMark(token));
    } else if (token.nesting === -1) {
      open.pop();
    } else {
      appendLeaf(content, token, open, mentions);
    }
  }
  return content.nodes;
}

function openedMark(token: MarkdownIt.Token): AdfMark {
  return token.type === 'link_open'
    ? linkMark(String(token.attrGet('href') ?? ''))
    : { type: MARKS[token.type] ?? token.type };
}

function appendLeaf(content: InlineContent, token: MarkdownIt.Token, open: OpenMarks, mentions: Mentions): void {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      content.hardBreak();
      break;
    case 'code_inline':
      // ADF refuses code together with any mark but a link.
      content.text(token.content, [{ type: 'code' }, ...open.outermost().filter((mark) => mark.type === 'link')]);
      break;
    case 'image':
      appendImage(content, token, open);
      break;
    case MENTION:
      appendMention(content, token, open, mentions.get(token.info));
      break;
    default:
      content.text(token.content, open.outermost());
  }
}

/** ADF puts no marks on a mention. */
function appendMention(content: InlineContent, token: MarkdownIt.Token, open: OpenMarks, mention?: Mention): void {
  if (mention) content.add(mentionNode(mention));
  else content.text(token.content, open.outermost());
}

function appendImage(content: InlineContent, token: MarkdownIt.Token, open: OpenMarks): void {
  const source = String(token.attrGet('src') ?? '');
  const words = plainText(token.children ?? []);
  const insideLink = open.has('link');
  const marks = open.outermost();
  content.text(words === '' ? source : words, insideLink || !isSafeHref(source) ? marks : [...marks, linkMark(source)]);
}

function plainText(tokens: readonly MarkdownIt.Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') {
        return ' ';
      }
      return token.children ? plainText(token.children) : token.content;
    })
    .join('');
}
