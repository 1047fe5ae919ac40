import { entry } from '../../client/json';
import type { CacheKey } from '../../client/ttl-cache';
import { unlessMissing } from './reads';
import type { Lookup } from './recovery';

/** A project as a create call names it. */
export type ProjectName = { readonly id: string } | { readonly key: string };

/** What the account may do in a project, as far as Jira tells. */
export interface ProjectAccess {
  /** See its issues. */
  readonly browses: boolean;
  /** Edit them, which writing a property needs; `undefined` where Jira doesn't say. */
  readonly edits: boolean | undefined;
}

/**
 * What the account may do in a project; remembered for some minutes. Jira tells nothing of a project that the account may not see.
 * @throws JiraError
 */
export function accessTo(jira: Lookup, project: ProjectName): Promise<ProjectAccess> {
  const query = 'id' in project ? { projectId: project.id } : { projectKey: project.key };
  const key: CacheKey<ProjectAccess> = { name: `project-access:${JSON.stringify(query)}` };
  return jira.recall(key, async () => {
    // Data Center tells all of them.
    const permissions = jira.deployment === 'cloud' ? ['BROWSE_PROJECTS', 'EDIT_ISSUES'] : undefined;
    const response = await unlessMissing(jira, { route: 'GET /mypermissions', query: { ...query, permissions } });
    const has = (permission: string) => entry(entry(entry(response, 'permissions'), permission), 'havePermission');
    const edits = has('EDIT_ISSUES');
    return { browses: has('BROWSE_PROJECTS') === true, edits: typeof edits === 'boolean' ? edits : undefined };
  });
}
