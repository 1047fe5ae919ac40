import { Session } from 'node:inspector';

/** The code whose steps count: ours, and the parser of Markdown with what it brings along. */
const COUNTED =
  /\/nodes\/jira\/rich-text\/|\/node_modules\/(?:markdown-it|linkify-it|mdurl|entities|uc\.micro|punycode)/;

/**
 * Counts steps instead of time: how often each block of the code ran (a loop's body, a function, a branch), as V8 counts for coverage. The same
 * work is the same number on every machine. What a built-in does inside itself, a regular expression above all, is one step.
 *
 * Resets the counts of its process, so it must not run in one whose coverage is measured.
 */
export class WorkCounter {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** The steps of some work. What code does the first time that it runs (tables that it builds) counts, too. */
  stepsOf(work: () => unknown): number {
    this.#take();
    work();
    return this.#take();
  }

  /** The steps since the last time. */
  #take(): number {
    let steps = 0;
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error;
      const functions = result.filter(({ url }) => COUNTED.test(url)).flatMap((script) => script.functions);
      for (const { count } of functions.flatMap(({ ranges }) => ranges)) steps += count;
    });
    return steps;
  }
}
