import { entry, isRecord, textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import { fieldsToCreate, issueTypeId, issueTypesToCreate } from './create-screen';
import type { Form } from './form-problems';
import type { Jira } from './jira';

/** What Jira describes of new issues in a project. */
export interface CreateForm {
  /** The types that the account may create there. */
  readonly types: readonly unknown[];
  /** The form of the type that is meant; nothing if it is none of these. */
  readonly fields: Form | undefined;
}

/**
 * The form on which an issue of a project and type is created. Remembered for some minutes: many rows ask once.
 * @param type its name, in any case, or its id
 * @throws JiraError
 */
export function createForm(jira: Jira, projectIdOrKey: string, type: string): Promise<CreateForm> {
  const key: CacheKey<CreateForm> = { name: `create-form:${JSON.stringify([projectIdOrKey.toUpperCase(), type])}` };
  return jira.recall(key, async () => {
    const types = await issueTypesToCreate(jira, projectIdOrKey, true);
    const typeId = issueTypeId(types, type);
    if (typeId === undefined) return { types, fields: undefined };
    const fields = await fieldsToCreate(jira, projectIdOrKey, typeId, true);
    const byId = fields.map((one) => [textEntry(one, 'fieldId') ?? textEntry(one, 'key') ?? '', one] as const);
    return { types, fields: Object.fromEntries(byId) };
  });
}

/**
 * The form on which an issue is changed.
 * @throws JiraError
 */
export async function editForm(jira: Jira, issueIdOrKey: string): Promise<Form> {
  const form = await jira.ask({ route: 'GET /issue/{issueIdOrKey}/editmeta', params: { issueIdOrKey } });
  const fields = entry(form, 'fields');
  return isRecord(fields) ? fields : {};
}
