import type { KeepLimits } from '../client/connection';
import type { CallOutcome } from '../client/errors/jira-error';
import { StoreError } from '../store/store';
import type { EntryFacts } from './entry';
import type { Item } from './item';
import { keptExpired } from './limits';
import type { Carrier, Later, Sender, Turn, Verdict } from './sender';
import type { Shelf } from './shelf';

/** How an attempt ended, for whoever says what comes next. */
export interface Ended {
  /** Jira can be reached and used. */
  readonly reached: boolean;
  /** The message stays, for a later attempt; otherwise it has gone on or ended in an error. */
  readonly later?: Later;
}

const NOBODY_THERE: Later = { type: 'later', holds: 'nothing', problem: '' };

/** One attempt after the other, each step on the disk before the one that depends on it. */
export class Attempts {
  constructor(
    private readonly shelf: Shelf,
    private readonly senders: ReadonlyMap<string, Sender>,
  ) {}

  /** Sends a message, or hands on what came of it if that was done before. Never fails. */
  async make(item: Item): Promise<Ended> {
    const sender = this.senders.get(item.facts.node);
    if (!sender) return { reached: false, later: NOBODY_THERE };
    try {
      const carrier = item.live ?? sender.revive(await this.shelf.content(item.id));
      if (item.facts.state === 'done') {
        carrier.handOn((await this.shelf.result(item.id)) ?? '', item.kept);
        return { reached: false };
      }
      const verdict = await this.#verdict(item, carrier);
      return await this.#take(item, verdict, carrier, sender);
    } catch (error) {
      // Nothing is sent that could not be noted.
      const problem = error instanceof StoreError ? error.reason : String(error);
      return { reached: false, later: { ...NOBODY_THERE, holds: 'site', problem } };
    }
  }

  /** Tells the flow that a message has waited too long. Never fails. */
  async expire(item: Item, limits: KeepLimits): Promise<Ended> {
    const content = await this.shelf.content(item.id).catch(() => undefined);
    const carrier = this.senders.get(item.facts.node)?.revive(content);
    if (!carrier) return { reached: false, later: NOBODY_THERE };
    await carrier.fail(keptExpired(limits, outcomeOf(item.facts)), item.kept);
    return { reached: false };
  }

  async #verdict(item: Item, carrier: Carrier): Promise<Verdict> {
    const { note, since, attempts } = item.facts;
    item.facts = { ...item.facts, attempts: attempts + 1 };
    const turn: Turn = {
      since,
      attempts: attempts + 1,
      note,
      takeNote: (taken) => this.#takeNote(item, taken),
    };
    try {
      return await carrier.attempt(turn);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      return { type: 'refused', error, reached: false };
    }
  }

  async #take(item: Item, verdict: Verdict, carrier: Carrier, sender: Sender): Promise<Ended> {
    switch (verdict.type) {
      case 'later': {
        const { problem } = verdict;
        await this.#note(item, { problem }).catch(() => undefined);
        return { reached: verdict.holds === 'message', later: verdict };
      }
      case 'done': {
        item.facts = { ...item.facts, state: 'done', note: undefined, problem: undefined };
        // A disk that fails must not hold up what Jira has done: after a crash it is found out again.
        await this.shelf.done(item.facts, verdict.result).catch(() => undefined);
        const told = await this.#whoTells(item, carrier, sender);
        if (!told) return { reached: true, later: NOBODY_THERE };
        told.handOn(verdict.result, item.kept);
        return { reached: true };
      }
      case 'refused': {
        const told = await this.#whoTells(item, carrier, sender);
        if (!told) return { reached: verdict.reached, later: NOBODY_THERE };
        await told.fail(verdict.error, item.kept);
        return { reached: verdict.reached };
      }
    }
  }

  /** The node may have been replaced meanwhile: a closed one's messages reach nobody. */
  async #whoTells(item: Item, carrier: Carrier, sender: Sender): Promise<Carrier | undefined> {
    const present = this.senders.get(item.facts.node);
    if (present === sender) return carrier;
    item.live?.kept();
    item.live = undefined;
    return present?.revive(await this.shelf.content(item.id).catch(() => undefined));
  }

  /** Nothing leaves where it can't be noted before, so nothing is in doubt then. */
  async #takeNote(item: Item, note: string | undefined): Promise<void> {
    const { note: before } = item.facts;
    try {
      await this.#note(item, { note });
    } catch (error) {
      if (note !== undefined) item.facts = { ...item.facts, note: before };
      throw error;
    }
  }

  /** In memory what the disk has; where that can't be written, what is so. */
  #note(item: Item, change: Partial<EntryFacts>): Promise<void> {
    item.facts = { ...item.facts, ...change };
    return this.shelf.update(item.facts);
  }
}

/** Whether a message may be in Jira. */
export function outcomeOf({ note }: EntryFacts): CallOutcome {
  return note === undefined ? 'not-done' : 'unknown';
}
