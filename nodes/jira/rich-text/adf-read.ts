import { type AdfMark, type AdfNode, isRecord } from './adf';

/**
 * Reading ADF that we didn't make. Jira's documents hold nodes that no list names (apps bring their own), and flows build documents by hand, so
 * nothing about a node is taken for granted but that it came out of JSON.
 */

const INLINE = new Set([
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'inlineCard',
  'date',
  'status',
  'placeholder',
  'inlineExtension',
  'media',
  'mediaInline',
]);

export function childrenOf(node: AdfNode): AdfNode[] {
  const content: unknown = node.content;
  return Array.isArray(content) ? content.filter(isNode) : [];
}

export function marksOf(node: AdfNode): AdfMark[] {
  const marks: unknown = node.marks;
  return Array.isArray(marks) ? marks.filter(isMark) : [];
}

/** A node that belongs into a line of text. A node that holds nothing and that we don't know is treated as one, too. */
export function isInline(node: AdfNode): boolean {
  return INLINE.has(node.type) || (!BLOCK_LEAVES.has(node.type) && childrenOf(node).length === 0 && !isTextBlock(node));
}

const BLOCK_LEAVES = new Set(['rule', 'blockCard', 'embedCard', 'codeBlock']);

function isTextBlock(node: AdfNode): boolean {
  return node.type === 'paragraph' || node.type === 'heading';
}

/** An attribute as text; '' when it isn't there or is no text or number. */
export function attribute(node: AdfNode | AdfMark, name: string): string {
  const attrs: unknown = node.attrs;
  const value = isRecord(attrs) ? attrs[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What a reader of the node sees, without its marks. Mentions read `@name`, dates `2026-01-31`, files their alternative text or `[attachment]`. */
export function visibleText(node: AdfNode): string {
  switch (node.type) {
    case 'hardBreak':
      return '\n';
    case 'mention':
      return mentionText(node);
    case 'emoji':
      return attribute(node, 'text') || attribute(node, 'shortName');
    case 'inlineCard':
    case 'blockCard':
    case 'embedCard':
      return attribute(node, 'url');
    case 'media':
    case 'mediaInline':
      return attribute(node, 'alt') || '[attachment]';
    case 'date':
      return dateText(attribute(node, 'timestamp'));
    default:
      return ownText(node) || attribute(node, 'text');
  }
}

function mentionText(node: AdfNode): string {
  const name = attribute(node, 'text') || attribute(node, 'id');
  return name.startsWith('@') ? name : `@${name}`;
}

function dateText(timestamp: string): string {
  const date = new Date(Number(timestamp));
  return timestamp === '' || Number.isNaN(date.getTime()) ? timestamp : date.toISOString().slice(0, 10);
}

function ownText(node: AdfNode): string {
  const text: unknown = node.text;
  return typeof text === 'string' ? text : '';
}

/** The visible text of the node and of all that it holds, however deep: the way out for nesting that no document of a person has. */
export function allText(node: AdfNode): string {
  const parts: string[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const text = visibleText(next);
    if (text !== '') {
      parts.push(text);
    }
    for (const child of childrenOf(next).reverse()) {
      waiting.push(child);
    }
  }
  return parts.join(' ');
}

function isNode(value: unknown): value is AdfNode {
  return isRecord(value) && typeof value.type === 'string';
}

function isMark(value: unknown): value is AdfMark {
  return isRecord(value) && typeof value.type === 'string';
}
