import { setMaxListeners } from 'node:events';

/** A signal that is aborted as soon as one of the two is, and for its reason. `release` lets go of both. */
export function either(first: AbortSignal, second: AbortSignal): { signal: AbortSignal; release: () => void } {
  const both = new AbortController();
  const releases = [first, second].map((signal) => onAbort(signal, () => both.abort(signal.reason)));
  const release = () => {
    for (const one of releases) one();
  };
  return { signal: both.signal, release };
}

/** The promise's end, unless `signal` is aborted first: then whoever waits for it goes, and it goes on for the others. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let release = () => {};
  const aborted = new Promise<never>((_, reject) => {
    release = onAbort(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    release();
  }
}

/** Runs `task` once the signal is aborted, at once if it is already; the function returned takes that back. */
export function onAbort(signal: AbortSignal, task: () => void): () => void {
  if (signal.aborted) {
    task();
    return () => {};
  }
  // A node's signal is heard by each of its messages; Node.js would warn of a leak at the eleventh.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', task, { once: true });
  return () => signal.removeEventListener('abort', task);
}
