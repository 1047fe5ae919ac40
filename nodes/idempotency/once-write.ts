import type { Clock } from '../client/clock';
import { JiraError } from '../client/errors/jira-error';
import { methodOf, type Request, repeatability } from '../client/http/request';
import type { JsonRecord } from '../client/json';
import type { Finding, Recovery } from '../jira/recovery/recovery';
import type { Settled, Write, Writer } from '../jira/write-guard';
import { type LookWorld, lookForAMinute, SETTLED_AFTER_MS } from './looks';
import { partKey } from './once-key';
import type { Ledger, LedgerEntry, WriteName } from './once-ledger';
import { serverNow } from './server-clock';
import { storeProblem } from './store-problem';

/** How often a write is attempted at the most, each time that it is known not to have happened. */
const MOST_ATTEMPTS = 2;

/** Whose write it is, and by which key. */
export interface OnceOrder extends Omit<LookWorld, 'clock'> {
  /** Jira's site: the same key means another write elsewhere. */
  readonly siteKey: string;
  readonly operation: string;
  readonly key: string;
  /** Whether the key may come again, after a restart too. One that was made up for a single message never does. */
  readonly remember: boolean;
  /** Where that is remembered, if not with all others. */
  readonly ledger?: Ledger | undefined;
}

/** An order, and the clock by which it waits. */
export interface World extends OnceOrder {
  readonly clock: Clock;
}

type Sending = Extract<LedgerEntry, { state: 'sending' }>;

/** One write of one key, in its turn. */
export class OnceWrite {
  readonly #name: WriteName;
  /** The key as it is stored in Jira. */
  readonly #key: string;

  constructor(
    private readonly world: World,
    private readonly ledger: Ledger,
    part: string | undefined,
  ) {
    this.#key = partKey(world.key, part);
    this.#name = [world.siteKey, world.operation, this.#key];
  }

  async settled(jira: Writer, recovery: Recovery | undefined): Promise<Settled | undefined> {
    const known = await this.#known();
    if (known?.state === 'done') return this.#duplicate(jira, known.result);
    if (known === undefined || recovery === undefined) return undefined;
    return this.#lookedUp(jira, recovery, known, undefined);
  }

  async send(jira: Writer, write: Write, attempt: (request: Request) => Promise<unknown>): Promise<unknown> {
    const known = await this.#known();
    if (known?.state === 'done') return this.#duplicate(jira, known.result).result;
    const { request, recovery } = write;
    if (repeatability(request) !== 'once') return this.#repeat(write, attempt, known);
    let open = known;
    let doubt: JiraError | undefined;
    for (let attempts = 0; ; attempts++) {
      if (open) {
        if (recovery === undefined) throw doubt ?? interrupted(false);
        const settled = await this.#lookedUp(jira, recovery, open, doubt);
        if (settled) return settled.result;
        if (attempts === MOST_ATTEMPTS) throw doubt ?? interrupted(true);
      }
      open = await this.#begin(open?.clue ?? (await this.#clue(jira, write)));
      try {
        return await this.#finish(await attempt(recovery?.mark?.(request, this.#key, jira.deployment) ?? request));
      } catch (thrown) {
        doubt = await this.#doubt(thrown, recovery !== undefined);
      }
    }
  }

  /** A write that comes out the same when it is made again: whatever came of an attempt, another one is no harm. */
  async #repeat(
    { request }: Write,
    attempt: (request: Request) => Promise<unknown>,
    known: Sending | undefined,
  ): Promise<unknown> {
    await this.#begin({});
    try {
      return await this.#finish(await attempt(request));
    } catch (thrown) {
      const gone = thrown instanceof JiraError && thrown.code === 'JIRA_NOT_FOUND';
      // An earlier attempt, whose end nobody saw, has deleted it.
      if (known && gone && methodOf(request.route) === 'DELETE') return this.#finish(undefined);
      throw await this.#doubt(thrown, true);
    }
  }

  /**
   * Finds out whether an attempt has happened.
   * @param doubt what the attempt ended in, if it was made just now
   * @throws JiraError `JIRA_OUTCOME_UNKNOWN` if that can't be found out
   */
  async #lookedUp(
    jira: Writer,
    recovery: Recovery,
    open: Sending,
    doubt: JiraError | undefined,
  ): Promise<Settled | undefined> {
    const finding = await this.#finding(jira, recovery, open, doubt);
    if (finding?.found) {
      jira.notes.recovered = true;
      await this.#finish(finding.result);
      return { result: finding.result };
    }
    if (!finding?.conclusive) throw doubt ?? interrupted(true);
    return undefined;
  }

  /** `undefined` if Jira could not be read. */
  async #finding(
    jira: Writer,
    recovery: Recovery,
    { clue, at }: Sending,
    doubt: JiraError | undefined,
  ): Promise<Finding | undefined> {
    const age = this.world.clock.wallNow() - at;
    const elapsed = doubt || age < 0 ? 0 : Math.min(age, SETTLED_AFTER_MS);
    try {
      return await lookForAMinute(recovery.search(clue), jira, elapsed, this.world);
    } catch (thrown) {
      if (thrown instanceof JiraError) return undefined;
      throw thrown;
    }
  }

  async #clue(jira: Writer, { request, recovery }: Write): Promise<JsonRecord> {
    if (recovery === undefined) return {};
    const at = await serverNow(jira, this.world.clock);
    return recovery.prepare(jira, { request, key: this.#key, at });
  }

  async #known(): Promise<LedgerEntry | undefined> {
    if (!this.world.remember) return undefined;
    return storeProblem(this.ledger.read(this.#name));
  }

  async #begin(clue: JsonRecord): Promise<Sending> {
    const entry = { state: 'sending', at: this.world.clock.wallNow(), clue } as const;
    if (this.world.remember) await storeProblem(this.ledger.write(this.#name, entry));
    return entry;
  }

  async #finish(result: unknown): Promise<unknown> {
    if (!this.world.remember) return result;
    const entry = { state: 'done', at: this.world.clock.wallNow(), result } as const;
    // It has happened, whether that can be kept or not: whoever repeats the key looks first, then.
    await this.ledger.write(this.#name, entry).catch(() => {});
    return result;
  }

  /**
   * Returns the error of an attempt that may have happened; it says that the key may be sent again where that does no harm.
   * @throws whatever else the attempt ended in; nothing has happened then
   */
  async #doubt(thrown: unknown, findable: boolean): Promise<JiraError> {
    if (!(thrown instanceof JiraError)) throw thrown;
    const { code, reason, values, facts, cause } = thrown;
    if (facts.outcome === 'unknown') {
      return new JiraError(code, reason, values, { ...facts, retryable: findable }, cause);
    }
    if (this.world.remember) await this.ledger.forget(this.#name).catch(() => {});
    throw thrown;
  }

  #duplicate(jira: Writer, result: unknown): Settled {
    // The message itself may have been told apart a moment ago.
    if (jira.notes.recovered !== true) jira.notes.duplicate = true;
    return { result };
  }
}

/** Of a write that an earlier process, or an earlier message, has not seen the end of. */
function interrupted(retryable: boolean): JiraError {
  return new JiraError('JIRA_OUTCOME_UNKNOWN', 'outcome.interrupted', {}, { outcome: 'unknown', retryable });
}
