import { randomUUID } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import { systemClock } from '../client/clock';
import { type JsonRecord, textEntry } from '../client/json';
import { type Action, flag } from '../definition';
import { OnceWrites } from '../idempotency/once';
import type { Store } from '../store/store';
import { storeOf } from '../store/store-of';
import { coerce } from './coerce';
import type { InputValues } from './input-values';

/** The input that takes the key. */
const KEY_INPUT = 'onceKey';

/** A key by which a message's write happens once. */
export interface OnceKey {
  readonly key: string;
  /** Whether it may come again: with another message, or after a restart. */
  readonly remember: boolean;
}

/**
 * Whether a node's writes happen once. A flow written by hand may give the flag as text.
 * @throws JiraError `JIRA_INPUT` for what is no flag
 */
export function isOnce({ once }: Pick<Action, 'once'>, config: JsonRecord): boolean {
  return once === 'always' || (once === 'offered' && coerce('once', flag(), config.once) === true);
}

/** The key of a message: the one that it brings, or a new one of its own. */
export function onceKeyOf(inputs: InputValues): OnceKey {
  const given = textEntry(inputs, KEY_INPUT);
  return given === undefined ? { key: randomUUID(), remember: false } : { key: given, remember: true };
}

const all = new WeakMap<Store, OnceWrites>();

/** What sees to it that writes happen once: one for all nodes of a Node-RED. */
export function onceWritesOf(RED: NodeAPI): OnceWrites {
  const store = storeOf(RED);
  const known = all.get(store) ?? new OnceWrites(store, systemClock);
  all.set(store, known);
  return known;
}
