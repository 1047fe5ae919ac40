import { type AdfDocument, type AdfNode, append, codeBlockOf, documentOf, paragraphOf, storable } from './adf';
import { fitInto } from './fit';
import { type ListLine, listsOf } from './wiki-lists';
import { type Segment, segmentsOf } from './wiki-macros';
import { inlineFromWiki } from './wiki-read-inline';
import { HEADING, LIST_ITEM, QUOTE_LINE, RULE, TABLE_ROW } from './wiki-syntax';
import { tableOf } from './wiki-tables';

/** Quotations inside panels inside quotations: Jira doesn't nest them further than a person does. */
const MAX_DEPTH = 8;

/**
 * The wiki markup of Jira Data Center as ADF. Never throws. No text is lost: markup that is not closed or not known stays as it is written.
 * Newlines stay newlines, as Jira shows them; colours are dropped, their text is kept; mentions become the text `@user`.
 */
export function wikiToAdf(wiki: string): AdfDocument {
  const source = storable(wiki);
  return documentOf(source === '' ? [] : blocksOf(source, 0));
}

function blocksOf(source: string, depth: number): AdfNode[] {
  const segments: Segment[] = depth < MAX_DEPTH ? segmentsOf(source) : [{ kind: 'markup', source }];
  return segments.flatMap((segment, index) => {
    switch (segment.kind) {
      case 'markup':
        return new LineReader(segment.source, index > 0, index < segments.length - 1).blocks();
      case 'code':
        return [...titled(segment.title), codeBlockOf(segment.code, segment.language)];
      case 'quote':
        return [
          ...titled(segment.title),
          { type: 'blockquote', content: fitInto('blockquote', blocksOf(segment.source, depth + 1)) },
        ];
      default:
        return [
          {
            type: 'panel',
            attrs: { panelType: 'info' },
            content: fitInto('panel', [...titled(segment.title), ...blocksOf(segment.source, depth + 1)]),
          },
        ];
    }
  });
}

function titled(title: string): AdfNode[] {
  return title === '' ? [] : [paragraphOf([{ type: 'text', text: title, marks: [{ type: 'strong' }] }])];
}

/** Reads lines into blocks; lines that begin no block gather into paragraphs. */
class LineReader {
  readonly #lines: string[];
  readonly #afterBlock: boolean;
  readonly #beforeBlock: boolean;
  readonly #blocks: AdfNode[] = [];
  #plain: string[] = [];
  #at = 0;

  constructor(source: string, afterBlock: boolean, beforeBlock: boolean) {
    this.#lines = source.split('\n');
    this.#afterBlock = afterBlock;
    this.#beforeBlock = beforeBlock;
  }

  blocks(): AdfNode[] {
    while (this.#at < this.#lines.length) {
      const line = this.#line();
      const block = this.#singleLineBlock(line);
      if (block) {
        this.#endParagraph(true);
        this.#blocks.push(block);
        this.#at += 1;
      } else if (LIST_ITEM.test(line)) {
        this.#endParagraph(true);
        append(this.#blocks, listsOf(this.#listLines()));
      } else if (TABLE_ROW.test(line)) {
        this.#endParagraph(true);
        this.#blocks.push(tableOf(this.#tableRows()));
      } else {
        this.#plain.push(line);
        this.#at += 1;
      }
    }
    this.#endParagraph(this.#beforeBlock);
    return this.#blocks;
  }

  #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  #singleLineBlock(line: string): AdfNode | undefined {
    const heading = HEADING.exec(line);
    if (heading) {
      return { type: 'heading', attrs: { level: Number(heading[1]) }, content: inlineFromWiki(heading[2] ?? '') };
    }
    const quote = QUOTE_LINE.exec(line);
    if (quote) {
      return { type: 'blockquote', content: [paragraphOf(inlineFromWiki(quote[1] ?? ''))] };
    }
    return RULE.test(line) ? { type: 'rule' } : undefined;
  }

  /** List items with the plain lines that continue them. */
  #listLines(): ListLine[] {
    const items: { markers: string; lines: string[] }[] = [];
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#line();
      const item = LIST_ITEM.exec(line);
      if (item) {
        items.push({ markers: item[1] ?? '*', lines: [item[2] ?? ''] });
      } else if (line.trim() === '' || TABLE_ROW.test(line) || this.#singleLineBlock(line)) {
        break;
      } else {
        items.at(-1)?.lines.push(line);
      }
    }
    return items.map(({ markers, lines }) => ({ markers, text: lines.join('\n') }));
  }

  /** Table rows; a row whose last cell is still open goes on in the next lines. */
  #tableRows(): string[] {
    const rows: string[][] = [];
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#line();
      const lastLine = rows.at(-1)?.at(-1);
      if (TABLE_ROW.test(line)) {
        rows.push([line]);
      } else if (lastLine === undefined || /\|\s*$/.test(lastLine) || line.trim() === '') {
        break;
      } else {
        rows.at(-1)?.push(line);
      }
    }
    return rows.map((lines) => lines.join('\n'));
  }

  /** Makes paragraphs of the plain lines. The empty lines beside a block only set it apart; all others are part of the text. */
  #endParagraph(blockFollows: boolean): void {
    const follows = this.#blocks.length > 0 || this.#afterBlock;
    const from = follows ? this.#plain.findIndex((line) => line !== '') : 0;
    const to = blockFollows ? this.#plain.findLastIndex((line) => line !== '') + 1 : this.#plain.length;
    const trimmed = from < 0 ? '' : this.#plain.slice(from, to).join('\n');
    const started = this.#plain.length > 0;
    this.#plain = [];
    if (!started || (trimmed === '' && (follows || blockFollows))) {
      return;
    }
    for (const paragraph of trimmed.split('\n\n')) {
      this.#blocks.push(paragraphOf(inlineFromWiki(paragraph)));
    }
  }
}
