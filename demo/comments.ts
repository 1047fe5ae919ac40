/** Reading a comment that somebody wants to add or change. */

import { adfText, isAdf, isBlank } from './adf';
import type { Call } from './call';
import { isObject, stringAt } from './json';
import type { Comment, Issue, RichText, Visibility } from './model';
import { readProperties } from './properties';
import { type Refusal, refuse, refuseFields } from './responses';
import { richTextOfWiki } from './rich-text';
import { groupId } from './serializers/people';
import type { SiteStore } from './store';
import { checkLength, ValueError } from './values';

export interface NewComment {
  readonly body: RichText;
  readonly visibility: Visibility | null;
  readonly properties: ReadonlyMap<string, unknown>;
}

/**
 * @param raw `{body, visibility?, properties?}`
 * @throws Refusal 400
 */
export function readComment(call: Call, issue: Issue, raw: unknown): NewComment {
  const comment = isObject(raw) ? raw : {};
  return {
    body: readBody(call, comment.body),
    visibility: readVisibility(call, issue, comment.visibility),
    properties: readProperties(call, comment),
  };
}

function readBody(call: Call, raw: unknown): RichText {
  if (call.richText === 'adf') {
    if (!isObject(raw) || !isAdf(raw)) throw refuseFields({ comment: 'Comment body is not valid!' });
    if (isBlank(raw)) throw emptyBody();
    checkText(call, adfText(raw).trimEnd());
    return raw;
  }
  if (raw !== undefined && raw !== null && typeof raw !== 'string') {
    throw refuseFields({ comment: 'Operation value must be a string' });
  }
  if ((raw ?? '').trim() === '') throw emptyBody();
  checkText(call, raw ?? '');
  return richTextOfWiki(call.store.deployment, raw ?? '');
}

function emptyBody(): Refusal {
  return refuseFields({ comment: 'Comment body can not be empty!' });
}

function checkText(call: Call, text: string): void {
  try {
    checkLength(call.store, text);
  } catch (error) {
    if (error instanceof ValueError) throw refuseFields({ comment: error.message });
    throw error;
  }
}

export function readVisibility(call: Call, issue: Issue, raw: unknown): Visibility | null {
  if (raw === undefined || raw === null) return null;
  if (!isObject(raw)) throw refuseFields({ commentLevel: 'The visibility of a comment must be an object.' });
  const type = stringAt(raw, 'type');
  const value = stringAt(raw, 'value') ?? (call.store.deployment === 'cloud' ? stringAt(raw, 'identifier') : undefined);
  if ((type !== 'role' && type !== 'group') || value === undefined) {
    throw refuseFields({ commentLevel: 'The visibility of a comment needs a type and a value.' });
  }
  return type === 'role' ? roleVisibility(call, issue, value) : groupVisibility(call, value);
}

function roleVisibility(call: Call, issue: Issue, value: string): Visibility {
  const { store, user } = call;
  const roles = user ? store.rolesOf(user, store.project(issue.projectId)) : [];
  if (!roles.some((role) => role === value)) {
    throw refuseFields({ commentLevel: `You are currently not a member of the project role: ${value}.` });
  }
  return { type: 'role', value, identifier: value };
}

function groupVisibility(call: Call, value: string): Visibility {
  const { store, user } = call;
  if (!store.settings.groupVisibility) throw refuse(400, ['GROUP_VISIBILITY_SETTING_NOT_ENABLED']);
  const name = (user?.groups ?? []).find((group) => group === value || groupId(group) === value);
  if (name === undefined) {
    throw refuseFields({ commentLevel: `You are currently not a member of the group: ${value}.` });
  }
  return { type: 'group', value: name, identifier: groupId(name) };
}

/** Keeps a comment that has been read and found good. */
export function storeComment(store: SiteStore, issue: Issue, comment: NewComment, authorId: string): Comment {
  const now = store.now();
  const stored: Comment = {
    id: store.nextId('comment'),
    issueId: issue.id,
    authorId,
    updateAuthorId: authorId,
    body: comment.body,
    created: now,
    updated: now,
    visibility: comment.visibility,
    properties: new Map(comment.properties),
  };
  store.touch(issue, () => store.comments.set(stored.id, stored), now);
  return stored;
}

/** Adds a comment by itself. */
export function addComment(store: SiteStore, issue: Issue, comment: NewComment, authorId: string): Comment {
  const stored = storeComment(store, issue, comment, authorId);
  store.events.tell({ kind: 'comment', what: 'created', comment: stored, issue, actorId: authorId, alone: true });
  return stored;
}

/** Puts another text in the place of a comment's; properties are added. */
export function changeComment(
  store: SiteStore,
  issue: Issue,
  comment: Comment,
  { body, visibility, properties }: NewComment,
  authorId: string,
): void {
  store.touch(issue, () => {
    comment.body = body;
    comment.visibility = visibility;
    comment.updated = store.now();
    comment.updateAuthorId = authorId;
    for (const [key, value] of properties) comment.properties.set(key, value);
  });
  store.events.tell({ kind: 'comment', what: 'updated', comment, issue, actorId: authorId, alone: true });
}

export function removeComment(store: SiteStore, issue: Issue, comment: Comment, actorId: string): void {
  store.touch(issue, () => store.comments.delete(comment.id));
  store.events.tell({ kind: 'comment', what: 'deleted', comment, issue, actorId, alone: true });
}
