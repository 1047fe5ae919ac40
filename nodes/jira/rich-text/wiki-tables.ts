import { type AdfNode, paragraphOf } from './adf';
import { inlineFromWiki } from './wiki-read-inline';
import { BRACKETS, ESCAPED } from './wiki-syntax';

/** The rows of one wiki table, `||head||` and `|cell|`, as an ADF table. */
export function tableOf(rows: readonly string[]): AdfNode {
  return { type: 'table', content: rows.map((row) => ({ type: 'tableRow', content: cellsOf(row.trim()) })) };
}

/** A bar that divides cells: neither escaped nor inside the brackets of a link. */
const DIVIDER = new RegExp(`${ESCAPED}|${BRACKETS}|(?<bars>\\|\\|?)`, 'g');

function cellsOf(row: string): AdfNode[] {
  const cells: AdfNode[] = [];
  let kind = 'tableCell';
  let start = 0;
  const close = (end: number): void => {
    cells.push({ type: kind, content: [paragraphOf(inlineFromWiki(row.slice(start, end).trim()))] });
  };
  for (const match of row.matchAll(DIVIDER)) {
    const bars = match.groups?.bars;
    if (bars === undefined) continue;
    if (match.index > 0) {
      close(match.index);
    }
    kind = bars === '||' ? 'tableHeader' : 'tableCell';
    start = match.index + bars.length;
  }
  if (row.slice(start).trim() !== '' || cells.length === 0) {
    close(row.length);
  }
  return cells;
}
