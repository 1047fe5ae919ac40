import { entry, isRecord, type JsonRecord, textEntry } from '../client/json';
import type { MemoryKey } from '../client/memory';
import { ambiguous, badInput, type Jira } from './jira';

/** A field of this Jira site. */
export interface Field {
  readonly id: string;
  readonly name: string;
  /** Holds rich text: a custom field of many lines. */
  readonly rich: boolean;
}

const FIELDS: MemoryKey<readonly Field[]> = { name: 'fields' };
const RICH_SYSTEM_FIELDS = new Set(['description', 'environment']);
/** Ids that need no look-up; everything else may be a display name. */
const SYSTEM_FIELDS = new Set(
  (
    'assignee attachment comment components created creator description duedate environment fixVersions issuelinks ' +
    'issuetype labels lastViewed parent priority project reporter resolution resolutiondate security status subtasks ' +
    'summary timetracking updated versions votes watches worklog'
  ).split(' '),
);
const CUSTOM_FIELD = /^customfield_\d+$/;

/** Every field of the site, as `GET field` lists them; remembered for some minutes. */
export function siteFields(jira: Jira): Promise<readonly Field[]> {
  return jira.recall(FIELDS, async () => {
    const answer = await jira.ask({ path: ['field'] });
    return (Array.isArray(answer) ? answer : []).flatMap(readField);
  });
}

function readField(raw: unknown): Field[] {
  const id = textEntry(raw, 'id');
  if (id === undefined) return [];
  const type = textEntry(entry(raw, 'schema'), 'custom') ?? '';
  return [{ id, name: textEntry(raw, 'name') ?? id, rich: RICH_SYSTEM_FIELDS.has(id) || type.endsWith(':textarea') }];
}

/**
 * Field values by id, whatever mix of ids and display names they came in.
 * @throws JiraError `JIRA_INPUT` for a name that no field has, `JIRA_AMBIGUOUS` for one that several have
 */
export async function byFieldId(jira: Jira, values: JsonRecord): Promise<Record<string, unknown>> {
  const byId: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const id = await fieldId(jira, name);
    if (Object.hasOwn(byId, id)) throw badInput('field.twice', { name, id });
    byId[id] = value;
  }
  return byId;
}

/** The id of a field named by id or, in any case, by display name. */
async function fieldId(jira: Jira, name: string): Promise<string> {
  if (SYSTEM_FIELDS.has(name) || CUSTOM_FIELD.test(name)) return name;
  const matches = (await fieldsNamed(jira, name)) ?? (await fieldsNamed(jira, name, 'fresh'));
  if (!matches) throw badInput('field.unknown', { name });
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
  const wanted = name.trim().toLowerCase();
  const exact = fields.filter(({ id }) => id === name);
  const matches = exact.length > 0 ? exact : fields.filter((field) => field.name.trim().toLowerCase() === wanted);
  return matches.length > 0 ? matches : undefined;
}

/** Which of these fields hold rich text. Asks Jira only if there is a custom field among them. */
export async function richFieldIds(jira: Jira, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rich = new Set(ids.filter((id) => RICH_SYSTEM_FIELDS.has(id)));
  if (!ids.some((id) => CUSTOM_FIELD.test(id))) return rich;
  const known = await siteFields(jira);
  for (const field of known) if (field.rich && ids.includes(field.id)) rich.add(field.id);
  return rich;
}

/** The ids among `fields` whose values are text, and so might have to be converted. */
export function textFieldIds(fields: unknown): string[] {
  if (!isRecord(fields)) return [];
  return Object.keys(fields).filter((id) => {
    const value = fields[id];
    return typeof value === 'string' || isRecord(value);
  });
}

/** Display names by id, of those of these fields that the site has. Asks Jira only if there is a custom field among them. */
export async function fieldNames(jira: Jira, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (!ids.some((id) => CUSTOM_FIELD.test(id))) return new Map();
  const fields = await siteFields(jira);
  return new Map(fields.filter(({ id }) => ids.includes(id)).map(({ id, name }) => [id, name]));
}
