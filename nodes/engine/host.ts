import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { JsonRecord } from '../client/json';
import type { Action } from '../definition';
import type { Messages } from '../i18n/messages';
import type { Ledger } from '../idempotency/once-ledger';
import type { InputValues } from './input-values';
import type { OnceKey } from './once';

export type Send = (msg: NodeMessage) => void;

/** The node that a message has come to. */
export interface Host {
  readonly RED: NodeAPI;
  readonly node: Node;
  readonly config: JsonRecord;
  readonly action: Action;
  readonly messages: Messages;
  /** Aborted when the node closes. */
  readonly signal: AbortSignal;
}

/** What a message asks its node to do: data, which can be kept and carried out later. */
export interface Order {
  readonly inputs: InputValues;
  /** The key by which what it writes happens once; nothing where it is written as it comes. */
  readonly once?: OnceKey | undefined;
}

/** What is different for a message that is on the disk while it is sent. */
export interface KeptRun {
  readonly order: Order;
  /** Where its writes are noted, unless its flow has given the key. */
  readonly ledger: Ledger;
  /** Extra attempts of one call: it is sent again as a whole. */
  readonly retries: number;
}
