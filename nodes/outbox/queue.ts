import type { Item } from './item';
import { insert, Lanes } from './lanes';
import type { Sender } from './sender';

/**
 * Everything that is kept for a site, and whose turn it is. Messages whose node is gone hold up nobody, and have their old place once it
 * comes back.
 */
export class Queue {
  /** In the order in which they came. */
  readonly #items = new Map<string, Item>();
  readonly #lanes = new Lanes<Item>();
  /** Those that nothing but Jira keeps from being sent, in the order in which they came. */
  readonly #ready: Item[] = [];

  constructor(private readonly senders: ReadonlyMap<string, Pick<Sender, 'operation'>>) {}

  get size(): number {
    return this.#items.size;
  }

  /** All of them, in the order in which they came. */
  all(): IterableIterator<Item> {
    return this.#items.values();
  }

  /** Whether something that is kept would be overtaken in these lanes. */
  isBusy(lanes: readonly string[]): boolean {
    return this.#lanes.firstsBeside({ lanes }).length > 0;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** Takes the place that its id gives it: mostly the last one. */
  add(item: Item): void {
    this.#items.set(item.id, item);
    this.join(item);
  }

  remove(item: Item): void {
    this.#items.delete(item.id);
    this.leave(item);
  }

  /** From now on it holds up those behind it. */
  join(item: Item): void {
    if (this.#items.get(item.id) !== item) return;
    this.#lanes.add(item);
    this.consider(item);
  }

  /** It holds up nobody any more. */
  leave(item: Item): void {
    this.#lanes.remove(item);
    this.consider(item);
    for (const next of this.#lanes.firstsBeside(item)) this.consider(next);
  }

  /** Whether its turn can come: it is still kept, and its node is there. */
  takesPart(item: Item): boolean {
    const { node, operation } = item.facts;
    const sender = this.senders.get(node);
    const isMeant = sender !== undefined && (sender.operation ?? operation) === operation;
    return isMeant && this.#items.get(item.id) === item;
  }

  /** Looks whether something has become ready, or is no longer. */
  consider(item: Item): void {
    const isReady = this.takesPart(item) && !item.busy && item.cancelPause === undefined && this.#lanes.isFirst(item);
    if (!isReady) this.#unready(item);
    else if (!item.ready) {
      item.ready = true;
      insert(this.#ready, item);
    }
  }

  /** Whose turn it is: the first that came. */
  get next(): Item | undefined {
    return this.#ready[0];
  }

  /** Who is sent to find out whether Jira is back: somebody else each time, as it may be the message that can't be sent. */
  get probe(): Item | undefined {
    let [found] = this.#ready;
    for (const item of this.#ready) if (found && item.facts.attempts < found.facts.attempts) found = item;
    return found;
  }

  /** Those that must come first. */
  before(item: Item): readonly Item[] {
    return this.#lanes.firstsBeside(item).filter((first) => first !== item);
  }

  #unready(item: Item): void {
    if (!item.ready) return;
    item.ready = false;
    this.#ready.splice(this.#ready.indexOf(item), 1);
  }
}
