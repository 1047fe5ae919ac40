/** Documents as wiki markup and back, for version 2 of Cloud's API. Covers what people usually write, not every node of a document. */

import { attr, children } from './adf';
import { isObject, type JsonObject, stringAt } from './json';
import type { AdfDocument } from './model';

/** The wiki markup of a document or of one of its nodes. */
export function wikiOf(node: unknown): string {
  if (!isObject(node)) return '';
  const write = writers[String(node.type)];
  return write ? write(node) : blocksOf(node);
}

const blocksOf = (node: JsonObject): string => children(node).map(wikiOf).join('\n\n');
const inlineOf = (node: JsonObject): string => children(node).map(wikiOf).join('');
const fenced = (name: string, inner: string): string => `{${name}}\n${inner}\n{${name}}`;

const writers: Readonly<Record<string, (node: JsonObject) => string>> = {
  text: markedText,
  hardBreak: () => '\n',
  paragraph: inlineOf,
  heading: (node) => `h${isObject(node.attrs) ? String(node.attrs.level) : '1'}. ${inlineOf(node)}`,
  bulletList: (node) => list(node, '*'),
  orderedList: (node) => list(node, '#'),
  codeBlock: (node) => fenced('code', inlineOf(node)),
  blockquote: (node) => fenced('quote', blocksOf(node)),
  panel: (node) => fenced('panel', blocksOf(node)),
  rule: () => '----',
  table: (node) => children(node).map(wikiOf).join('\n'),
  tableRow: (node) => `${inlineOf(node)}${children(node).some(isHeader) ? '||' : '|'}`,
  tableHeader: (node) => `||${blocksOf(node)}`,
  tableCell: (node) => `|${blocksOf(node)}`,
  mention: (node) => `[~accountid:${attr(node, 'id')}]`,
  emoji: (node) => attr(node, 'text'),
  status: (node) => attr(node, 'text'),
  inlineCard: (node) => `[${attr(node, 'url')}|${attr(node, 'url')}|smart-link]`,
};

function isHeader(node: unknown): boolean {
  return isObject(node) && node.type === 'tableHeader';
}

function list(node: JsonObject, bullets: string): string {
  return children(node)
    .flatMap((item) => (isObject(item) ? children(item) : []))
    .map((part) => {
      if (isObject(part) && part.type === 'bulletList') return list(part, `${bullets}*`);
      if (isObject(part) && part.type === 'orderedList') return list(part, `${bullets}#`);
      return `${bullets} ${wikiOf(part)}`;
    })
    .join('\n');
}

const marks: Readonly<Record<string, readonly [before: string, after: string]>> = {
  strong: ['*', '*'],
  em: ['_', '_'],
  code: ['{{', '}}'],
  strike: ['-', '-'],
  underline: ['+', '+'],
};

function markedText(node: JsonObject): string {
  return (Array.isArray(node.marks) ? node.marks.filter(isObject) : []).reduce((text, mark) => {
    if (mark.type === 'link') return `[${text}|${attr(mark, 'href')}]`;
    const [before, after] = marks[String(mark.type)] ?? ['', ''];
    return `${before}${text}${after}`;
  }, stringAt(node, 'text') ?? '');
}

/** The document that wiki markup stands for. Headings, bold text and links are read; everything else stays as written. */
export function adfOfWiki(text: string): AdfDocument {
  const blocks = text.split(/(?:\r?\n){2,}/).filter((block) => block.trim() !== '');
  return { type: 'doc', version: 1, content: blocks.map(block) };
}

function block(text: string): JsonObject {
  const [, level, title] = /^h([1-6])\. (.*)$/.exec(text) ?? [];
  if (title !== undefined) return { type: 'heading', attrs: { level: Number(level) }, content: inline(title) };
  const lines = text.split(/\r?\n/).map(inline);
  const content = lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'hardBreak' }, ...line]));
  return { type: 'paragraph', content };
}

const INLINE = /(\*\S(?:[^*\n]*\S)?\*|\[[^|\]\n]+\|https?:[^\]\s]+\])/;

function inline(text: string): readonly JsonObject[] {
  return text
    .split(INLINE)
    .filter((part) => part !== '')
    .map((part): JsonObject => {
      const [, bold] = /^\*(.+)\*$/.exec(part) ?? [];
      if (bold !== undefined) return { type: 'text', text: bold, marks: [{ type: 'strong' }] };
      const [, label, href] = /^\[([^|]+)\|([^\]]+)\]$/.exec(part) ?? [];
      if (label === undefined) return { type: 'text', text: part };
      return { type: 'text', text: label, marks: [{ type: 'link', attrs: { href } }] };
    });
}
