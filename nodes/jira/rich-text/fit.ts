import { type AdfNode, InlineContent, paragraphOf } from './adf';

/**
 * What ADF lets stand inside what, for the nodes that our readers make. From Atlassian's schema, `@atlaskit/adf-schema` (full.json); a document
 * that breaks these rules is refused as a whole (400).
 */
const ALLOWED = {
  listItem: new Set(['paragraph', 'bulletList', 'orderedList', 'taskList', 'codeBlock']),
  blockquote: new Set(['paragraph', 'bulletList', 'orderedList', 'codeBlock']),
  panel: new Set(['paragraph', 'heading', 'bulletList', 'orderedList', 'codeBlock', 'taskList', 'rule']),
} as const;

export type Container = keyof typeof ALLOWED;

/** The blocks, changed where necessary so that ADF accepts them inside the container. No text is lost. Never empty. */
export function fitInto(container: Container, blocks: readonly AdfNode[]): AdfNode[] {
  const allowed: ReadonlySet<string> = ALLOWED[container];
  const fitted = blocks.flatMap((block) => (allowed.has(block.type) ? [block] : simplified(container, block)));
  const first = fitted[0];
  const needsText = container === 'listItem' && first?.type !== 'paragraph' && first?.type !== 'codeBlock';
  return first === undefined || needsText ? [paragraphOf([]), ...fitted] : fitted;
}

function simplified(container: Container, block: AdfNode): AdfNode[] {
  const content = block.content ?? [];
  switch (block.type) {
    case 'heading':
      return [paragraphOf(content)];
    case 'rule':
      return [paragraphOf([{ type: 'text', text: '---' }])];
    case 'table':
      return content.map((row) => paragraphOf(inOneLine(row)));
    case 'taskList':
      return [{ type: 'bulletList', content: taskItems(block) }];
    default:
      return fitInto(container, content);
  }
}

function inOneLine(row: AdfNode): AdfNode[] {
  const line = new InlineContent();
  (row.content ?? []).forEach((cell, index) => {
    if (index > 0) {
      line.text(' | ');
    }
    for (const node of (cell.content ?? []).flatMap((block) => block.content ?? [])) {
      line.add(node);
    }
  });
  return line.nodes;
}

function taskItems(taskList: AdfNode): AdfNode[] {
  return (taskList.content ?? []).map((task) => {
    if (task.type === 'taskList') {
      return { type: 'listItem', content: fitInto('listItem', [{ type: 'bulletList', content: taskItems(task) }]) };
    }
    const line = new InlineContent();
    line.text(task.attrs?.state === 'DONE' ? '[x] ' : '[ ] ');
    for (const node of task.content ?? []) {
      line.add(node);
    }
    return { type: 'listItem', content: [paragraphOf(line.nodes)] };
  });
}
