import { entry, isRecord, type JsonRecord, parseJson, textEntry } from '../client/json';
import { type Action, fieldFormOf, object } from '../definition';
import { coerce } from './coerce';
import { isDefault, typedInputType } from './typed-property';
import { typedValue, type ValueSource } from './typed-values';

/**
 * The values of those fields of Jira that the form has set to come from somewhere: the node's property `fieldInputs` holds
 * `{"customfield_10016": {"type": "msg", "value": "payload.points"}}`, as JSON. What has no value for this message is left out.
 * @throws JiraError `JIRA_INPUT`
 */
async function fieldInputs(source: ValueSource, config: JsonRecord): Promise<JsonRecord> {
  const saved = entry(config, 'fieldInputs');
  const inputs = typeof saved === 'string' ? parseJson(saved) : saved;
  const values: Record<string, unknown> = {};
  for (const [field, input] of isRecord(inputs) ? Object.entries(inputs) : []) {
    const { value } = await typedValue(source, field, textEntry(input, 'type') ?? 'str', entry(input, 'value'));
    if (value !== undefined && value !== '') values[field] = value;
  }
  return values;
}

/**
 * A node's input `fields` with the fields in it that the form has set one by one.
 * @param fields as read by itself; where all of them come from one place, the form shows no others
 * @throws JiraError `JIRA_INPUT`
 */
export async function withFieldInputs(
  source: ValueSource,
  action: Action,
  config: JsonRecord,
  fields: unknown,
): Promise<unknown> {
  if (fieldFormOf(action) === undefined) return fields;
  const isOpen = isDefault(config, 'fields') || typedInputType(config, 'fields') === 'json' || config.fields === '';
  const values = isOpen ? await fieldInputs(source, config) : {};
  if (Object.keys(values).length === 0) return fields;
  return coerce('fields', object(), isRecord(fields) ? { ...fields, ...values } : values);
}
