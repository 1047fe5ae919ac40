/** Carrying out what `changes.ts` found to be possible, and noting it in the issue's history. */

import { type NewComment, storeComment } from './comments';
import { fieldItems, parentItem, statusItem, typeItem } from './history';
import type { Change, ChangeItem, FieldValue, Issue } from './model';
import type { SiteStore } from './store';

/** What becomes of an issue; what is left out stays as it is. */
export interface Edit {
  /** New values by field id; null empties the field. */
  readonly values?: ReadonlyMap<string, FieldValue | null>;
  readonly statusId?: string;
  readonly issueTypeId?: string;
  readonly parentId?: string | null;
}

/**
 * Changes an issue. All of it is one entry of the history, and none at all where nothing is different.
 * @returns the entry
 */
export function editIssue(
  store: SiteStore,
  issue: Issue,
  authorId: string,
  edit: Edit,
  at = store.now(),
): Change | undefined {
  const items = itemsOf(store, issue, edit);
  if (items.length === 0) return undefined;
  return store.change(issue, authorId, items, () => apply(issue, edit, at), at);
}

function itemsOf(store: SiteStore, issue: Issue, { values, statusId, issueTypeId, parentId }: Edit): ChangeItem[] {
  const items = [...(values ?? [])].flatMap(([id, value]) => {
    const field = store.field(id);
    return field ? fieldItems(store, issue, field, issue.values.get(id), value ?? undefined) : [];
  });
  if (issueTypeId !== undefined && issueTypeId !== issue.issueTypeId) {
    items.push(typeItem(store.issueType(issue.issueTypeId), store.issueType(issueTypeId)));
  }
  if (parentId !== undefined && parentId !== issue.parentId) items.push(parentItem(store, issue.parentId, parentId));
  if (statusId !== undefined && statusId !== issue.statusId) {
    items.push(statusItem(store.status(issue.statusId), store.status(statusId)));
  }
  return items;
}

function apply(issue: Issue, { values, statusId, issueTypeId, parentId }: Edit, at: Date): void {
  for (const [id, value] of values ?? []) {
    if (value === null) issue.values.delete(id);
    else issue.values.set(id, value);
    if (id === 'resolution') issue.resolved = value === null ? null : at;
  }
  if (issueTypeId !== undefined) issue.issueTypeId = issueTypeId;
  if (parentId !== undefined) issue.parentId = parentId;
  if (statusId === undefined || statusId === issue.statusId) return;
  issue.statusId = statusId;
  issue.statusChanged = at;
}

/** What a request does to an issue beside its fields. */
export interface Along {
  readonly comments?: readonly NewComment[];
  /** A step of the workflow counts as a change, even one that leads back to where the issue stands. */
  readonly step?: boolean;
}

/** Edits an issue and says what is to be said along with it, and tells of both. */
export function changeIssue(store: SiteStore, issue: Issue, actorId: string, edit: Edit, along: Along = {}): void {
  const { comments = [], step = false } = along;
  const change = editIssue(store, issue, actorId, edit);
  if (!change && step) store.touch(issue, () => undefined);
  const changed = change !== undefined || step;
  const [first, ...others] = comments.map((comment) => storeComment(store, issue, comment, actorId));
  if (changed) store.events.tell({ kind: 'issue', what: 'updated', issue, actorId, change, comment: first });
  if (!first) return;
  store.events.tell({ kind: 'comment', what: 'created', comment: first, issue, actorId, alone: !changed });
  for (const comment of others) {
    store.events.tell({ kind: 'comment', what: 'created', comment, issue, actorId, alone: true });
  }
}
