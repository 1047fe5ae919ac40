/** More issues than the seed has, for whoever needs many pages. */

import type { FieldValue, Issue } from '../model';
import type { SiteStore } from '../store';

/**
 * Adds plain tasks to a project and gives their keys. They are a second apart, the last one made just now, and nobody's.
 * @throws when the project does not exist
 */
export function addIssues(store: SiteStore, projectKey: string, count: number): readonly string[] {
  const project = store.findProject(projectKey);
  const type = store.issueTypes.find(({ id, name }) => name === 'Task' && project?.issueTypeIds.includes(id));
  if (!project || !type) throw new Error(`There is no project ${projectKey} with tasks.`);
  const end = store.now().getTime();
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(end - (count - 1 - index) * 1000);
    const issue: Issue = {
      id: store.nextId('issue'),
      projectId: project.id,
      number: project.nextNumber,
      issueTypeId: type.id,
      statusId: project.workflows.get(type.id)?.initialStatus ?? '',
      statusChanged: at,
      parentId: null,
      creatorId: project.leadId,
      created: at,
      updated: at,
      resolved: null,
      values: new Map<string, FieldValue>([
        ['summary', `Check valve ${index + 1}`],
        ['reporter', project.leadId],
        ['priority', '3'],
      ]),
      properties: new Map(),
      watchers: new Set(),
      changes: [],
    };
    project.nextNumber += 1;
    store.issues.set(issue.id, issue);
    return store.key(issue);
  });
}
