/** Comments and worklogs. */

import type { View } from '../call';
import { timestamp } from '../clock';
import { duration } from '../durations';
import type { Comment, User, Worklog } from '../model';
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
    ...(comment.visibility ? { visibility: serializeVisibility(comment, cloud) } : {}),
    ...(cloud ? { jsdPublic: isPublic(comment) } : {}),
    ...(parts.properties ? { properties: [...comment.properties].map(([key, value]) => ({ key, value })) } : {}),
  };
}

function serializeVisibility(comment: Comment, cloud: boolean): Record<string, unknown> | undefined {
  if (!comment.visibility) return undefined;
  const { type, value, identifier } = comment.visibility;
  return cloud ? { type, value, identifier } : { type, value };
}

function isPublic(comment: Comment): boolean {
  const internal = comment.properties.get('sd.public.comment');
  return !(typeof internal === 'object' && internal !== null && 'internal' in internal && internal.internal === true);
}

export function serializeWorklog(view: View, worklog: Worklog): Record<string, unknown> {
  return {
    self: `${view.api}/issue/${worklog.issueId}/worklog/${worklog.id}`,
    author: serializeUser(view, view.store.user(worklog.authorId)),
    updateAuthor: serializeUser(view, view.store.user(worklog.updateAuthorId)),
    comment: richTextFor(view, worklog.comment),
    created: timestamp(worklog.created, zone(view)),
    updated: timestamp(worklog.updated, zone(view)),
    started: timestamp(worklog.started, zone(view)),
    timeSpent: duration(worklog.seconds),
    timeSpentSeconds: worklog.seconds,
    id: worklog.id,
    issueId: worklog.issueId,
  };
}
