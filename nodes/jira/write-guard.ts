import type { Request } from '../client/http/request';
import type { Lookup, Recovery } from './recovery/recovery';

/** A write of an action's own, before it leaves. */
export interface Write {
  readonly request: Request;
  /** Which of several writes of one message it is; the same in a second attempt at that message. */
  readonly part?: string | undefined;
  /** A once key of its own, in place of the message's: it may come with another message, and after a restart. */
  readonly onceKey?: string | undefined;
  /** How its outcome is found out where its response is lost. */
  readonly recovery?: Recovery | undefined;
}

/** What a write came to that was made before. */
export interface Settled {
  /** The body of its response. */
  readonly result: unknown;
}

/** Whose message it is that writes: Jira as that may use it, and what is said of it beside the result. */
export interface Writer extends Lookup {
  readonly notes: Record<string, unknown>;
}

/** Stands between an action and Jira wherever an action writes: a write of one key happens once. */
export interface WriteGuard {
  /**
   * Whether the message's write has been made before, which is found out if it isn't known.
   * @throws JiraError `JIRA_OUTCOME_UNKNOWN` if it can't be
   */
  settled(jira: Writer, recovery: Recovery | undefined): Promise<Settled | undefined>;
  /**
   * Makes a write, unless it was made before, and returns the body of its response.
   * @param attempt makes the call, with what the guard adds to it
   */
  send(jira: Writer, write: Write, attempt: (request: Request) => Promise<unknown>): Promise<unknown>;
}
