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

interface Task {
  readonly run: () => void;
}

/**
 * What waits for each signal. A node's signal is heard by each of its messages, and a listener of its own for each would
 * cost more the more there are: Node.js looks through all before it adds one.
 */
const waiting = new WeakMap<AbortSignal, Set<Task>>();

/** Runs `task` once the signal is aborted, at once if it is already; the function returned takes that back. */
export function onAbort(signal: AbortSignal, task: () => void): () => void {
  if (signal.aborted) {
    task();
    return () => {};
  }
  const tasks = waiting.get(signal) ?? listen(signal);
  const one: Task = { run: task };
  tasks.add(one);
  return () => {
    if (tasks.delete(one) && tasks.size === 0) forget(signal);
  };
}

function listen(signal: AbortSignal): Set<Task> {
  const tasks = new Set<Task>();
  waiting.set(signal, tasks);
  signal.addEventListener('abort', runTasks);
  return tasks;
}

function forget(signal: AbortSignal): void {
  waiting.delete(signal);
  signal.removeEventListener('abort', runTasks);
}

function runTasks(this: AbortSignal): void {
  const tasks = waiting.get(this) ?? new Set();
  forget(this);
  for (const task of tasks) {
    tasks.delete(task);
    task.run();
  }
}
