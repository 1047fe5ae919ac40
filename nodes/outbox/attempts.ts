import { StoreError } from '../store/store';
import type { EntryFacts } from './entry';
import type { Item } from './item';
import { keptExpired, type Limits } from './limits';
import type { Carrier, Later, Sender, Turn, Verdict } from './sender';
import type { Shelf } from './shelf';

/** How an attempt ended, for whoever says what comes next. */
export interface Ended {
  /** Jira can be reached and used. */
  readonly reached: boolean;
  /** The message stays, for a later attempt; otherwise it has gone on or ended in an error. */
  readonly later?: Later;
}

const NOBODY_THERE: Later = { type: 'later', holds: 'nothing', mayBeDone: false, problem: '' };

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
  async expire(item: Item, limits: Limits): Promise<Ended> {
    const content = await this.shelf.content(item.id).catch(() => undefined);
    const carrier = this.senders.get(item.facts.node)?.revive(content);
    if (!carrier) return { reached: false, later: NOBODY_THERE };
    carrier.fail(keptExpired(limits, item.facts.state === 'sending' ? 'unknown' : 'not-done'), item.kept);
    return { reached: false };
  }

  async #verdict(item: Item, carrier: Carrier): Promise<Verdict> {
    const { state, since, attempts } = item.facts;
    item.facts = { ...item.facts, attempts: attempts + 1 };
    const turn: Turn = {
      since,
      attempts: attempts + 1,
      inDoubt: state === 'sending',
      leaving: () => this.#note(item, { state: 'sending' }),
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
        const { mayBeDone, problem } = verdict;
        await this.#note(item, { state: mayBeDone ? 'sending' : 'waiting', problem }).catch(() => undefined);
        return { reached: verdict.holds === 'message', later: verdict };
      }
      case 'done': {
        item.facts = { ...item.facts, state: 'done', problem: undefined };
        // A disk that fails must not hold up what Jira has done: after a crash it is found out again.
        await this.shelf.done(item.facts, verdict.result).catch(() => undefined);
        const told = await this.#whoTells(item, carrier, sender);
        if (!told) return { reached: true, later: NOBODY_THERE };
        told.handOn(verdict.result, item.kept);
        return { reached: true };
      }
      case 'refused': {
        const told = await this.#whoTells(item, carrier, sender);
        if (!told) return { reached: verdict.reached, later: { ...NOBODY_THERE, mayBeDone: item.facts.state === 'sending' } };
        told.fail(verdict.error, item.kept);
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

  /** In memory what the disk has; where it can't be written, what is so. */
  async #note(item: Item, change: Partial<EntryFacts>): Promise<void> {
    const facts = { ...item.facts, ...change };
    if (change.state !== 'sending') item.facts = facts;
    await this.shelf.update(facts);
    item.facts = facts;
  }
}
