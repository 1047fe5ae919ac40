import { eventName, eventsIn } from './event-names';
import type { EditedNode } from './node-red';
import { shared } from './words';

/** What a node that waits for events is called on the flow: its name, or what it waits for. */
export function eventLabel(node: EditedNode): string {
  if (node.name) return node.name;
  // A flow written by hand may leave the property out, which then stands at its default.
  const [first, ...others] = eventsIn(node.events ?? 'issue.created');
  if (first === undefined) return node._('label');
  return others.length === 0 ? eventName(node, first) : `${eventName(node, first)} +${others.length}`;
}

/** What the mouse over its output tells. */
export function eventPort({ batch }: EditedNode): string {
  return batch === true ? `msg.payload: ${shared('form.output.array')}` : 'msg.payload, msg.event';
}
