import type { Issue, IssueLink, LinkType } from './model';
import type { SiteStore } from './store';

/** Takes an issue out with everything that hangs on it, and tells of all that. */
export function deleteIssue(store: SiteStore, issue: Issue, actorId: string): void {
  for (const subtask of store.subtasks(issue)) deleteIssue(store, subtask, actorId);
  store.events.tell({ kind: 'issue', what: 'deleted', issue, actorId });
  tellOfParts(store, issue, actorId);
  for (const child of store.issues.values()) if (child.parentId === issue.id) child.parentId = null;
  for (const link of store.linksOf(issue.id)) store.links.delete(link.id);
  for (const comment of store.comments.values()) if (comment.issueId === issue.id) store.comments.delete(comment.id);
  for (const worklog of store.worklogsOf(issue.id)) store.deleteWorklog(worklog);
  for (const attachment of store.attachmentsOf(issue.id)) store.attachments.delete(attachment.id);
  for (const link of store.remoteLinksOf(issue.id)) store.remoteLinks.delete(link.id);
  store.issues.delete(issue.id);
}

function tellOfParts(store: SiteStore, issue: Issue, actorId: string): void {
  const gone = { issue, actorId, what: 'deleted', secondary: true } as const;
  for (const comment of store.comments.values()) {
    if (comment.issueId === issue.id) store.events.tell({ ...gone, kind: 'comment', comment, alone: false });
  }
  for (const worklog of store.worklogsOf(issue.id)) store.events.tell({ ...gone, kind: 'worklog', worklog });
  for (const attachment of store.attachmentsOf(issue.id))
    store.events.tell({ ...gone, kind: 'attachment', attachment });
  for (const link of store.linksOf(issue.id)) {
    store.events.tell({ kind: 'issuelink', what: 'deleted', link, type: linkTypeOf(store, link), secondary: true });
  }
}

function linkTypeOf(store: SiteStore, link: IssueLink): LinkType {
  const type = store.linkTypes.find(({ id }) => id === link.typeId);
  if (!type) throw new Error(`the demo site has no link type ${link.typeId}`);
  return type;
}
