/** Sprints. */

import type { View } from '../call';
import type { Sprint } from '../model';

/** Moments are UTC here, unlike everywhere else. */
export function serializeSprint(view: View, sprint: Sprint): Record<string, unknown> {
  const { id, boardId, name, state, goal, start, end, completed } = sprint;
  return {
    id,
    self: `${view.base}/rest/agile/1.0/sprint/${id}`,
    state,
    name,
    ...(start ? { startDate: start.toISOString() } : {}),
    ...(end ? { endDate: end.toISOString() } : {}),
    ...(completed ? { completeDate: completed.toISOString() } : {}),
    originBoardId: boardId,
    goal,
  };
}
