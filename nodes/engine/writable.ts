import type { Message } from './message';

/** What a node sets on a message. */
const SET = ['payload', 'jira', 'statusCode', 'parts'];

/**
 * The message itself if a result can be put onto it, else a copy with the same entries: a function node may have frozen it, and what
 * was done in Jira must be told all the same.
 */
export function writable(msg: Message): Message {
  try {
    return SET.every((name) => isWritable(msg, name)) ? msg : copyOf(msg);
  } catch {
    return copyOf(msg);
  }
}

function isWritable(msg: Message, name: string): boolean {
  const own = Object.getOwnPropertyDescriptor(msg, name);
  return own === undefined ? Object.isExtensible(msg) && !(name in msg) : own.writable === true;
}

/** An entry that is computed, and fails to be, is left out. */
export function copyOf(msg: Message): Message {
  return Object.fromEntries(keysOf(msg).flatMap((name) => entryOf(msg, name)));
}

function keysOf(msg: Message): readonly string[] {
  try {
    return Object.keys(msg);
  } catch {
    return [];
  }
}

function entryOf(msg: Message, name: string): readonly [string, unknown][] {
  try {
    return [[name, Reflect.get(msg, name)]];
  } catch {
    return [];
  }
}
