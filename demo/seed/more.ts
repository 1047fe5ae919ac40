/** More issues than the seed has, for whoever needs many pages. */

import { newIssue } from '../new-issue';
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
    const issue = newIssue(store, {
      project,
      issueTypeId: type.id,
      parentId: null,
      creatorId: project.leadId,
      at,
      watched: false,
      summary: `Check valve ${index + 1}`,
    });
    return store.key(issue);
  });
}
