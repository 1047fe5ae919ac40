import { entry, isRecord, textEntry } from '../client/json';
import type { Order } from './host';
import type { Message } from './message';
import { asText, fromText, keepable } from './message-data';
import type { OnceKey } from './once';

/** A message and what it asks for, as they are kept. */
export interface KeptMessage {
  readonly msg: Message;
  readonly order: Order;
  /** What of the message could not be kept. */
  readonly left: readonly string[];
}

/** A message as text, for the disk. Never fails. */
export function encodeMessage(
  msg: Message,
  order: Order,
): { readonly content: string; readonly left: readonly string[] } {
  const { value, left } = keepable(msg);
  return { content: asText({ msg: value, order: { ...order }, left }), left };
}

/** `undefined` for what can't be read. */
export function decodeMessage(content: string | undefined): KeptMessage | undefined {
  const read = content === undefined ? undefined : readable(content);
  const [msg, order] = [entry(read, 'msg'), entry(read, 'order')];
  const inputs = entry(order, 'inputs');
  if (!isRecord(msg) || !isRecord(inputs)) return undefined;
  const left = entry(read, 'left');
  return {
    msg: { ...msg, _msgid: textEntry(msg, '_msgid') ?? '' },
    order: { inputs, once: onceKeyIn(entry(order, 'once')) },
    left: Array.isArray(left) ? left.filter((place) => typeof place === 'string') : [],
  };
}

/** What a node has set on a message that has gone on, for the disk. */
export function encodeResults(messages: readonly Message[]): string {
  return asText(
    messages.map(({ payload, jira, statusCode, parts }) => keepable({ payload, jira, statusCode, parts }).value),
  );
}

/** The messages that go on, each on top of the one that came. */
export function decodeResults(text: string, msg: Message): readonly Message[] {
  const results = readable(text);
  if (!Array.isArray(results)) return [];
  return results.map((result) => {
    const { statusCode, parts, ...always } = isRecord(result) ? result : {};
    return {
      ...msg,
      ...always,
      ...(statusCode !== undefined && { statusCode }),
      ...(parts !== undefined && { parts }),
    };
  });
}

function onceKeyIn(value: unknown): OnceKey | undefined {
  const key = textEntry(value, 'key');
  return key === undefined ? undefined : { key, remember: entry(value, 'remember') === true };
}

function readable(text: string): unknown {
  try {
    return fromText(text);
  } catch {
    return undefined;
  }
}
