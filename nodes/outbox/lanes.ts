/** Something with a place in the order of arrival. */
export interface Queued {
  readonly id: string;
  readonly lanes: readonly string[];
}

/** Who comes before whom: of all that have a lane in common, only the first may go. */
export class Lanes<Item extends Queued> {
  readonly #lanes = new Map<string, Item[]>();

  /** Takes the place that its id gives it. */
  add(item: Item): void {
    for (const lane of item.lanes) {
      const queue = this.#lanes.get(lane) ?? [];
      insert(queue, item);
      this.#lanes.set(lane, queue);
    }
  }

  remove(item: Item): void {
    for (const lane of item.lanes) {
      const queue = this.#lanes.get(lane) ?? [];
      const place = queue.indexOf(item);
      if (place >= 0) queue.splice(place, 1);
      if (queue.length === 0) this.#lanes.delete(lane);
    }
  }

  /** Whether nobody is before it. */
  isFirst(item: Item): boolean {
    return item.lanes.every((lane) => this.#lanes.get(lane)?.[0] === item);
  }

  /** Those who are first in one of its lanes, and so may be first in all of theirs. */
  firstsBeside({ lanes }: Pick<Queued, 'lanes'>): readonly Item[] {
    return [...new Set(lanes.flatMap((lane) => this.#lanes.get(lane)?.[0] ?? []))];
  }
}

/** Puts something into a list that is ordered by ids, mostly at the end. */
export function insert<Item extends { readonly id: string }>(list: Item[], item: Item): void {
  const last = list.at(-1);
  if (last === undefined || last.id < item.id) {
    list.push(item);
    return;
  }
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle]?.id ?? '') < item.id) from = middle + 1;
    else to = middle;
  }
  if (list[from] !== item) list.splice(from, 0, item);
}
