import { entry, type JsonRecord, textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import { ambiguous, badInput } from './input-errors';
import type { Jira } from './jira';
import { named } from './names';

/** What a field holds, in the words of Jira's own schemas. */
export interface FieldType {
  /** Such as `string`, `option`, `user`, `array`. */
  readonly type: string;
  /** Of an array's items. */
  readonly items?: string | undefined;
  /** Rich text: many lines, stored as an Atlassian document or as wiki markup. */
  readonly rich?: boolean;
  /** A text that JQL compares as a whole, as it does addresses; in others it finds words. */
  readonly compares?: boolean;
}

/** A field of this Jira site. */
export interface Field extends FieldType {
  readonly id: string;
  readonly name: string;
  /** The id of the project that alone has it: a team-managed one has fields of its own. */
  readonly project?: string | undefined;
}

const FIELDS: CacheKey<readonly Field[]> = { name: 'fields' };
const RICH: FieldType = { type: 'string', rich: true };
/** The fields that every Jira has: their ids need no look-up, while anything else may be a display name. */
const SYSTEM_FIELDS: ReadonlyMap<string, FieldType> = new Map([
  ['assignee', { type: 'user' }],
  ['attachment', { type: 'array', items: 'attachment' }],
  ['comment', { type: 'comments-page' }],
  ['components', { type: 'array', items: 'component' }],
  ['created', { type: 'datetime' }],
  ['creator', { type: 'user' }],
  ['description', RICH],
  ['duedate', { type: 'date' }],
  ['environment', RICH],
  ['fixVersions', { type: 'array', items: 'version' }],
  ['issuelinks', { type: 'array', items: 'issuelinks' }],
  ['issuetype', { type: 'issuetype' }],
  ['labels', { type: 'array', items: 'string' }],
  ['lastViewed', { type: 'datetime' }],
  ['parent', { type: 'issuelink' }],
  ['priority', { type: 'priority' }],
  ['project', { type: 'project' }],
  ['reporter', { type: 'user' }],
  ['resolution', { type: 'resolution' }],
  ['resolutiondate', { type: 'datetime' }],
  ['security', { type: 'securitylevel' }],
  ['status', { type: 'status' }],
  ['subtasks', { type: 'array', items: 'issuelinks' }],
  ['summary', { type: 'string' }],
  ['timetracking', { type: 'timetracking' }],
  ['updated', { type: 'datetime' }],
  ['versions', { type: 'array', items: 'version' }],
  ['votes', { type: 'votes' }],
  ['watches', { type: 'watches' }],
  ['worklog', { type: 'array', items: 'worklog' }],
]);
const CUSTOM_FIELD = /^customfield_\d+$/;

/** Every field of the site, as `GET field` lists them; remembered for some minutes. */
export function siteFields(jira: Jira): Promise<readonly Field[]> {
  return jira.recall(FIELDS, async () => {
    const response = await jira.ask({ route: 'GET /field' });
    return (Array.isArray(response) ? response : []).flatMap(readField);
  });
}

function readField(raw: unknown): Field[] {
  const id = textEntry(raw, 'id');
  if (id === undefined) return [];
  const schema = entry(raw, 'schema');
  const compares = textEntry(schema, 'custom')?.endsWith(':url') ?? false;
  const rich = SYSTEM_FIELDS.get(id)?.rich ?? textEntry(schema, 'custom')?.endsWith(':textarea') ?? false;
  const type = textEntry(schema, 'type') ?? '';
  const project = textEntry(entry(entry(raw, 'scope'), 'project'), 'id');
  return [{ id, name: textEntry(raw, 'name') ?? id, type, items: textEntry(schema, 'items'), rich, compares, project }];
}

/**
 * Field values by id, whatever mix of ids and display names they came in.
 * @param project id or key of the project in question: of several fields of a name, it means its own
 * @throws JiraError `JIRA_INPUT` for a name that no field has, `JIRA_AMBIGUOUS` for one that several have
 */
export async function byFieldId(jira: Jira, values: JsonRecord, project?: string): Promise<Record<string, unknown>> {
  const byId: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const id = await fieldId(jira, name, project);
    if (Object.hasOwn(byId, id)) throw badInput('field.twice', { name, id });
    byId[id] = value;
  }
  return byId;
}

/** The id of a field named by id or by display name. */
async function fieldId(jira: Jira, given: string, project: string | undefined): Promise<string> {
  const name = given.trim();
  if (SYSTEM_FIELDS.has(name) || CUSTOM_FIELD.test(name)) return name;
  const found = (await fieldsNamed(jira, name)) ?? (await fieldsNamed(jira, name, 'fresh'));
  if (!found) throw badInput('field.unknown', { name });
  const matches = found.length > 1 && project !== undefined ? await ofProject(jira, found, project) : found;
  const [first, ...others] = matches;
  if (first === undefined || others.length > 0) {
    throw ambiguous(
      'field.ambiguous',
      name,
      matches.map(({ id, name: label }) => `${label} (${id})`),
    );
  }
  return first.id;
}

/** A field may be younger than what the site remembers: `fresh` asks again. */
async function fieldsNamed(jira: Jira, name: string, age?: 'fresh'): Promise<readonly Field[] | undefined> {
  if (age === 'fresh') jira.forget(FIELDS);
  const fields = await siteFields(jira);
  const byId = fields.filter(({ id }) => id === name);
  const matches = byId.length > 0 ? byId : named(fields, name, (field) => [field.name]);
  return matches.length > 0 ? matches : undefined;
}

/** Of fields that share a name, the project's own, else those that belong to no project. */
async function ofProject(jira: Jira, fields: readonly Field[], project: string): Promise<readonly Field[]> {
  const id = await projectId(jira, project);
  const own = fields.filter((field) => field.project === id);
  if (own.length > 0) return own;
  const shared = fields.filter((field) => field.project === undefined);
  return shared.length > 0 ? shared : fields;
}

function projectId(jira: Jira, projectIdOrKey: string): Promise<string | undefined> {
  const key: CacheKey<string | undefined> = { name: `project-id:${projectIdOrKey.toUpperCase()}` };
  return jira.recall(key, async () =>
    textEntry(await jira.ask({ route: 'GET /project/{projectIdOrKey}', params: { projectIdOrKey } }), 'id'),
  );
}

/** What these fields hold. Asks Jira only if there is a custom field among them. */
export async function fieldTypes(jira: Jira, ids: readonly string[]): Promise<ReadonlyMap<string, FieldType>> {
  const types = new Map<string, FieldType>();
  const site = ids.some((id) => CUSTOM_FIELD.test(id)) ? await siteFields(jira) : [];
  for (const id of ids) {
    const type = SYSTEM_FIELDS.get(id) ?? site.find((field) => field.id === id);
    if (type) types.set(id, type);
  }
  return types;
}

/** Display names by id, of those of these fields that the site has. Asks Jira only if there is a custom field among them. */
export async function fieldNames(jira: Jira, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (!ids.some((id) => CUSTOM_FIELD.test(id))) return new Map();
  const fields = await siteFields(jira);
  return new Map(fields.filter(({ id }) => ids.includes(id)).map(({ id, name }) => [id, name]));
}
