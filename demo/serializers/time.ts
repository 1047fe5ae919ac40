/** Time tracking of an issue, alone or together with its sub-tasks. */

import type { View } from '../call';
import { duration } from '../durations';
import { secondsLeft } from '../estimates';
import type { Issue } from '../model';
import { secondsSpent } from '../worklogs';

/** Seconds logged on the issue and its sub-tasks; null when nobody has logged any. */
export function secondsSpentWithSubtasks(view: View, issue: Issue): number | null {
  const spent = [issue, ...view.store.subtasks(issue)].flatMap((one) => secondsSpent(view.store, one) ?? []);
  return spent.length === 0 ? null : spent.reduce((sum, seconds) => sum + seconds, 0);
}

/** Without an estimate, whatever has been worked is all of the work. */
export function progress(seconds: number | null): Record<string, unknown> {
  return seconds === null ? { progress: 0, total: 0 } : { progress: seconds, total: seconds, percent: 100 };
}

/** Empty where no time is tracked. */
export function timeTracking(view: View, issue: Issue): Record<string, unknown> {
  const [left, spent] = [secondsLeft(view.store, issue), secondsSpent(view.store, issue)];
  return {
    ...(left === null ? {} : { remainingEstimate: duration(left) }),
    ...(spent === null ? {} : { timeSpent: duration(spent) }),
    ...(left === null ? {} : { remainingEstimateSeconds: left }),
    ...(spent === null ? {} : { timeSpentSeconds: spent }),
  };
}
