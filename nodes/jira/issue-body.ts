import { entry, isRecord, type JsonRecord } from '../client/json';
import { allowedOnCreate, allowedOnEdit } from './allowed-values';
import { type ExtraFields, extraFieldValues, framed, NO_EXTRA_FIELDS } from './extra-fields';
import { jiraValue, jiraValues } from './field-values';
import { byFieldId, type FieldType, fieldTypes } from './fields';
import { badInput } from './input-errors';
import { createForm, editForm } from './issue-form';
import type { Jira } from './jira';
import { writtenText } from './mentions';
import { idOr } from './references';

/** What the nodes that write an issue may be given, by Jira's own names. */
export interface IssueInputs {
  readonly project?: unknown;
  readonly issueType?: unknown;
  readonly summary?: string | undefined;
  readonly description?: unknown;
  readonly assignee?: unknown;
  readonly priority?: unknown;
  readonly labels?: readonly string[] | null | undefined;
  readonly parent?: unknown;
  readonly fields?: JsonRecord | undefined;
  readonly update?: JsonRecord | undefined;
  readonly properties?: JsonRecord | undefined;
  /** Transitions only: what the issue was resolved as, and a comment that goes with it. */
  readonly resolution?: unknown;
  readonly comment?: unknown;
}

/** The body of a create, edit or transition: Jira's `IssueUpdateDetails`. */
export interface IssueBody {
  readonly fields?: Record<string, unknown>;
  readonly update?: Record<string, unknown>;
  readonly properties?: { readonly key: string; readonly value: unknown }[];
}

/**
 * The body that writes an issue: names become ids, people become accounts, and text gets the server's form. Named inputs
 * win over the same field inside `fields`.
 * @param project id or key of the issue's project, as far as it is known
 * @param more values of further fields, by the fields that are given
 * @throws JiraError `JIRA_INPUT` or `JIRA_AMBIGUOUS`, before anything is changed
 */
export async function issueBody(
  jira: Jira,
  inputs: IssueInputs,
  project?: string,
  more: (given: JsonRecord) => Promise<JsonRecord> = async () => ({}),
): Promise<IssueBody> {
  const given = { ...(await byFieldId(jira, inputs.fields ?? {}, project)), ...namedFields(inputs) };
  const fields = { ...(await more(given)), ...(await jiraValues(jira, given)) };
  const update = await updateOperations(jira, inputs, project);
  const properties = entityProperties(inputs.properties);
  return {
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(Object.keys(update).length > 0 && { update }),
    ...(properties.length > 0 && { properties }),
  };
}

const NEEDED = { project: 'project', issueType: 'issuetype', summary: 'summary' } as const;

/**
 * The body that creates an issue. What every issue needs may come by its own input or inside `fields`.
 * @param beyond what came beyond the inputs
 * @throws JiraError `JIRA_INPUT` also where one of them is missing
 */
export async function newIssueBody(jira: Jira, given: IssueInputs, beyond = NO_EXTRA_FIELDS): Promise<IssueBody> {
  const { inputs, extra } = await framed(jira, given, beyond);
  const { project = entry(inputs.fields, 'project') } = inputs;
  const [projectIdOrKey] = project === undefined ? [] : Object.values(idOr('key', project, 'project'));
  const body = await issueBody(jira, inputs, projectIdOrKey, (known) =>
    extraFieldValues(jira, withoutNulls(extra), () => createForm(jira, known), known),
  );
  jira.allowedValues = () => allowedOnCreate(jira, body.fields ?? {});
  for (const [name, field] of Object.entries(NEEDED)) {
    if (body.fields?.[field] === undefined) throw badInput('input.missing', { name });
  }
  return body;
}

/** There is nothing yet that `null` could empty: a table's empty cells are no values. */
function withoutNulls(extra: ExtraFields): ExtraFields {
  const entries = Object.fromEntries(Object.entries(extra.entries).filter(([, value]) => value !== null));
  return { ...extra, entries };
}

