import MarkdownIt from 'markdown-it';
import { type AdfDocument, type AdfNode, append, codeBlockOf, documentOf, paragraphOf, storable } from './adf';
import { fitInto } from './fit';
import { isSafeHref, linkExplicitAddressesOnly } from './links';
import { type Mentions, namesMentioned, readMentions } from './markdown-mentions';
import { inlineNodes } from './markdown-read-inline';
import { TaskLists } from './markdown-tasks';
import { textToAdf } from './text-read';

const MAX_NESTING = 100;

const markdownIt = readMentions(
  linkExplicitAddressesOnly(new MarkdownIt({ html: false, breaks: true, linkify: true, maxNesting: MAX_NESTING })),
);
// A link that is not safe is then no link for the parser either, and its source stays visible.
markdownIt.validateLink = isSafeHref;
// A bare address is read as it was written; decoded, it would be another text.
markdownIt.normalizeLinkText = (address) => address;

/**
 * Markdown as ADF: CommonMark with GFM's tables, strikethrough, task lists and bare addresses. A single newline stays a newline; HTML is shown as
 * text; an image becomes a link that reads as its alternative text. Never throws; what ADF does not let stand inside something else is flattened.
 * @param mentions whom `[~…]` means; whom it doesn't hold stays text
 */
export function markdownToAdf(markdown: string, mentions: Mentions = new Map()): AdfDocument {
  const source = storable(markdown);
  const tokens = markdownIt.parse(source, {});
  // The parser drops what is nested deeper. Nobody writes that by hand, so all of it as plain text is the honest answer.
  if (tokens.some((token) => token.level >= MAX_NESTING - 1)) {
    return textToAdf(source);
  }
  return documentOf(blocksOf(tokens, mentions));
}

/** The names of whom a text mentions. */
export function mentionedIn(markdown: string): readonly string[] {
  return markdown.includes('[~') ? namesMentioned(markdownIt.parse(storable(markdown), {})) : [];
}

interface OpenBlock {
  token: MarkdownIt.Token | undefined;
  content: AdfNode[];
}

function blocksOf(tokens: readonly MarkdownIt.Token[], mentions: Mentions): AdfNode[] {
  const tasks = new TaskLists();
  const root: OpenBlock = { token: undefined, content: [] };
  const open: OpenBlock[] = [root];
  for (const token of tokens) {
    if (token.nesting === 1) {
      open.push({ token, content: [] });
    } else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed?.token) {
        append(current(open, root).content, closedBlock(closed.token, closed.content, tasks));
      }
    } else {
      append(current(open, root).content, leaf(token, mentions));
    }
  }
  return root.content;
}

function current(open: readonly OpenBlock[], root: OpenBlock): OpenBlock {
  return open.at(-1) ?? root;
}

function leaf(token: MarkdownIt.Token, mentions: Mentions): AdfNode[] {
  switch (token.type) {
    case 'inline':
      return inlineNodes(token.children ?? [], mentions);
    case 'hr':
      return [{ type: 'rule' }];
    case 'fence':
      return [codeBlockOf(token.content.replace(/\n$/, ''), token.info.trim().split(/\s+/)[0])];
    default:
      return [codeBlockOf(token.content.replace(/\n$/, ''))];
  }
}

function closedBlock(token: MarkdownIt.Token, content: AdfNode[], tasks: TaskLists): AdfNode[] {
  switch (token.type) {
    case 'paragraph_open':
      return [paragraphOf(content)];
    case 'heading_open':
      return [{ type: 'heading', attrs: { level: Number(token.tag.slice(1)) }, content }];
    case 'blockquote_open':
      return [{ type: 'blockquote', content: fitInto('blockquote', content) }];
    case 'list_item_open':
      return [{ type: 'listItem', content: fitInto('listItem', content) }];
    case 'bullet_list_open':
      return [tasks.recognise(content) ?? { type: 'bulletList', content }];
    case 'ordered_list_open':
      return [orderedList(Number(token.attrGet('start') ?? 1), content)];
    case 'table_open':
      return [{ type: 'table', content }];
    case 'tr_open':
      return [{ type: 'tableRow', content }];
    case 'th_open':
      return [{ type: 'tableHeader', content: [paragraphOf(content)] }];
    case 'td_open':
      return [{ type: 'tableCell', content: [paragraphOf(content)] }];
    default:
      return content; // thead and tbody: ADF has no such level
  }
}

function orderedList(start: number, content: AdfNode[]): AdfNode {
  return { type: 'orderedList', ...(start === 1 ? {} : { attrs: { order: start } }), content };
}
