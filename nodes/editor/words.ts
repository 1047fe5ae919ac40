import { SHARED_NAMESPACE } from '../forms/namespace';
import type { EditedNode } from './node-red';

/** A sentence that all nodes share. */
export function shared(key: string, values?: Readonly<Record<string, string>>): string {
  return RED._(SHARED_NAMESPACE + key, values);
}

/** The label of an input: the node's own, or else the one that the nodes share. */
export function inputLabel(node: EditedNode, name: string): string {
  const key = `input.${name}.label`;
  const own = node._(key);
  // Node-RED answers the key where a catalog has no such entry.
  return own.endsWith(key) ? shared(key) : own;
}
