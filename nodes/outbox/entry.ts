import { entry, numberEntry, parseJson, textEntry } from '../client/json';

/** `done`: Jira has it, and what came of it is stored. It may have been handed on. */
export type EntryState = 'waiting' | 'done';

/** What a message is kept with. */
export interface NewEntry {
  /** The node that the message has come to. */
  readonly node: string;
  /** What the node does, such as `issue-create`; for lists of what waits. */
  readonly operation: string;
  /**
   * What the message must not overtake another one at: issues, by whatever name; none for what stands alone. Messages with a lane in common
   * go out one after the other, in the order in which they came.
   */
  readonly lanes: readonly string[];
  /** The message, as its sender can read it again. */
  readonly content: string;
}

/** What is known of a kept message without its contents: small, as all of them are in memory. */
export interface EntryFacts {
  /** In the order in which they came; no two of a site ever have the same. */
  readonly id: string;
  readonly node: string;
  readonly operation: string;
  readonly lanes: readonly string[];
  /** When it came, in milliseconds since 1970 by the machine's clock. */
  readonly since: number;
  /** How often it was tried. */
  readonly attempts: number;
  readonly state: EntryState;
  /** What its sender has noted before a call left, and has not taken back: it may be in Jira. */
  readonly note?: string | undefined;
  /** The code of what kept the last attempt from being the last. */
  readonly problem?: string | undefined;
}

/** As the disk has it; its id stands in the key. */
export function encodeFacts({ id, ...facts }: EntryFacts): string {
  return JSON.stringify(facts);
}

/** `undefined` for what is no entry: of a version to come, or damaged. */
export function decodeFacts(id: string, text: string): EntryFacts | undefined {
  const read = parseJson(text);
  const [node, since] = [textEntry(read, 'node'), numberEntry(read, 'since')];
  const lanes = entry(read, 'lanes');
  if (node === undefined || since === undefined || !Array.isArray(lanes)) {
    return undefined;
  }
  return {
    id,
    node,
    operation: textEntry(read, 'operation') ?? '',
    lanes: lanes.filter((lane) => typeof lane === 'string'),
    since,
    attempts: numberEntry(read, 'attempts') ?? 0,
    state: textEntry(read, 'state') === 'done' ? 'done' : 'waiting',
    note: textEntry(read, 'note'),
    problem: textEntry(read, 'problem'),
  };
}
