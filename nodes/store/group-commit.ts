import type { StoreChange } from './store';

/** So that one trip to the disk stays short, in characters of the values. */
const GROUP_LENGTH = 4_000_000;

interface WaitingWrite {
  readonly changes: readonly StoreChange[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Brings writes to the disk one group at a time: what comes while the disk is busy goes together in the next group, so that many
 * writers wait for few trips. A group is made whole or not at all, and so is each write in it.
 */
export class GroupCommit {
  #waiting: WaitingWrite[] = [];
  #busy = false;

  constructor(private readonly commit: (changes: readonly StoreChange[]) => Promise<void>) {}

  write(changes: readonly StoreChange[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      if (!this.#busy) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#busy = true;
    // What is written in the same turn goes into the first group as well.
    await undefined;
    while (this.#waiting.length > 0) await this.#commitGroup(this.#takeGroup());
    this.#busy = false;
  }

  #takeGroup(): WaitingWrite[] {
    let length = 0;
    const full = this.#waiting.findIndex(({ changes }) => {
      length += lengthOf(changes);
      return length > GROUP_LENGTH;
    });
    return this.#waiting.splice(0, full < 0 ? this.#waiting.length : Math.max(1, full));
  }

  async #commitGroup(group: readonly WaitingWrite[]): Promise<void> {
    try {
      await this.commit(group.flatMap(({ changes }) => changes));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

function lengthOf(changes: readonly StoreChange[]): number {
  return changes.reduce((sum, change) => sum + (change.type === 'put' ? change.value.length : 0), 0);
}
