import type { Pace } from './back-off';

/** What a message that was kept says of it. */
export interface KeptFacts {
  /** When it came, in milliseconds since 1970. */
  readonly since: number;
  readonly attempts: number;
  /** It may have been handed on before, as Node-RED ended in between. */
  readonly redelivered?: true;
}

/** One attempt to do in Jira what a message asks for. */
export interface Turn {
  readonly since: number;
  /** This one included. */
  readonly attempts: number;
  /** What an earlier attempt has noted and not taken back: it may have happened, which must be found out before anything is sent. */
  readonly note: string | undefined;
  /**
   * To be awaited before a call leaves that must not be repeated blindly, with what it takes to find out about it; and again, with nothing,
   * once it is known not to have happened. It outlasts a crash.
   * @throws StoreError if that can't be noted; then nothing may be sent
   */
  takeNote(note: string | undefined): Promise<void>;
}

/** How an attempt ended. */
export type Verdict =
  /** It is in Jira. The result is what the message carries on, as text. */
  | { readonly type: 'done'; readonly result: string }
  /** It will never be, or nobody can know whether it is. */
  | { readonly type: 'refused'; readonly error: unknown /** Jira itself has said so. */; readonly reached: boolean }
  | Later;

/** Something that passes has kept it from being done. */
export interface Later {
  readonly type: 'later';
  /** What can't go on meanwhile: `site` everything, `message` this message, `nothing` as the node was just closed. */
  readonly holds: 'site' | 'message' | 'nothing';
  readonly problem: string;
  readonly pace?: Pace | undefined;
  /** What Jira asks for. */
  readonly afterMs?: number | undefined;
}

/** A message in memory, with what it takes to send it. None of its functions may fail, but for `attempt` as that says. */
export interface Carrier {
  /** @throws StoreError from `takeNote`; anything else that it throws is a fault, and counts as refused */
  attempt(turn: Turn): Promise<Verdict>;
  /** Lets the message go on; `kept` says that it was kept meanwhile. */
  handOn(result: string, kept: KeptFacts | undefined): void;
  /** Tells the flow that the message ends here. */
  fail(error: unknown, kept: KeptFacts | undefined): Promise<void>;
}

/** A message as it has just come, with all that can't be kept of it. */
export interface LiveCarrier extends Carrier {
  /** From now on the message is on the disk alone: the node has done its part. */
  kept(): void;
}

/** A node that sends kept messages. */
export interface Sender {
  /** What it does, if it can't do everything that is kept for its node: one of another type may have taken the node's place. */
  readonly operation?: string;
  /** A message as it was kept; `undefined` if that can't be found any more. Must not fail. */
  revive(content: string | undefined): Carrier;
  /** What is kept for the node has changed. Must not fail. */
  changed(): void;
}
