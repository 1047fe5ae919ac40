import { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import { fieldsToCreate, issueTypeId, issueTypesToCreate } from './create-screen';
import type { Form } from './form-problems';
import type { Jira, Problem } from './jira';
import { handful } from './names';

/**
 * The form on which an issue of a project and type is created; or what is wrong with the type. Remembered for some minutes: a dry run
 * of many rows asks once.
 * @param project,type as Jira's bodies name them: `{key}` or `{id}`, `{name}` or `{id}`
 * @throws JiraError
 */
export function createForm(
  jira: Jira,
  project: unknown,
  type: unknown,
): Promise<{ readonly fields: Form } | { readonly problem: Problem }> {
  const projectIdOrKey = textEntry(project, 'key') ?? textEntry(project, 'id') ?? '';
  const wanted = textEntry(type, 'id') ?? textEntry(type, 'name') ?? '';
  const key: CacheKey<{ readonly fields: Form } | { readonly problem: Problem }> = {
    name: `create-form:${projectIdOrKey.toUpperCase()}:${wanted}`,
  };
  return jira.recall(key, async () => {
    const types = await issueTypesToCreate(jira, projectIdOrKey);
    const typeId = issueTypeId(types, wanted);
    if (typeId === undefined) return { problem: unknownType(wanted, types) };
    const fields = await fieldsToCreate(jira, projectIdOrKey, typeId);
    const byId = fields.map((one) => [textEntry(one, 'fieldId') ?? textEntry(one, 'key') ?? '', one] as const);
    return { fields: Object.fromEntries(byId) };
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

function unknownType(value: string, types: readonly unknown[]): Problem {
  const values = { field: 'issuetype', value, values: handful(types.map((one) => textEntry(one, 'name') ?? '')) };
  const facts = { outcome: 'not-done', retryable: false } as const;
  return { field: 'issuetype', error: new JiraError('JIRA_INVALID', 'dryRun.notOffered', values, facts) };
}
