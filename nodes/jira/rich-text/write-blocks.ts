import { type AdfDocument, type AdfNode, append } from './adf';
import { allText, attribute, childrenOf, isInline, visibleText } from './adf-read';

/** Deeper nesting than this is written as plain text. Jira's own editor stops far earlier; it keeps hostile input off the call stack. */
const MAX_DEPTH = 40;

/** Where inline content stands. A heading and a cell have one line only. */
export type Place = 'paragraph' | 'item' | 'heading' | 'cell';

export interface Cell {
  header: boolean;
  text: string;
}

export interface Item {
  /** The kinds of list around the item, outermost first: `*` unordered, `#` ordered. Its last one is the kind of its own list. */
  markers: string;
  /** The item's place in an ordered list. */
  number: number;
  /** `x` and ` ` for tasks that are done and that are not. */
  task?: 'x' | ' ';
  /** What the item holds; a list inside it is already written. */
  blocks: { text: string; list: boolean }[];
}

/** How one target format writes each kind of block. All get finished text of what is inside the block. */
export interface Dialect {
  inline(nodes: readonly AdfNode[], place: Place): string;
  heading(level: number, text: string): string;
  code(code: string, language: string): string;
  quote(body: string): string;
  panel(title: string, body: string): string;
  rule(): string;
  table(rows: readonly (readonly Cell[])[]): string;
  item(item: Item): string;
}

/** Writes an ADF document in the dialect, its blocks apart by an empty line. Never throws, whatever the document holds. */
export function writeDocument(document: AdfDocument, dialect: Dialect): string {
  return new BlockWriter(dialect)
    .blocks(document, 0, '')
    .map((block) => block.text)
    .join('\n\n');
}

interface Written {
  text: string;
  list: boolean;
}

class BlockWriter {
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The blocks inside a node. Inline nodes that stand where blocks belong are taken for a paragraph. */
  blocks(parent: AdfNode, depth: number, markers: string): Written[] {
    const written: Written[] = [];
    let line: AdfNode[] = [];
    const endLine = (): void => {
      if (line.length > 0) {
        written.push(this.#text(this.#dialect.inline(line, markers === '' ? 'paragraph' : 'item')));
        line = [];
      }
    };
    for (const node of childrenOf(parent)) {
      if (isInline(node)) {
        line.push(node);
      } else {
        endLine();
        append(written, this.#block(node, depth + 1, markers));
      }
    }
    endLine();
    return written;
  }

  #block(node: AdfNode, depth: number, markers: string): Written[] {
    const dialect = this.#dialect;
    if (depth > MAX_DEPTH) {
      return [this.#text(dialect.inline([{ type: 'text', text: allText(node) }], 'item'))];
    }
    if (node.type === 'rule' && childrenOf(node).length === 0) {
      return [this.#text(dialect.rule())];
    }
    switch (node.type) {
      case 'paragraph':
        return [this.#text(dialect.inline(childrenOf(node), markers === '' ? 'paragraph' : 'item'))];
      case 'heading':
        return [this.#text(this.#heading(node, markers))];
      case 'codeBlock':
        return [this.#text(dialect.code(childrenOf(node).map(allText).join(''), attribute(node, 'language')))];
      case 'blockCard':
      case 'embedCard':
        return [this.#text(dialect.inline([{ type: 'inlineCard', attrs: { url: visibleText(node) } }], 'paragraph'))];
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
      case 'decisionList':
        return [{ text: this.#list(node, depth, markers), list: true }];
      case 'table':
        return [this.#text(dialect.table(this.#rows(node)))];
      case 'blockquote':
        return [this.#text(dialect.quote(this.#body(node, depth)))];
      case 'panel':
      case 'expand':
      case 'nestedExpand':
        return [this.#text(dialect.panel(attribute(node, 'title'), this.#body(node, depth)))];
      default:
        return this.blocks(node, depth, markers);
    }
  }

  #text(text: string): Written {
    return { text, list: false };
  }

  #body(node: AdfNode, depth: number): string {
    return this.blocks(node, depth, '')
      .map((block) => block.text)
      .join('\n\n');
  }

  #heading(node: AdfNode, markers: string): string {
    const text = this.#dialect.inline(childrenOf(node), 'heading');
    const level = Number(attribute(node, 'level'));
    return markers === '' ? this.#dialect.heading(level >= 1 && level <= 6 ? Math.trunc(level) : 1, text) : text;
  }

  #list(list: AdfNode, depth: number, outer: string): string {
    const markers = outer + (list.type === 'orderedList' ? '#' : '*');
    const start = Number(attribute(list, 'order') || 1);
    const items: string[] = [];
    let number = Number.isInteger(start) && start >= 0 ? start : 1;
    for (const node of childrenOf(list)) {
      // Tasks nest list in list. What is too deep is written as an item, which is flat then.
      if (node.type === list.type && depth < MAX_DEPTH) {
        items.push(this.#list(node, depth + 1, markers));
        continue;
      }
      items.push(this.#item(node, depth, markers, number));
      number += 1;
    }
    return items.join('\n');
  }

  #item(node: AdfNode, depth: number, markers: string, number: number): string {
    const wrapped = isInline(node) ? { type: 'listItem', content: [node] } : node;
    const blocks = depth >= MAX_DEPTH ? [this.#text(this.#flat(node))] : this.blocks(wrapped, depth + 1, markers);
    const state = attribute(node, 'state');
    const isTask = node.type === 'taskItem' || node.type === 'blockTaskItem';
    return this.#dialect.item({ markers, number, blocks, ...(isTask ? { task: state === 'DONE' ? 'x' : ' ' } : {}) });
  }

  #flat(node: AdfNode): string {
    return this.#dialect.inline([{ type: 'text', text: allText(node) }], 'item');
  }

  #rows(table: AdfNode): Cell[][] {
    return childrenOf(table).map((row) =>
      (childrenOf(row).length === 0 ? [row] : childrenOf(row)).map((cell) => ({
        header: cell.type === 'tableHeader',
        text: this.#cell(cell),
      })),
    );
  }

  /** A cell in one line. Its paragraphs keep their marks; anything richer keeps its words. */
  #cell(cell: AdfNode): string {
    const children = childrenOf(cell);
    if (children.length === 0 || children.every(isInline)) {
      return this.#dialect.inline(children.length === 0 && cell.type === 'text' ? [cell] : children, 'cell');
    }
    const line: AdfNode[] = [];
    for (const block of children) {
      if (line.length > 0) {
        line.push({ type: 'hardBreak' });
      }
      if (childrenOf(block).every(isInline) && block.type !== 'codeBlock') {
        append(line, isInline(block) ? [block] : childrenOf(block));
      } else {
        line.push({ type: 'text', text: allText(block) });
      }
    }
    return this.#dialect.inline(line, 'cell');
  }
}
