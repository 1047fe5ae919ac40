/** Time and chance, injected so that waiting can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` after `ms` milliseconds; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
  /** At least 0 and below 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
