/**
 * The Atlassian Document Format (ADF), as far as this package reads and writes it. ADF is the hub of all conversions: text, Markdown and wiki
 * markup are read into it and written from it.
 *
 * Shapes: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */

export interface AdfMark {
  type: string;
  attrs?: Record<string, unknown>;
}

export interface AdfNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: AdfNode[];
  text?: string;
  marks?: AdfMark[];
  version?: number;
}

export interface AdfDocument extends AdfNode {
  type: 'doc';
  version: 1;
  content: AdfNode[];
}

/** True for an object that is an ADF document by its outer shape; what is inside `content` is not looked at. */
export function isAdf(value: unknown): value is AdfDocument {
  return isRecord(value) && value.type === 'doc' && value.version === 1 && Array.isArray(value.content);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function documentOf(content: AdfNode[]): AdfDocument {
  return { type: 'doc', version: 1, content };
}

export function paragraphOf(content: AdfNode[]): AdfNode {
  return { type: 'paragraph', content };
}

/** A code block; Jira refuses empty text nodes, so an empty block has no content. */
export function codeBlockOf(code: string, language?: string): AdfNode {
  return {
    type: 'codeBlock',
    ...(language ? { attrs: { language } } : {}),
    content: code === '' ? [] : [{ type: 'text', text: code }],
  };
}

/** Puts nodes behind others, however many: the arguments of a call, which a spread fills, are limited. */
export function append<T>(target: T[], items: readonly T[]): void {
  for (const item of items) target.push(item);
}

export function linkMark(href: string): AdfMark {
  return { type: 'link', attrs: { href } };
}

/**
 * Makes a string safe to store: `\r\n` and lone `\r` become `\n` (Jira keeps no difference between them), and halves of surrogate pairs become
 * U+FFFD, since they cannot be written as UTF-8. Every other character stays as it is.
 */
export function storable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Gathers inline nodes; joins neighbouring text of the same marks and leaves out empty text, which Jira refuses. */
export class InlineContent {
  readonly nodes: AdfNode[] = [];

  text(text: string, marks: readonly AdfMark[] = []): void {
    if (text === '') return;
    const last = this.nodes.at(-1);
    if (last?.text !== undefined && sameMarks(last.marks ?? [], marks)) {
      last.text += text;
      return;
    }
    this.nodes.push({ type: 'text', text, ...(marks.length > 0 ? { marks: [...marks] } : {}) });
  }

  hardBreak(): void {
    this.nodes.push({ type: 'hardBreak' });
  }

  add(node: AdfNode): void {
    if (node.text === undefined) {
      this.nodes.push(node);
    } else {
      this.text(node.text, node.marks);
    }
  }
}

export function sameMarks(left: readonly AdfMark[], right: readonly AdfMark[]): boolean {
  return (
    left.length === right.length &&
    left.every((mark, index) => {
      const other = right[index];
      return other?.type === mark.type && hrefOf(other) === hrefOf(mark) && kindOf(other) === kindOf(mark);
    })
  );
}

function hrefOf(mark: AdfMark): unknown {
  return mark.attrs?.href;
}

function kindOf(mark: AdfMark): unknown {
  return mark.attrs?.type ?? mark.attrs?.color;
}
