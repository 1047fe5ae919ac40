import type { EditedNode } from './node-red';
import { typeOf } from './typed-property';
import { inputLabel, shared } from './words';

/** How much of a value a node shows on the flow, in columns of a letter's width: two of them make a sign of Chinese or Japanese. */
const SHOWN = 24;
const FIRST_WIDE = '\u1100';

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
  return shortened(value.replace(/\s+/g, ' ').trim());
}

/** Cuts a long text behind a whole word, unless little would be left of it. */
function shortened(line: string): string {
  const signs = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  let columns = 0;
  const end = signs.findIndex((sign) => {
    columns += sign < FIRST_WIDE ? 1 : 2;
    return columns > SHOWN;
  });
  if (end < 0) return line;
  const cut = signs.slice(0, end).join('');
  const words = signs[end] === ' ' ? cut : cut.slice(0, cut.lastIndexOf(' ') + 1);
  return `${(words.length > cut.length / 2 ? words : cut).trimEnd()}…`;
}
