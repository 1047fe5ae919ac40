import type { FieldValue, Issue, Project } from './model';
import type { SiteStore } from './store';

/** What makes one new issue different from another. */
export interface Beginning {
  readonly project: Project;
  readonly issueTypeId: string;
  readonly parentId: string | null;
  /** Who makes it, and is its reporter. */
  readonly creatorId: string;
  readonly at: Date;
  readonly watched: boolean;
  readonly summary?: string;
}

/** Puts a new issue into the site: next in its project, at the start of its workflow, of medium priority. */
export function newIssue(store: SiteStore, beginning: Beginning): Issue {
  const { project, issueTypeId, parentId, creatorId, at, watched, summary } = beginning;
  const issue: Issue = {
    id: store.nextId('issue'),
    projectId: project.id,
    number: project.nextNumber,
    issueTypeId,
    statusId: project.workflows.get(issueTypeId)?.initialStatus ?? '',
    statusChanged: at,
    parentId,
    creatorId,
    created: at,
    updated: at,
    resolved: null,
    values: new Map<string, FieldValue>([
      ['reporter', creatorId],
      ['priority', '3'],
    ]),
    properties: new Map(),
    watchers: new Set(watched ? [creatorId] : []),
    voters: new Set(),
    changes: [],
  };
  if (summary !== undefined) issue.values.set('summary', summary);
  project.nextNumber += 1;
  store.issues.set(issue.id, issue);
  store.index.created(issue, at.getTime(), store.indexLag(issue));
  return issue;
}
