import type { AdfDocument } from './adf';
import { allText, childrenOf, visibleText } from './adf-read';
import { indentedItem } from './indented-list';
import { type Dialect, writeDocument } from './write-blocks';

/**
 * An ADF document as plain text: an empty line between blocks, `- ` and `1. ` before list items, ` | ` between cells. Links keep their words, not
 * their address (`adfToMarkdown` keeps both). Never throws.
 */
export function adfToText(document: AdfDocument): string {
  return writeDocument(document, PLAIN_TEXT);
}

const PLAIN_TEXT: Dialect = {
  inline: (nodes, place) => {
    const text = nodes.map((node) => (childrenOf(node).length > 0 ? allText(node) : visibleText(node))).join('');
    return place === 'heading' || place === 'cell' ? text.replace(/\n/g, ' ') : text;
  },
  heading: (_level, text) => text,
  code: (code) => code,
  quote: (body) => body,
  panel: (title, body) => (title === '' ? body : `${title}\n\n${body}`),
  rule: () => '---',
  table: (rows) => rows.map((row) => row.map((cell) => cell.text).join(' | ')).join('\n'),
  item: indentedItem,
};
