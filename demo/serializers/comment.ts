/** Comments and worklogs. */

import type { View } from '../call';
import { timestamp } from '../clock';
import { duration } from '../durations';
import type { Comment, User, Visibility, Worklog } from '../model';
import { html, richTextFor } from '../rich-text';
import { serializeUser } from './people';

/** Cloud writes moments in the reader's time zone, Data Center in the server's. */
export function zone(view: View): string {
  return view.store.deployment === 'cloud' ? (view.user?.timeZone ?? view.store.timeZone) : view.store.timeZone;
}

export interface CommentParts {
  readonly renderedBody?: boolean;
  readonly properties?: boolean;
}

export function serializeComment(view: View, comment: Comment, parts: CommentParts = {}): Record<string, unknown> {
  const { store, api } = view;
  const person = (id: string): User => store.user(id);
  const cloud = store.deployment === 'cloud';
  return {
    self: `${api}/issue/${comment.issueId}/comment/${comment.id}`,
    id: comment.id,
    author: serializeUser(view, person(comment.authorId)),
    body: richTextFor(view, comment.body),
    ...(parts.renderedBody ? { renderedBody: html(comment.body) } : {}),
    updateAuthor: serializeUser(view, person(comment.updateAuthorId)),
    created: timestamp(comment.created, zone(view)),
    updated: timestamp(comment.updated, zone(view)),
    ...serializeVisibility(comment.visibility, cloud),
    ...(cloud ? { jsdPublic: isPublic(comment) } : {}),
    ...(parts.properties ? { properties: [...comment.properties].map(([key, value]) => ({ key, value })) } : {}),
  };
}

function serializeVisibility(visibility: Visibility | null, cloud: boolean): Record<string, unknown> {
  if (!visibility) return {};
  const { type, value, identifier } = visibility;
  return { visibility: cloud ? { type, value, identifier } : { type, value } };
}

function isPublic(comment: Comment): boolean {
  const internal = comment.properties.get('sd.public.comment');
  return !(typeof internal === 'object' && internal !== null && 'internal' in internal && internal.internal === true);
}

/** Only Cloud keeps properties with a worklog, and tells them where they are asked for. */
export function serializeWorklog(
  view: View,
  worklog: Worklog,
  parts: Pick<CommentParts, 'properties'> = {},
): Record<string, unknown> {
  const cloud = view.store.deployment === 'cloud';
  return {
    self: `${view.api}/issue/${worklog.issueId}/worklog/${worklog.id}`,
    author: serializeUser(view, view.store.user(worklog.authorId)),
    updateAuthor: serializeUser(view, view.store.user(worklog.updateAuthorId)),
    comment: richTextFor(view, worklog.comment),
    created: timestamp(worklog.created, zone(view)),
    updated: timestamp(worklog.updated, zone(view)),
    ...serializeVisibility(worklog.visibility, cloud),
    started: timestamp(worklog.started, zone(view)),
    timeSpent: duration(worklog.seconds),
    timeSpentSeconds: worklog.seconds,
    id: worklog.id,
    issueId: worklog.issueId,
    ...(cloud && parts.properties
      ? { properties: [...worklog.properties].map(([key, value]) => ({ key, value })) }
      : {}),
  };
}
