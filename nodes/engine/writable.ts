import type { Message } from './message';

/** What a node sets on a message. */
const SET = ['payload', 'jira', 'statusCode', 'parts'];

/**
 * The message itself if a result can be put onto it, else a copy with the same entries: a function node may have frozen it, and what
 * was done in Jira must be told all the same.
 */
export function writable(msg: Message): Message {
  return SET.every((name) => isWritable(msg, name)) ? msg : copyOf(msg);
}

function isWritable(msg: Message, name: string): boolean {
  const own = Object.getOwnPropertyDescriptor(msg, name);
  return own === undefined ? Object.isExtensible(msg) : own.writable === true;
}

/** Entries that are computed are left out: what computes them may fail. */
function copyOf(msg: Message): Message {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(msg)).flatMap(([name, { value }]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}
