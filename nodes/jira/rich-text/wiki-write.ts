import type { AdfDocument } from './adf';
import { escapeWiki } from './wiki-escape';
import { CODE_LANGUAGES } from './wiki-syntax';
import { inlineWiki } from './wiki-write-inline';
import { type Cell, type Dialect, type Item, writeDocument } from './write-blocks';

/**
 * An ADF document as the wiki markup of Jira Data Center. Literal text is escaped so that it stays literal; a mention becomes `[~id]`, which Jira
 * Data Center understands when the id is a user name. Never throws.
 */
export function adfToWiki(document: AdfDocument): string {
  return writeDocument(document, WIKI);
}

const WIKI: Dialect = {
  inline: inlineWiki,
  heading: (level, text) => `h${level}. ${text}`,
  code: codeMacro,
  quote: (body) => `{quote}\n${body}\n{quote}`,
  panel: (title, body) => {
    const name = title.replace(/[{}|\n]/g, ' ').trim();
    return `{panel${name === '' ? '' : `:title=${name}`}}\n${body}\n{panel}`;
  },
  rule: () => '----',
  table: (rows) => rows.map(tableRow).join('\n'),
  item: listItem,
};

/** Inside `{code}` nothing can be escaped, so code that ends the macro itself is put into the other one, or shown as plain lines. */
function codeMacro(code: string, language: string): string {
  if (!code.includes('{code}')) {
    const known = CODE_LANGUAGES.has(language.toLowerCase()) ? `:${language.toLowerCase()}` : '';
    return `{code${known}}\n${code}\n{code}`;
  }
  if (!code.includes('{noformat}')) return `{noformat}\n${code}\n{noformat}`;
  return code
    .split('\n')
    .map((line) => escapeWiki(line, { before: '', after: '' }))
    .join('\n');
}

/** A cell that is empty needs a space: `||` would begin a header. */
function tableRow(cells: readonly Cell[]): string {
  const last = cells.at(-1);
  const body = cells.map((cell) => `${cell.header ? '||' : '|'}${cell.text.trim() === '' ? ' ' : cell.text}`).join('');
  return last ? `${body}${last.header ? '||' : '|'}` : '';
}

function listItem(item: Item): string {
  const task = item.task === undefined ? '' : `\\[${item.task}\\] `;
  const [first, ...rest] = item.blocks;
  const own = first && !first.list ? first.text : '';
  const inner = first?.list ? item.blocks : rest;
  return `${item.markers} ${task}${own}${inner.map((block) => `${block.list || isMacro(block.text) ? '\n' : '\\\\ '}${block.text}`).join('')}`;
}

function isMacro(text: string): boolean {
  return text.includes('\n');
}
