import { isRecord, type JsonRecord } from '../client/json';
import type { Action, Input } from '../definition';
import { NamedEntries } from './extra-fields';
import { isDefault } from './typed-property';

/**
 * Whether a payload is a row by itself: an object without the list of them that the node reads there.
 */
export function isOneRow(action: Action, config: JsonRecord, payload: unknown): boolean {
  if (action.returns !== 'rows' || !isRecord(payload)) return false;
  const [[name, input] = []] = Object.entries(action.inputs).filter(([, { kind }]) => kind === 'rows');
  if (name === undefined || input === undefined || !isDefault(config, name)) return false;
  return new NamedEntries(payload, true).take(name, input) === undefined;
}

/** How inputs read such a payload. */
export function oneRow(payload: unknown): (name: string, input: Input) => unknown {
  return (_name, { kind }) => (kind === 'rows' ? [payload] : undefined);
}
