import type { Item } from './write-blocks';

/** A list item as text and Markdown write it: what follows its first line is indented under it. */
export function indentedItem(item: Item): string {
  const marker = item.markers.endsWith('#') ? `${item.number}. ` : '- ';
  const task = item.task === undefined ? '' : `[${item.task}] `;
  const body = item.blocks
    .map((block, index) => (index === 0 ? block.text : `${block.list ? '\n' : '\n\n'}${block.text}`))
    .join('');
  return `${marker}${task}${indent(body, ' '.repeat(marker.length))}`;
}

function indent(text: string, by: string): string {
  return text.replace(/\n(?=[^\n])/g, `\n${by}`);
}
