import type { AdfDocument } from './adf';
import { indentedItem } from './indented-list';
import { inlineMarkdown } from './markdown-write-inline';
import { type Cell, type Dialect, writeDocument } from './write-blocks';

/**
 * An ADF document as GitHub-flavoured Markdown. Text that would read as markup is escaped. Underline, colours, sub- and superscript have no
 * Markdown and keep their words only; a panel becomes a quotation. Never throws.
 */
export function adfToMarkdown(document: AdfDocument): string {
  return writeDocument(document, MARKDOWN);
}

const MARKDOWN: Dialect = {
  inline: inlineMarkdown,
  heading: (level, text) => `${'#'.repeat(level)} ${text}`,
  code: fenced,
  quote: quoted,
  panel: (title, body) => quoted(title === '' ? body : `${inlineMarkdown([bold(title)], 'paragraph')}\n\n${body}`),
  rule: () => '---',
  table,
  item: indentedItem,
};

function bold(text: string) {
  return { type: 'text', text, marks: [{ type: 'strong' }] };
}

function fenced(code: string, language: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language.replace(/[`\s]/g, '')}\n${code}\n${fence}`;
}

function quoted(body: string): string {
  return body
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** Markdown knows tables with exactly one header row, so a table without one gets an empty one. */
function table(rows: readonly (readonly Cell[])[]): string {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  if (width === 0) return '';
  const [first, ...rest] = rows;
  const hasHeader = first?.every((cell) => cell.header) ?? false;
  const body = hasHeader ? rest : rows;
  const names = (hasHeader ? first : undefined) ?? [];
  const header = Array.from({ length: width }, (_, index) => names[index]?.text ?? '');
  return [header, header.map(() => '---'), ...body.map((cells) => cells.map(({ text }) => text))].map(row).join('\n');
}

/** A row may have fewer cells than the header; filling them up would make a long table as wide as its widest row everywhere. */
function row(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
