import { entry, isRecord, listEntry, textEntry } from '../client/json';
import { fieldsToCreate, issueTypeId, issueTypesToCreate } from './create-screen';
import type { AllowedValues, Jira } from './jira';

/** What a new issue's fields accept, from Jira's description of its create screen. */
export async function allowedOnCreate(jira: Jira, fields: Readonly<Record<string, unknown>>): Promise<AllowedValues> {
  const project = textEntry(fields.project, 'key') ?? textEntry(fields.project, 'id');
  if (project === undefined) return new Map();
  const wanted = textEntry(fields.issuetype, 'id') ?? textEntry(fields.issuetype, 'name') ?? '';
  const types = await issueTypesToCreate(jira, project);
  const typeId = issueTypeId(types, wanted);
  if (typeId === undefined) return new Map([['issuetype', types.map(nameOf)]]);
  const meta = await fieldsToCreate(jira, project, typeId);
  return new Map(meta.flatMap((field) => valuesOf(textEntry(field, 'fieldId') ?? '', field)));
}

/** What an issue's fields accept, from Jira's description of its edit screen. */
export async function allowedOnEdit(jira: Jira, issue: string): Promise<AllowedValues> {
  const fields = entry(
    await jira.ask({ route: 'GET /issue/{issueIdOrKey}/editmeta', params: { issueIdOrKey: issue } }),
    'fields',
  );
  return new Map(isRecord(fields) ? Object.entries(fields).flatMap(([id, field]) => valuesOf(id, field)) : []);
}

function valuesOf(id: string, field: unknown): [string, readonly string[]][] {
  const values = listEntry(field, 'allowedValues').map(nameOf);
  return values.length > 0 ? [[id, values]] : [];
}

function nameOf(value: unknown): string {
  return textEntry(value, 'value') ?? textEntry(value, 'name') ?? textEntry(value, 'key') ?? '';
}
