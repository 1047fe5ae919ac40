import { JiraError } from '../client/errors/jira-error';
import { entry, textEntry } from '../client/json';
import { badInput } from './input-errors';
import type { Jira, OwnListRequest } from './jira';

export interface ProjectInputs {
  readonly query?: string | undefined;
  readonly orderBy?: string | undefined;
  readonly projectIds?: readonly string[] | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly typeKey?: string | undefined;
  readonly categoryId?: string | undefined;
  readonly action?: string | undefined;
  readonly expand?: readonly string[] | undefined;
  readonly projectStatus?: readonly string[] | undefined;
  readonly properties?: readonly string[] | undefined;
  readonly propertyQuery?: string | undefined;
}

/** The projects that the account may see: searched by Cloud itself, and by us where Data Center gives them all. */
export function projects(jira: Jira, inputs: ProjectInputs): OwnListRequest | Promise<readonly unknown[]> {
  if (jira.deployment === 'datacenter') return allProjects(jira, inputs);
  const { projectIds, keys, projectStatus, properties, ...query } = inputs;
  return {
    query: {
      ...query,
      id: projectIds && { repeated: projectIds },
      keys: keys && { repeated: keys },
      status: projectStatus && { repeated: projectStatus },
      properties: properties && { repeated: properties },
    },
    style: 'page',
    records: 'values',
    emptyIsNotFound: true,
  };
}

async function allProjects(jira: Jira, inputs: ProjectInputs): Promise<readonly unknown[]> {
  const { projectStatus = ['live'], expand, orderBy } = inputs;
  const statuses = projectStatus.map((status) => status.toLowerCase());
  const unknown = statuses.find((status) => status !== 'live' && status !== 'archived');
  if (unknown !== undefined) throw badInput('project.statusOnDataCenter', { found: unknown });
  const includeArchived = statuses.includes('archived') || undefined;
  const all = await jira.whole({ query: { expand, includeArchived } });
  const found = all.filter((project) => {
    const archived = entry(project, 'archived') === true;
    return statuses.includes(archived ? 'archived' : 'live') && fits(project, inputs);
  });
  return ordered(found, orderBy);
}

/** What Cloud's search looks at: name and key for the query, the rest exactly. */
function fits(project: unknown, { query, projectIds, keys, typeKey, categoryId }: ProjectInputs): boolean {
  const [id = '', key = '', name = ''] = ['id', 'key', 'name'].map((part) => textEntry(project, part));
  const wanted = query?.trim().toLowerCase() ?? '';
  return (
    `${name}\n${key}`.toLowerCase().includes(wanted) &&
    (projectIds?.includes(id) ?? true) &&
    (keys?.includes(key) ?? true) &&
    (typeKey === undefined || typeKey.split(',').some((one) => one.trim() === textEntry(project, 'projectTypeKey'))) &&
    (categoryId === undefined || textEntry(entry(project, 'projectCategory'), 'id') === categoryId)
  );
}

const SORT_KEYS: ReadonlyMap<string, (project: unknown) => string> = new Map([
  ['key', (project) => textEntry(project, 'key') ?? ''],
  ['name', (project) => textEntry(project, 'name') ?? ''],
  ['category', (project) => textEntry(entry(project, 'projectCategory'), 'name') ?? ''],
  ['owner', (project) => textEntry(entry(project, 'lead'), 'displayName') ?? ''],
]);

function ordered(list: readonly unknown[], orderBy = 'key'): readonly unknown[] {
  const sortKey = SORT_KEYS.get(orderBy.replace(/^[+-]/, ''));
  if (!sortKey)
    throw badInput('project.orderOnDataCenter', { found: orderBy, options: [...SORT_KEYS.keys()].join(', ') });
  const direction = orderBy.startsWith('-') ? -1 : 1;
  return [...list].sort((a, b) => direction * sortKey(a).localeCompare(sortKey(b)));
}

/** The issue types of a project. Cloud asks for the project's id, which a key is looked up for; Data Center has them in the project. */
export async function issueTypesOfProject(
  jira: Jira,
  projectIdOrKey: string,
  level: string | undefined,
): Promise<readonly unknown[]> {
  if (jira.deployment === 'datacenter') {
    return jira.whole({ params: { projectIdOrKey }, records: 'issueTypes' });
  }
  const projectId = /^\d+$/.test(projectIdOrKey.trim()) ? projectIdOrKey : await projectIdOf(jira, projectIdOrKey);
  return jira.whole({ query: { projectId, level } });
}

/** Without an id, the list would be that of no project. */
async function projectIdOf(jira: Jira, projectIdOrKey: string): Promise<string> {
  const id = textEntry(await jira.ask({ route: 'GET /project/{projectIdOrKey}', params: { projectIdOrKey } }), 'id');
  if (id === undefined) throw new JiraError('JIRA_RESPONSE', 'response.notJson', {}, { retryable: false });
  return id;
}
