/** Time and chance, injected so that waiting can be tested without waiting. */
export interface Clock {
  /**
   * Whole milliseconds of a clock that only moves on, from a beginning that means nothing: for waits, limits and how long
   * something is kept. Setting the machine's clock doesn't touch it.
   */
  now(): number;
  /** Milliseconds since 1970 by the machine's clock, which may be set at any moment: for times that Jira or a token names. */
  wallNow(): number;
  /** Runs `task` after `ms` milliseconds, however many; the function returned cancels it. */
  after(ms: number, task: () => void): () => void;
  /** At least 0 and below 1. */
  random(): number;
}

/** The longest time that a timer of Node.js can be set to, in milliseconds; it takes a longer one for none. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  // Whole milliseconds, as timers have them: a moment that is computed twice is the same both times.
  now: () => Math.floor(performance.now()),
  wallNow: () => Date.now(),
  after: (ms, task) => {
    let timer: NodeJS.Timeout | undefined;
    const wait = (left: number) => {
      const part = Math.min(left, LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > part ? wait(left - part) : task()), part);
    };
    // Nonsense is a time that is over.
    wait(ms > 0 ? ms : 0);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
