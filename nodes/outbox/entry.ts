import { entry, numberEntry, parseJson, textEntry } from '../client/json';

/**
 * How far a kept message is, as the disk has it.
 * - `waiting`: nothing of it is in Jira.
 * - `sending`: a call has left that must not be repeated blindly; whether it was carried out isn't known.
 * - `done`: Jira has it; what came of it is stored, and may have been handed on.
 */
export type EntryState = 'waiting' | 'sending' | 'done';

const STATES: readonly EntryState[] = ['waiting', 'sending', 'done'];

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
  /** The code of what kept the last attempt from being the last. */
  readonly problem?: string | undefined;
}

/** As the disk has it; its id stands in the key. */
export function encodeFacts({ node, operation, lanes, since, attempts, state, problem }: EntryFacts): string {
  return JSON.stringify({ node, operation, lanes, since, attempts, state, problem });
}

/** `undefined` for what is no entry: of a version to come, or damaged. */
export function decodeFacts(id: string, text: string): EntryFacts | undefined {
  const read = parseJson(text);
  const [node, since] = [textEntry(read, 'node'), numberEntry(read, 'since')];
  const state = STATES.find((one) => one === entry(read, 'state'));
  const lanes = entry(read, 'lanes');
  if (node === undefined || since === undefined || state === undefined || !Array.isArray(lanes)) {
    return undefined;
  }
  return {
    id,
    node,
    operation: textEntry(read, 'operation') ?? '',
    lanes: lanes.filter((lane) => typeof lane === 'string'),
    since,
    attempts: numberEntry(read, 'attempts') ?? 0,
    state,
    problem: textEntry(read, 'problem'),
  };
}
