import { SHARED_NAMESPACE } from '../forms/namespace';
import type { EditedNode } from './node-red';

/** A sentence that all nodes share. */
export function shared(key: string, values?: Readonly<Record<string, string>>): string {
  return RED._(SHARED_NAMESPACE + key, values);
}

/** A sentence that all nodes share; empty where there is none by this key, which is what Node-RED then answers. */
export function textOf(key: string, values?: Readonly<Record<string, string>>): string {
  const text = shared(key, values);
  return text.endsWith(key) ? '' : text;
}

/** The label of a property in the dialog of a site. */
export function siteLabel(name: string): string {
  return textOf(`site.${name}.label`) || textOf(`site.${name}`) || name;
}

/** The label of an input: the node's own, or else the one that the nodes share. */
export function inputLabel(node: EditedNode, name: string): string {
  const key = `input.${name}.label`;
  const own = node._(key);
  // Node-RED answers the key where a catalog has no such entry.
  return own.endsWith(key) ? shared(key) : own;
}