/**
 * The body that changes an issue.
 * @param extra what came beyond the inputs
 * @throws JiraError `JIRA_INPUT` also where it would change nothing
 */
export async function changedIssueBody(
  jira: Jira,
  issue: string,
  inputs: IssueInputs,
  extra = NO_EXTRA_FIELDS,
): Promise<IssueBody> {
  const body = await issueBody(jira, inputs, projectOf(issue), (known) =>
    extraFieldValues(jira, extra, () => editForm(jira, issue), known),
  );
  jira.allowedValues = () => allowedOnEdit(jira, issue);
  if (Object.keys(body).length === 0) throw badInput('input.nothingToChange');
  return body;
}

/** The project's key inside an issue's; an id tells none. */
function projectOf(issueIdOrKey: string): string | undefined {
  return /^\s*([A-Za-z]\w*)-\d+\s*$/.exec(issueIdOrKey)?.[1];
}

/** Entity properties as Jira's bodies list them, from an object of values by key. */
export function entityProperties(properties: JsonRecord = {}): { key: string; value: unknown }[] {
  return Object.entries(properties).map(([key, value]) => ({ key, value }));
}

/**
 * Whether these operations add something each time they are carried out, so that a second attempt would double it.
 * Jira's `set`, `edit` and `remove`, and `add` on fields that are sets (labels, versions), come out the same twice.
 */
export function addsEachTime(update: JsonRecord = {}): boolean {
  const growing = ['comment', 'worklog', 'issuelinks', 'attachment'];
  return growing.some((field) => operations(entry(update, field)).some((operation) => Object.hasOwn(operation, 'add')));
}

function namedFields(inputs: IssueInputs): Record<string, unknown> {
  const { project, issueType, summary, description, assignee, priority, labels, parent, resolution } = inputs;
  return {
    ...(project !== undefined && { project }),
    ...(issueType !== undefined && { issuetype: idOr('name', issueType, 'issueType') }),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(assignee !== undefined && { assignee }),
    ...(priority !== undefined && { priority }),
    ...(resolution !== undefined && { resolution }),
    ...(labels !== undefined && { labels: labels ?? [] }),
    ...(parent !== undefined && parent !== null && { parent }),
  };
}

/** Operations with values in Jira's form: `set` takes what the field holds, `add` and `remove` one item of it. */
async function updateOperations(
  jira: Jira,
  { update = {}, parent, comment }: IssueInputs,
  project: string | undefined,
): Promise<Record<string, unknown>> {
  const byId = await byFieldId(jira, update, project);
  const types = await fieldTypes(jira, Object.keys(byId));
  for (const [id, value] of Object.entries(byId)) {
    byId[id] = await Promise.all(
      operations(value).map((operation) => jiraOperation(jira, id, operation, types.get(id))),
    );
  }
  if (comment !== undefined) {
    byId.comment = [...operations(byId.comment ?? []), { add: { body: await writtenText(jira, comment, 'comment') } }];
  }
  // A parent is emptied by an operation, not by a value.
  if (parent === null) byId.parent = [{ set: { none: true } }];
  return byId;
}

async function jiraOperation(
  jira: Jira,
  id: string,
  operation: JsonRecord,
  type: FieldType = { type: '' },
): Promise<JsonRecord> {
  const item: FieldType = type.items === undefined ? type : { type: type.items };
  const entries = Object.entries(operation).map(async ([verb, value]) => {
    if (id === 'comment') return [verb, await withStoredBody(jira, value)] as const;
    return [verb, await jiraValue(jira, id, value, verb === 'set' ? type : item)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function withStoredBody(jira: Jira, comment: unknown): Promise<unknown> {
  if (!isRecord(comment) || comment.body === undefined) return comment;
  return { ...comment, body: await writtenText(jira, comment.body, 'comment') };
}

/** Jira takes a list of operations per field; a single one is understood too. */
function operations(value: unknown): readonly JsonRecord[] {
  const listed = Array.isArray(value) ? value : [value];
  return listed.filter(isRecord);
}
