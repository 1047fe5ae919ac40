/** Time tracking of an issue, alone or together with its sub-tasks. Nobody estimates on the demo sites: what was spent is all there is. */

import type { View } from '../call';
import type { Issue } from '../model';
import { duration } from './comment';

/** Seconds logged on the issue; null when nobody has logged any. */
export function secondsSpent({ store }: View, issue: Issue): number | null {
  const worklogs = store.worklogsOf(issue.id);
  return worklogs.length === 0 ? null : worklogs.reduce((sum, worklog) => sum + worklog.seconds, 0);
}

/** Seconds logged on the issue and its sub-tasks; null when nobody has logged any. */
export function secondsSpentWithSubtasks(view: View, issue: Issue): number | null {
  const spent = [issue, ...view.store.subtasks(issue)].flatMap((one) => secondsSpent(view, one) ?? []);
  return spent.length === 0 ? null : spent.reduce((sum, seconds) => sum + seconds, 0);
}

/** Without an estimate, whatever has been worked is all of the work. */
export function progress(seconds: number | null): Record<string, unknown> {
  return seconds === null ? { progress: 0, total: 0 } : { progress: seconds, total: seconds, percent: 100 };
}

/** Empty where no time is tracked. */
export function timeTracking(view: View, issue: Issue): Record<string, unknown> {
  const seconds = secondsSpent(view, issue);
  if (seconds === null) return {};
  return {
    remainingEstimate: '0m',
    timeSpent: duration(seconds),
    remainingEstimateSeconds: 0,
    timeSpentSeconds: seconds,
  };
}
