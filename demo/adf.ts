/** The Atlassian Document Format, checked with Atlassian's own schema, and turned into text and simple HTML. */

import published from '@atlaskit/adf-schema/dist/json-schema/v1/full.json';
import Ajv from 'ajv';
import { isObject, type JsonObject, stringAt } from './json';
import type { AdfDocument } from './model';

// Ajv knows newer drafts only; nothing in the schema depends on the difference, so the draft-04 mark is left off.
const { $schema: _draft04, ...schema } = published;
const validate = new Ajv({ strict: false }).compile<AdfDocument>(schema);

/** True when Jira would take `value` as rich text. */
export function isAdf(value: unknown): value is AdfDocument {
  return validate(value);
}

/** A document that says `text`: a paragraph per block of lines, a hard break per newline. */
export function adfOf(text: string): AdfDocument {
  const paragraphs = text.split(/\n{2,}/).filter((block) => block !== '');
  return { type: 'doc', version: 1, content: paragraphs.map(paragraph) };
}

function paragraph(block: string): JsonObject {
  const lines = block.split('\n');
  const content = lines.flatMap((line, index) => [
    ...(index === 0 ? [] : [{ type: 'hardBreak' }]),
    ...(line === '' ? [] : [{ type: 'text', text: line }]),
  ]);
  return { type: 'paragraph', content };
}

const blocks = new Set(['paragraph', 'heading', 'codeBlock', 'listItem', 'tableRow', 'rule', 'mediaSingle', 'panel']);

/** The characters of a document, blocks on lines of their own. Its length is what Jira's text limit counts here. */
export function adfText(node: unknown): string {
  if (!isObject(node)) return '';
  if (node.type === 'text') return stringAt(node, 'text') ?? '';
  if (node.type === 'hardBreak') return '\n';
  if (node.type === 'mention' || node.type === 'emoji' || node.type === 'status') return attr(node, 'text');
  if (node.type === 'inlineCard') return attr(node, 'url');
  const inner = children(node).map(adfText).join('');
  return blocks.has(String(node.type)) && !inner.endsWith('\n') ? `${inner}\n` : inner;
}

/** True when a document shows nothing at all: no text, no mention, no picture. */
export function isBlank(node: unknown): boolean {
  if (!isObject(node)) return true;
  if (node.type === 'text') return (stringAt(node, 'text') ?? '').trim() === '';
  if (node.type === 'hardBreak' || node.type === 'paragraph' || node.type === 'doc')
    return children(node).every(isBlank);
  return false;
}

const tags: Readonly<Record<string, string>> = {
  paragraph: 'p',
  bulletList: 'ul',
  orderedList: 'ol',
  listItem: 'li',
  blockquote: 'blockquote',
  codeBlock: 'pre',
  table: 'table',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
  panel: 'div',
};

const markTags: Readonly<Record<string, string>> = {
  strong: 'b',
  em: 'em',
  code: 'tt',
  strike: 'del',
  underline: 'ins',
};

/** Plain, simple HTML, as `renderedFields` has it. */
export function adfHtml(node: unknown): string {
  if (!isObject(node)) return '';
  if (node.type === 'text') return markedHtml(node);
  if (node.type === 'hardBreak') return '<br/>';
  if (node.type === 'rule') return '<hr />';
  if (node.type === 'mention' || node.type === 'emoji' || node.type === 'status') return escapeHtml(attr(node, 'text'));
  if (node.type === 'inlineCard') return link(attr(node, 'url'), escapeHtml(attr(node, 'url')));
  const inner = children(node).map(adfHtml).join('');
  const level = isObject(node.attrs) ? node.attrs.level : undefined;
  const tag = node.type === 'heading' && typeof level === 'number' ? `h${level}` : tags[String(node.type)];
  return tag === undefined ? inner : `<${tag}>${inner}</${tag}>`;
}

function markedHtml(node: JsonObject): string {
  const marks = Array.isArray(node.marks) ? node.marks.filter(isObject) : [];
  return marks.reduce(
    (html, mark) => {
      if (mark.type === 'link') return link(attr(mark, 'href'), html);
      const tag = markTags[String(mark.type)];
      return tag === undefined ? html : `<${tag}>${html}</${tag}>`;
    },
    escapeHtml(stringAt(node, 'text') ?? ''),
  );
}

function link(href: string, html: string): string {
  return `<a href="${escapeHtml(href)}" class="external-link" rel="nofollow noreferrer">${html}</a>`;
}

export function attr(node: JsonObject, name: string): string {
  return isObject(node.attrs) ? (stringAt(node.attrs, name) ?? '') : '';
}

export function children(node: JsonObject): readonly unknown[] {
  return Array.isArray(node.content) ? node.content : [];
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
