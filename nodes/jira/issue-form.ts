import { JiraError, type JiraErrorCode } from '../client/errors/jira-error';
import { entry, type JsonRecord, listEntry, textEntry } from '../client/json';
import type { FieldType } from './fields';
import type { Form } from './form-problems';
import * as forms from './forms';
import type { Jira } from './jira';
import { idOr } from './references';

/** A field that can be set on the form of an issue. */
export interface FormField extends FieldType {
  readonly id: string;
  readonly name: string;
  /** The kind of custom field, such as `com.pyxis.greenhopper.jira:gh-sprint`; empty for Jira's own fields. */
  readonly custom: string;
  /** What may be chosen, as Jira describes it; empty where anything goes or Jira doesn't list it. */
  readonly allowed: readonly unknown[];
}

export type IssueForm = readonly FormField[];

/** Jira's "no" to a form says the same as its answer to the write, which then says it better. */
const NO_FORM: readonly JiraErrorCode[] = ['JIRA_INVALID', 'JIRA_NOT_FOUND', 'JIRA_FORBIDDEN', 'JIRA_SCOPE'];

/**
 * The form on which an issue of this project and type is created; empty where Jira describes none to this account. Remembered for some
 * minutes.
 * @param fields of the issue to be: its `project` and its `issuetype`, in any form that an input takes
 * @throws JiraError where Jira can't be asked
 */
export function createForm(jira: Jira, { project, issuetype }: JsonRecord): Promise<IssueForm> {
  if (project === undefined || issuetype === undefined) return Promise.resolve([]);
  const [projectIdOrKey = ''] = Object.values(idOr('key', project, 'project'));
  const [type = ''] = Object.values(idOr('name', issuetype, 'issueType'));
  return orNone(forms.createForm(jira, projectIdOrKey, type).then(({ fields = {} }) => issueForm(fields)));
}

/**
 * The form on which an issue is changed; empty where Jira describes none to this account.
 * @throws JiraError where Jira can't be asked
 */
export function editForm(jira: Jira, issueIdOrKey: string): Promise<IssueForm> {
  return orNone(forms.editForm(jira, issueIdOrKey).then(issueForm));
}

function issueForm(form: Form): IssueForm {
  return Object.entries(form).flatMap(([id, field]) => formField(id, field));
}

function orNone(form: Promise<IssueForm>): Promise<IssueForm> {
  return form.catch((error: unknown) => {
    if (error instanceof JiraError && NO_FORM.includes(error.code)) return [];
    throw error;
  });
}

const RICH = ['description', 'environment'];

/** What can't be set as a whole (comments, links, attachments) is no field to fill in. */
function formField(id: string, meta: unknown): FormField[] {
  const operations = listEntry(meta, 'operations');
  const schema = entry(meta, 'schema');
  const [type = '', items, custom = ''] = ['type', 'items', 'custom'].map((name) => textEntry(schema, name));
  if (id === '' || items === 'attachment') return [];
  if (operations.length > 0 && !operations.includes('set')) return [];
  const rich = RICH.includes(id) || custom.endsWith(':textarea');
  const allowed = listEntry(meta, 'allowedValues');
  return [{ id, name: textEntry(meta, 'name') ?? id, type, items, custom, rich, allowed }];
}
