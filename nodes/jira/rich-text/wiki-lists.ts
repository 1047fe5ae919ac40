import { type AdfNode, paragraphOf } from './adf';
import { inlineFromWiki } from './wiki-read-inline';

/** Deeper lists are written at this level: `*` a thousand times is a line that somebody drew. */
const MAX_DEPTH = 20;

export interface ListLine {
  /** One sign per level: `*` and `-` for bullets, `#` for numbers. */
  markers: string;
  text: string;
}

/** The lines of one wiki list as nested ADF lists. A change of kind on the same level (`*` after `#`) begins a new list. */
export function listsOf(lines: readonly ListLine[]): AdfNode[] {
  const root: AdfNode[] = [];
  /** The open list of each level, outermost first. */
  const open: AdfNode[] = [];
  for (const line of lines) {
    const levels = [...line.markers.slice(0, MAX_DEPTH)].map((sign) => (sign === '#' ? 'orderedList' : 'bulletList'));
    const last = levels.at(-1);
    const shared = open.slice(0, levels.length);
    // Jira looks at the last sign only: `**` under `#` continues the outer list.
    const keep = shared.length === levels.length && shared.at(-1)?.type !== last ? levels.length - 1 : shared.length;
    open.length = Math.min(open.length, keep);
    for (let level = open.length; level < levels.length; level += 1) {
      open.push(newList(levels[level] ?? 'bulletList', level === 0 ? root : insideLastItem(open[level - 1])));
    }
    open.at(-1)?.content?.push(listItem(inlineFromWiki(line.text)));
  }
  return root;
}

function newList(type: string, siblings: AdfNode[]): AdfNode {
  const list = { type, content: [] };
  siblings.push(list);
  return list;
}

function insideLastItem(list: AdfNode | undefined): AdfNode[] {
  const items = list?.content ?? [];
  let item = items.at(-1);
  if (!item) {
    item = listItem([]);
    items.push(item);
  }
  return item.content ?? [];
}

function listItem(content: AdfNode[]): AdfNode {
  return { type: 'listItem', content: [paragraphOf(content)] };
}
