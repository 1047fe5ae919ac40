import fc from 'fast-check';

/**
 * Property tests try the same values in every run, so that a change is judged by what it changes; `FC_SEED=7 npm test` tries others.
 * What another seed finds becomes an example of its own.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261123) });

/** Which part of its cases a property is tried with where somebody waits for the result: `npm run test:unit`. */
const QUICK_SHARE = process.env.QUICK === 'true' ? 1 / 20 : 1;

/** How many cases to try a property with, of those that a run of every test tries. */
export function runs(all: number): number {
  return Math.ceil(all * QUICK_SHARE);
}
