import { entry, listEntry, numberEntry } from '../json';

/** What Jira says of one element of a call that takes several. */
export interface ElementError {
  /** Its place in the call, from 0. */
  readonly index: number;
  readonly status: number;
  /** Messages as an error's body has them. */
  readonly errors: unknown;
}

/** The elements that Jira refused, in a body of which the others may have been carried out. */
export function elementErrors(body: unknown): readonly ElementError[] {
  return listEntry(body, 'errors').flatMap((one) => {
    const index = numberEntry(one, 'failedElementNumber');
    if (index === undefined) return [];
    return [{ index, status: numberEntry(one, 'status') ?? 400, errors: entry(one, 'elementErrors') }];
  });
}
