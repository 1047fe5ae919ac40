/** Which transitions an issue has, for whom, and how they are shown. */

import type { View } from './call';
import { fieldMeta } from './meta';
import type { Issue, Transition } from './model';
import { serializeStatus } from './serializers/metadata';

/** Transitions the caller can take from where the issue stands. Without the permission there are none, and no error. */
export function availableTransitions(view: View, issue: Issue): readonly Transition[] {
  const { store } = view;
  if (!store.can(view.user, 'transition', store.project(issue.projectId))) return [];
  return store.workflow(issue).transitions.filter((transition) => startsFrom(transition, issue.statusId));
}

function startsFrom(transition: Transition, statusId: string): boolean {
  return transition.from === 'all' || transition.from.includes(statusId);
}

export interface TransitionParts {
  readonly withFields: boolean;
  readonly transitionId?: string | undefined;
  /** Cloud: also those that do not start from the present status, marked as not available. */
  readonly unavailable?: boolean;
}

export function serializeTransitions(view: View, issue: Issue, parts: TransitionParts): readonly unknown[] {
  const available = availableTransitions(view, issue);
  const mayTransition = view.store.can(view.user, 'transition', view.store.project(issue.projectId));
  const listed = parts.unavailable && mayTransition ? view.store.workflow(issue).transitions : available;
  return listed
    .filter((transition) => parts.transitionId === undefined || transition.id === parts.transitionId)
    .map((transition, index) => ({
      id: transition.id,
      name: transition.name,
      to: serializeStatus(view, view.store.status(transition.to)),
      ...(view.store.deployment === 'cloud'
        ? cloudMarks(view, issue, transition, available.includes(transition))
        : { opsbarSequence: (index + 1) * 10, description: '' }),
      ...(parts.withFields ? { fields: serializeScreen(view, issue, transition) } : {}),
    }));
}

function cloudMarks(view: View, issue: Issue, transition: Transition, isAvailable: boolean): Record<string, unknown> {
  return {
    hasScreen: transition.screen !== undefined,
    isGlobal: transition.from === 'all',
    isInitial: false,
    isAvailable,
    isConditional: false,
    looped: transition.to === view.store.status(issue.statusId).id,
  };
}

function serializeScreen(view: View, issue: Issue, transition: Transition): Record<string, unknown> {
  const project = view.store.project(issue.projectId);
  const entries = (transition.screen ?? []).flatMap(({ fieldId, required }) => {
    const field = view.store.field(fieldId);
    return field ? [[fieldId, fieldMeta(view, project, field, required, false)] as const] : [];
  });
  return Object.fromEntries(entries);
}
