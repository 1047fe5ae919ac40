import type { NodeAPI } from 'node-red';
import { asJiraError } from '../client/errors';
import { wordsOf } from '../words/catalogs';
import { type ErrorWords, errorWords } from '../words/errors';

/** What went wrong, in words, for a dialog. */
export interface Problem extends ErrorWords {
  readonly code: string;
}

/** An error in the words that a failed message would have, what to do set apart. */
export function problemOf(RED: NodeAPI, thrown: unknown): Problem {
  const error = asJiraError(thrown);
  return { code: error.code, ...errorWords(error, wordsOf(RED)) };
}
