import fc from 'fast-check';

/**
 * Property tests try the same values in every run, so that a change is judged by what it changes; `FC_SEED=7 npm test` tries others.
 * What another seed finds becomes an example of its own.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261123) });
