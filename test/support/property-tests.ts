import fc from 'fast-check';

/**
 * Property tests try the same values in every run, so that a change is judged by what it changes; `FC_SEED=7 npm test` tries others.
 * What another seed finds becomes an example of its own.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261123) });

/**
 * Which part of their cases the suites with very many try, between 0 and 1. All in the matrix and for coverage, which continuous integration
 * waits for; a part in `npm test` and `npm run test:unit`, for which a person waits: what a case finds depends on our code, hardly ever on the
 * line of Node-RED, and none is tried twice.
 */
const SHARE = Number(process.env.SHARE_OF_CASES ?? 1);

/** How many cases to try a property with, of those that a run of every test tries. */
export function runs(all: number): number {
  return Math.ceil(all * SHARE);
}

/** Those of many cases that this run tries, spread over all of them. */
export function sampled<Case>(cases: readonly Case[]): readonly Case[] {
  return cases.filter((_, index) => Math.floor(index * SHARE) > Math.floor((index - 1) * SHARE));
}
