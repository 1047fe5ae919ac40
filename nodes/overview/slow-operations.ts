import { SlidingMaximum } from './sliding-maximum';

/** The longest that a node has worked at one message within the last hour. */
export interface SlowOperation {
  /** Id of the node as the editor knows it. */
  readonly node: string;
  /** Such as `issue-search`. */
  readonly operation: string;
  /** Milliseconds from the message to its end, waiting included. */
  readonly ms: number;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
}

/** So many nodes are watched for each site; of more, those that were quick are let go. */
const MOST_NODES = 500;
const SHOWN = 10;

interface Watched {
  readonly operation: string;
  readonly longest: SlidingMaximum;
}

/** How long the nodes of a site take: the slowest message of each. */
export class SlowOperations {
  readonly #nodes = new Map<string, Watched>();

  add(node: string, operation: string, ms: number, now: number, at: number): void {
    let watched = this.#nodes.get(node);
    if (watched?.operation !== operation) {
      watched = { operation, longest: new SlidingMaximum() };
      this.#nodes.set(node, watched);
    }
    watched.longest.add(ms, now, at);
    if (this.#nodes.size > MOST_NODES) this.#letGo(now);
  }

  /** The slowest first, each node once. @param now by `Clock.now` */
  list(now: number): readonly SlowOperation[] {
    return this.#all(now).slice(0, SHOWN);
  }

  #all(now: number): readonly SlowOperation[] {
    const all = [...this.#nodes].flatMap(([node, { operation, longest }]) => {
      const moment = longest.largest(now);
      return moment ? [{ node, operation, ms: moment.value, at: moment.at }] : [];
    });
    return all.sort((one, other) => other.ms - one.ms);
  }

  /** Half of them at once, so that it happens rarely. */
  #letGo(now: number): void {
    const slow = new Set(
      this.#all(now)
        .slice(0, MOST_NODES / 2)
        .map(({ node }) => node),
    );
    for (const node of this.#nodes.keys()) if (!slow.has(node)) this.#nodes.delete(node);
  }
}
