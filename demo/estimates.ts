/** What is left to do on an issue, and how logging work changes it. */

import type { Query } from './call';
import { readDuration } from './durations';
import type { Issue } from './model';
import { refuse, refuseFields } from './responses';
import type { SiteStore } from './store';

const ways = ['new', 'leave', 'manual', 'auto'] as const;
type Way = (typeof ways)[number];

/** What becomes of the estimate of what is left. */
export type EstimateChange =
  | { readonly way: 'leave' | 'auto' }
  /** `new`: what is left from now on, in seconds; `manual`: by how much it changes. */
  | { readonly way: 'new' | 'manual'; readonly seconds: number };

/**
 * The query of a call that adds, changes or deletes a worklog.
 * @param amount the parameter of `manual`: `reduceBy` of an addition, `increaseBy` of a deletion; a change has none, and no `manual`
 * @throws Refusal 400
 */
export function readEstimateChange(query: Query, amount?: 'reduceBy' | 'increaseBy'): EstimateChange {
  const way = readWay(query.text('adjustEstimate') ?? 'auto', amount !== undefined);
  if (way === 'new') {
    const seconds = readDuration(query.text('newEstimate') ?? '');
    if (seconds === undefined) throw refuseFields({ newEstimate: 'You must supply a valid new estimate.' });
    return { way, seconds };
  }
  if (way === 'manual') {
    const seconds = readDuration(query.text(amount ?? '') ?? '');
    if (seconds !== undefined) return { way, seconds: amount === 'reduceBy' ? -seconds : seconds };
    throw refuseFields({
      adjustmentAmount: 'You must supply a valid amount of time to adjust the estimate by.',
    });
  }
  return { way };
}

function readWay(word: string, manual: boolean): Way {
  const way = ways.find((one) => one === word.toLowerCase());
  if (way !== undefined && (manual || way !== 'manual')) return way;
  throw refuse(400, [`The value '${word}' is not valid for adjustEstimate.`]);
}

const field = 'timeestimate';

/** The estimate as somebody has set it, in seconds. */
function estimate(issue: Issue): number | undefined {
  const seconds = issue.values.get(field);
  return typeof seconds === 'number' ? seconds : undefined;
}

/** Seconds that are left by the estimate; without one, nothing is once somebody has logged work. */
export function secondsLeft(store: SiteStore, issue: Issue): number | null {
  return estimate(issue) ?? (store.worklogsOf(issue.id).length === 0 ? null : 0);
}

/**
 * Changes what is left.
 * @param worked seconds that are logged more than before, or fewer
 */
export function adjustEstimate(issue: Issue, change: EstimateChange, worked: number): void {
  const before = estimate(issue);
  if (change.way === 'new') issue.values.set(field, change.seconds);
  else if (change.way === 'manual') issue.values.set(field, Math.max(0, (before ?? 0) + change.seconds));
  else if (change.way === 'auto' && before !== undefined) issue.values.set(field, Math.max(0, before - worked));
}
