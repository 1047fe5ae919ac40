import type { EditedNode } from './node-red';
import { typeOf } from './typed-property';
import { inputLabel, shared } from './words';

/** How much of a value a node shows on the flow, in characters. */
const SHOWN = 30;

/**
 * What a node is called on the flow: its name, or what it does and, where that is fixed, what it works on.
 * @param worksOn the input that says so
 */
export function label(node: EditedNode, worksOn?: string): string {
  if (node.name) return node.name;
  const what = worksOn === undefined ? '' : fixedText(node, worksOn);
  return what === '' ? node._('label') : node._('labelOf', { what });
}

/**
 * What the mouse over a node's input tells: what a message brings for the node to do its work.
 * @param needed the inputs of which that is true, with spaces between
 */
export function inputPort(node: EditedNode, needed: string): string {
  const labels = needed
    .split(' ')
    .filter(Boolean)
    .map((name) => inputLabel(node, name));
  return labels.length === 0 ? 'msg.payload' : `msg.payload: ${labels.join(', ')}`;
}

/** What the mouse over a node's output tells: how many messages carry a result. */
export function outputPort({ output }: EditedNode): string {
  return typeof output === 'string' ? `msg.payload: ${shared(`form.output.${output}`)}` : 'msg.payload';
}

function fixedText(node: EditedNode, name: string): string {
  const value = node[name];
  if (typeof value !== 'string' || typeOf(value, node[`${name}Type`]) !== 'str') return '';
  const line = value.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > SHOWN
    ? `${characters
        .slice(0, SHOWN - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
