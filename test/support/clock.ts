import type { Clock } from '../../nodes/client/clock';

interface Timer {
  readonly due: number;
  readonly task: () => void;
}

/** A clock that stands still until a test moves it, so that hours of waiting take no time. */
export class TestClock implements Clock {
  /** What `random` answers. */
  chance = 0;
  /** How many timers were ever set. */
  timersSet = 0;
  // As in a process that has just begun: nothing may depend on its beginning.
  #now = 0;
  #wall = Date.UTC(2026, 0, 5, 12);
  #hurried = false;
  readonly #timers = new Set<Timer>();
  readonly #watchers = new Set<() => void>();

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return this.#wall + this.#now;
  }

  /** Sets the machine's clock on by so much, or back. */
  setWall(ms: number): void {
    this.#wall += ms;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { due: this.#now + ms, task };
    this.timersSet++;
    this.#timers.add(timer);
    if (this.#hurried) setImmediate(() => this.#runNext());
    for (const look of [...this.#watchers]) look();
    return () => this.#timers.delete(timer);
  }

  /** Timers that are set and not yet due. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves the time on, running what falls due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(); next && next.due <= end; next = this.#next()) this.#run(next);
    this.#now = end;
  }

  /** Moves the time on as a busy process sees it: what falls due runs only later, with `advance`. */
  lag(ms: number): void {
    this.#now += ms;
  }

  /** From now on nobody waits: the time jumps to the next timer by itself. */
  hurry(): this {
    this.#hurried = true;
    return this;
  }

  /** Resolves once `count` timers are pending: somebody has begun to wait. */
  waiting(count = 1): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#timers.size < count) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  #next(): Timer | undefined {
    return [...this.#timers].sort((one, other) => one.due - other.due)[0];
  }

  #runNext(): void {
    const next = this.#next();
    if (next) this.#run(next);
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.due);
    timer.task();
  }
}
