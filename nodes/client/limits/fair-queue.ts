import { type Link, LinkedList } from './linked-list';
import type { LimitScope } from './scopes';

/** What can wait: something that counts against some limits. */
export interface Limited {
  readonly scopes: readonly LimitScope[];
}

/** A slot in the queue: what `add` returns, and `remove` takes. */
export interface Slot<T> {
  readonly item: T;
  readonly source: string;
  /** Counts the items as they came. */
  readonly number: number;
  lane: Lane;
  /** Missing once the item has left the queue. */
  link: Link<Slot<T>> | undefined;
}

/** The limit behind which an item waits, or `open` for those that no limit is known to hold back. */
type Lane = LimitScope | 'open';

/** The items of one source by their lanes, each in the order in which they came there. */
type Lanes<T> = Map<Lane, LinkedList<Slot<T>>>;

/**
 * A queue that serves its sources in turn, so that a list of ten thousand does not starve a single create, and in which an
 * item that a limit holds back is in nobody's way. Such an item goes to the lane of its limit and is not looked at again while
 * that is closed: taking one costs about as many looks as there are sources and limits, however many items wait.
 */
export class FairQueue<T extends Limited> {
  /** A map keeps the order of insertion: the source that has waited longest for its turn comes first. */
  readonly #sources = new Map<string, Lanes<T>>();
  #added = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param source whose turn it is when this item is served */
  add(source: string, item: T): Slot<T> {
    const slot: Slot<T> = { item, source, number: this.#added++, lane: 'open', link: undefined };
    const lanes: Lanes<T> = this.#sources.get(source) ?? new Map();
    this.#sources.set(source, lanes);
    enter(lanes, slot);
    this.#size++;
    return slot;
  }

  /** Takes an item out; one that has left already stays away. */
  remove(slot: Slot<T>): void {
    const lanes = this.#sources.get(slot.source);
    if (!lanes || !slot.link) return;
    leave(lanes, slot);
    if (lanes.size === 0) this.#sources.delete(slot.source);
    this.#size--;
  }

  /**
   * Takes out the first item that may go, of the source that has waited longest for its turn.
   * @param isClosed whether a limit lets nothing through now; the same for the same limit as long as this takes
   */
  take(isClosed: (scope: LimitScope) => boolean): T | undefined {
    for (const [source, lanes] of this.#sources) {
      const slot = firstFree(lanes, isClosed);
      if (!slot) continue;
      this.remove(slot);
      // Whoever was served goes to the end.
      if (this.#sources.delete(source)) this.#sources.set(source, lanes);
      return slot.item;
    }
    return undefined;
  }

  /** All that wait; the one that is looked at may be removed. */
  *[Symbol.iterator](): Generator<T> {
    for (const lanes of this.#sources.values()) {
      for (const lane of lanes.values()) for (const { item } of lane) yield item;
    }
  }
}

function firstFree<T extends Limited>(lanes: Lanes<T>, isClosed: (scope: LimitScope) => boolean): Slot<T> | undefined {
  for (let slot = earliest(lanes, isClosed); slot; slot = earliest(lanes, isClosed)) {
    const limit = slot.item.scopes.find(isClosed);
    if (limit === undefined) return slot;
    leave(lanes, slot);
    slot.lane = limit;
    enter(lanes, slot);
  }
  return undefined;
}

/** The item that came first among those at the head of an open lane. */
function earliest<T>(lanes: Lanes<T>, isClosed: (scope: LimitScope) => boolean): Slot<T> | undefined {
  let found: Slot<T> | undefined;
  for (const [lane, { first }] of lanes) {
    if (!first || (found && found.number < first.value.number)) continue;
    if (lane === 'open' || !isClosed(lane)) found = first.value;
  }
  return found;
}

function enter<T>(lanes: Lanes<T>, slot: Slot<T>): void {
  const lane = lanes.get(slot.lane) ?? new LinkedList<Slot<T>>();
  lanes.set(slot.lane, lane);
  slot.link = lane.append(slot);
}

function leave<T>(lanes: Lanes<T>, slot: Slot<T>): void {
  const lane = lanes.get(slot.lane);
  if (!lane || !slot.link) return;
  lane.remove(slot.link);
  slot.link = undefined;
  if (!lane.first) lanes.delete(slot.lane);
}
