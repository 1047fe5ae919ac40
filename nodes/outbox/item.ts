import type { EntryFacts } from './entry';
import type { KeptFacts, LiveCarrier } from './sender';

/** An entry in memory: small, but for a message that is live. */
export class Item {
  /** The message as it came, as long as nothing keeps it from its first attempt. */
  live: LiveCarrier | undefined;
  /** It is being stored, sent, handed on or dropped. */
  busy = false;
  /** Nothing but Jira keeps it from being sent. */
  ready = false;
  /** It waits for a later attempt of its own. */
  cancelPause: (() => void) | undefined;
  /** It was `done` when the process began. */
  redelivered = false;

  constructor(
    public facts: EntryFacts,
    /** When it came, by `Clock.now`: setting the machine's clock makes no message older. */
    readonly keptAt: number,
  ) {}

  get id(): string {
    return this.facts.id;
  }

  get lanes(): readonly string[] {
    return this.facts.lanes;
  }

  /** What the message says of having been kept; nothing if it never was. */
  get kept(): KeptFacts | undefined {
    if (this.live) return undefined;
    const { since, attempts } = this.facts;
    return { since, attempts, ...(this.redelivered && { redelivered: true }) };
  }
}
