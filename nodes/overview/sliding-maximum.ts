const SLOT_MS = 60_000;
const SLOTS = 60;

/** A value and when it was, in milliseconds since 1970. */
export interface Moment {
  readonly value: number;
  readonly at: number;
}

interface Slot extends Moment {
  /** Of the minute, by `Clock.now`. */
  readonly number: number;
}

/** The largest value of the last hour, to the minute. It holds no more than sixty values, however many come. */
export class SlidingMaximum {
  /** The largest first, each older than the ones behind it: what is both older and smaller can't matter any more. */
  readonly #slots: Slot[] = [];

  /**
   * @param now by `Clock.now`
   * @param at as the machine's clock has it
   */
  add(value: number, now: number, at: number): void {
    const number = Math.floor(now / SLOT_MS);
    this.#dropOld(number);
    const last = this.#slots.at(-1);
    if (last?.number === number && last.value >= value) return;
    while ((this.#slots.at(-1)?.value ?? Number.POSITIVE_INFINITY) <= value) this.#slots.pop();
    this.#slots.push({ number, value, at });
  }

  /** `undefined` if nothing came within the hour before `now`. */
  largest(now: number): Moment | undefined {
    this.#dropOld(Math.floor(now / SLOT_MS));
    return this.#slots[0];
  }

  #dropOld(now: number): void {
    while ((this.#slots[0]?.number ?? now) <= now - SLOTS) this.#slots.shift();
  }
}
