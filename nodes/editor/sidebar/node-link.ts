import { element } from './dom';
import type { Language } from './language';

/**
 * A node by the name that it has on its sheet, to turn to; one that was deleted since by what it did.
 * @param list tells the link apart from those to the same node in other lists
 */
export function nodeLink(list: string, id: string, operation: string, language: Language): HTMLElement {
  const node = RED.nodes.node(id);
  const what = operationName(operation);
  if (!node) return element('span', { class: 'jira-strong' }, language.text('node.gone', { what }));
  const name = RED.utils.getNodeLabel(node, what);
  const link = element(
    'button',
    { type: 'button', class: 'jira-link', 'data-key': `${list} ${id}`, title: language.text('node.reveal') },
    name,
  );
  link.addEventListener('click', () => RED.view.reveal(id));
  return link;
}

/** What the palette calls the node that does it. */
export function operationName(operation: string): string {
  const key = `@jira-flows/node-red-jira/jira-${operation}:label`;
  const label = RED._(key);
  // Node-RED answers the key where there is no such text: the node set may be switched off.
  return label === key || label === 'label' ? operation : label;
}
