/** Sprints as they are planned, started and closed. */

import type { Board, Sprint } from './model';
import type { SiteStore } from './store';

/** What may be said about a sprint; what is left out stays as it is. */
export type SprintChange = Partial<Pick<Sprint, 'name' | 'goal' | 'start' | 'end' | 'state'>>;

export function createSprint(store: SiteStore, board: Board, name: string, change: SprintChange = {}): Sprint {
  const empty = { goal: '', start: null, end: null, completed: null, state: 'future' } as const;
  const id = Math.max(0, ...store.sprints.keys()) + 1;
  const sprint: Sprint = { ...empty, ...change, id, boardId: board.id, name };
  store.sprints.set(id, sprint);
  store.events.tell({ kind: 'sprint', what: 'created', sprint });
  return sprint;
}

/**
 * @returns the sprint as it is then, or what stands in the way: only a sprint to come that has both dates starts, only a running one closes,
 * and one that is closed changes in nothing but name and goal
 */
export function changeSprint(store: SiteStore, before: Sprint, change: SprintChange): Sprint | string {
  const closed = before.state === 'closed';
  const { state = before.state } = change;
  const wanted = { ...before, ...change, ...(closed ? { start: before.start, end: before.end } : {}) };
  const step = `${before.state} ${state}`;
  if (before.state !== state && step !== 'future active' && step !== 'active closed') {
    return `A sprint cannot go from '${before.state}' to '${state}'.`;
  }
  if (step === 'future active' && !(wanted.start && wanted.end)) {
    return 'A sprint needs a start date and an end date to be started.';
  }
  const sprint: Sprint = { ...wanted, completed: step === 'active closed' ? store.now() : before.completed };
  store.sprints.set(sprint.id, sprint);
  const what = step === 'future active' ? 'started' : step === 'active closed' ? 'closed' : 'updated';
  store.events.tell({ kind: 'sprint', what, sprint, before });
  return sprint;
}

export function deleteSprint(store: SiteStore, sprint: Sprint): void {
  store.events.tell({ kind: 'sprint', what: 'deleted', sprint });
  store.sprints.delete(sprint.id);
}
