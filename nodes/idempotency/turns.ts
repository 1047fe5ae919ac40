import { Exclusive } from '../client/exclusive';

/** Lets tasks of the same name run one after the other, in the order in which they came; others don't wait for them. */
export class Turns {
  readonly #lanes = new Map<string, { readonly lane: Exclusive; tasks: number }>();

  /** How many names have tasks. */
  get size(): number {
    return this.#lanes.size;
  }

  async run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const known = this.#lanes.get(name) ?? { lane: new Exclusive(), tasks: 0 };
    this.#lanes.set(name, known);
    known.tasks++;
    try {
      return await known.lane.run(task);
    } finally {
      known.tasks--;
      if (known.tasks === 0) this.#lanes.delete(name);
    }
  }
}
