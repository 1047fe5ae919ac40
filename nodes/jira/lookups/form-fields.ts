import { entry, isRecord, listEntry, textEntry } from '../../client/json';
import { fieldsToCreate, issueTypeId, issueTypesToCreate } from '../create-screen';
import { type Lookup, needed, type Suggestion } from './lookup';

/**
 * The control that a field is filled in with: `text` one line · `rich` many · `number` · `date` · `datetime` · `select` one of the
 * options · `multi` several of them · `cascade` one and one below it · `user` · `labels` · `issue` · `json` whatever else.
 */
export type Control =
  | 'text'
  | 'rich'
  | 'number'
  | 'date'
  | 'datetime'
  | 'select'
  | 'multi'
  | 'cascade'
  | 'user'
  | 'labels'
  | 'issue'
  | 'json';

export interface FieldOption extends Suggestion {
  readonly children?: readonly Suggestion[];
}

/** A field that a form shows: `value` is its id, `label` its name. */
export interface FormField extends Suggestion {
  /** Jira wants it and sets nothing by itself. */
  readonly required: boolean;
  readonly control: Control;
  readonly options?: readonly FieldOption[];
}

/** The fields that a new issue of a project and type really has. */
export const createField: Lookup = {
  within: ['project', 'issueType'],
  searched: 'us',
  async response(jira, question) {
    const [project, type] = [needed(question, 'project'), needed(question, 'issueType')];
    const typeId = issueTypeId(await issueTypesToCreate(jira, project), type);
    // Somebody may still be typing its name.
    if (typeId === undefined) return [];
    const fields = await fieldsToCreate(jira, project, typeId);
    return requiredFirst(fields.flatMap((one) => formField(textEntry(one, 'fieldId') ?? textEntry(one, 'key'), one)));
  },
};

/** The fields that can be changed on an issue. */
export const editField: Lookup = {
  within: ['issue'],
  searched: 'us',
  async response(jira, question) {
    const params = { issueIdOrKey: needed(question, 'issue') };
    const form = await jira.ask({ route: 'GET /issue/{issueIdOrKey}/editmeta', params, optional: true });
    const fields = entry(form, 'fields');
    return requiredFirst(isRecord(fields) ? Object.entries(fields).flatMap(([id, field]) => formField(id, field)) : []);
  },
};

function requiredFirst(fields: readonly FormField[]): readonly FormField[] {
  return [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)];
}

/** A field as its description in Jira's metadata has it. What can't be set as a whole (comments, links) is none. */
function formField(id: string | undefined, meta: unknown): FormField[] {
  const operations = listEntry(meta, 'operations');
  if (id === undefined || (operations.length > 0 && !operations.includes('set'))) return [];
  const options = listEntry(meta, 'allowedValues').flatMap(readOption);
  const required = entry(meta, 'required') === true && entry(meta, 'hasDefaultValue') !== true;
  const control = controlOf(id, entry(meta, 'schema'), options.length > 0);
  const offered = control === 'select' || control === 'multi' || control === 'cascade';
  return [{ value: id, label: textEntry(meta, 'name') ?? id, required, control, ...(offered && { options }) }];
}

/** Values by the names that people know them by: what the node sends for them. */
function readOption(raw: unknown): FieldOption[] {
  const value = textEntry(raw, 'value') ?? textEntry(raw, 'name') ?? textEntry(raw, 'key');
  if (value === undefined) return [];
  const children = listEntry(raw, 'children').flatMap(readOption);
  return [{ value, label: value, ...(children.length > 0 && { children }) }];
}

const RICH = ['description', 'environment'];
/** Types whose values are named: Jira lists the possible ones. */
const NAMED = ['option', 'priority', 'resolution', 'version', 'component', 'securitylevel', 'issuetype', 'project'];

function controlOf(id: string, schema: unknown, hasOptions: boolean): Control {
  const [type = '', custom = '', items = ''] = ['type', 'custom', 'items'].map((name) => textEntry(schema, name));
  switch (type) {
    case 'number':
    case 'date':
    case 'datetime':
    case 'user':
      return type;
    case 'string':
      return RICH.includes(id) || custom.endsWith(':textarea') ? 'rich' : 'text';
    case 'option-with-child':
      return hasOptions ? 'cascade' : 'json';
    case 'issuelink':
      return 'issue';
    case 'array':
      return items === 'string' ? 'labels' : optionControl('multi', items, hasOptions);
    default:
      return custom.endsWith(':gh-epic-link') ? 'issue' : optionControl('select', type, hasOptions);
  }
}

function optionControl(control: Control, type: string, hasOptions: boolean): Control {
  return NAMED.includes(type) && hasOptions ? control : 'json';
}
