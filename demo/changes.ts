/** Reading `fields` and `update` of a create, edit or transition body: all of it is checked before anything is done. */

import type { Call } from './call';
import { type NewComment, readComment } from './comments';
import type { Field } from './fields';
import { isObject, type JsonObject } from './json';
import type { FieldValue, Issue, Project, ScreenField } from './model';
import { type FieldErrors, refuseBody, refuseFields } from './responses';
import { InvalidInput, readValue, ValueError } from './values';

/** What a request wants of an issue, found to be possible. */
export interface Changes {
  /** New values by field id; null empties the field. */
  readonly values: ReadonlyMap<string, FieldValue | null>;
  readonly comments: readonly NewComment[];
}

interface Reading {
  readonly call: Call;
  readonly project: Project;
  /** The issue as it is; undefined while it is being created. */
  readonly issue: Issue | undefined;
  readonly screen: readonly ScreenField[];
  readonly values: Map<string, FieldValue | null>;
  readonly comments: NewComment[];
  readonly errors: Record<string, string>;
  readonly messages: string[];
}

const notOnScreen = (id: string): string =>
  `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;

/**
 * @param screen the fields that may be set
 * @param skip fields that the operation reads itself: project, issue type, parent
 * @throws Refusal 400 with every field's message
 */
export function readChanges(
  call: Call,
  body: JsonObject,
  target: { readonly project: Project; readonly issue?: Issue; readonly screen: readonly ScreenField[] },
  skip: readonly string[],
  errors: FieldErrors = {},
): Changes {
  const fields = part(call, body, 'fields');
  const update = part(call, body, 'update');
  const reading: Reading = {
    call,
    project: target.project,
    issue: target.issue,
    screen: target.screen,
    values: new Map(),
    comments: [],
    errors: { ...errors },
    messages: [],
  };
  for (const [id, raw] of Object.entries(fields)) {
    if (id in update) reading.errors[id] = `Field '${id}' cannot appear in both 'fields' and 'update'`;
    else if (!skip.includes(id)) attempt(reading, id, () => setField(reading, id, raw));
  }
  for (const [id, operations] of Object.entries(update)) {
    if (!skip.includes(id)) attempt(reading, id, () => updateField(reading, id, operations));
  }
  checkRequired(reading, skip);
  if (Object.keys(reading.errors).length + reading.messages.length > 0) {
    throw refuseFields(reading.errors, reading.messages);
  }
  return { values: reading.values, comments: reading.comments };
}

function part(call: Call, body: JsonObject, name: 'fields' | 'update'): JsonObject {
  const value = body[name] ?? {};
  if (!isObject(value)) throw refuseBody(call.store.deployment, `Can not deserialize property "${name}"`);
  return value;
}

function attempt(reading: Reading, id: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    if (error instanceof InvalidInput) reading.messages.push(error.message);
    else if (error instanceof ValueError) reading.errors[id] = error.message;
    else throw error;
  }
}

/** On a screen, known, and allowed to this caller; Jira's message is the same in all three cases. */
function settable(reading: Reading, id: string): Field {
  const { store, user } = reading.call;
  const field = store.field(id);
  const mayReport = id !== 'reporter' || store.can(user, 'admin', reading.project);
  if (!field || !mayReport || !reading.screen.some((one) => one.fieldId === id)) {
    throw new ValueError(notOnScreen(id));
  }
  return field;
}

function setField(reading: Reading, id: string, raw: unknown): void {
  const field = settable(reading, id);
  if (!field.operations.includes('set')) throw unsupported(field, 'set');
  const { store, richText } = reading.call;
  const value = readValue({ store, project: reading.project, richText }, field, raw);
  if (id === 'assignee' && value === null && !store.settings.unassignedIssues) {
    throw new ValueError('Issues must be assigned.');
  }
  reading.values.set(id, value);
}

function unsupported(field: Field, operation: string): ValueError {
  return new ValueError(
    `Field with id '${field.id}' and name '${field.name}' does not support operation '${operation}' Supported operation(s) are: '${field.operations.join(', ')}'`,
  );
}

function updateField(reading: Reading, id: string, operations: unknown): void {
  if (!Array.isArray(operations))
    throw refuseBody(reading.call.store.deployment, `"${id}" is not a list of operations`);
  for (const operation of operations) {
    if (!isObject(operation))
      throw refuseBody(reading.call.store.deployment, `"${id}" holds something else than objects`);
    for (const [name, raw] of Object.entries(operation)) perform(reading, id, name, raw);
  }
}

function perform(reading: Reading, id: string, operation: string, raw: unknown): void {
  const field = settable(reading, id);
  if (!field.operations.includes(operation)) throw unsupported(field, operation);
  if (field.kind === 'comment') addComment(reading, field, operation, raw);
  else if (operation === 'set') setField(reading, id, raw);
  else editList(reading, field, operation, raw);
}

/** `add` and `remove` work on what earlier operations of the same request have left. */
function editList(reading: Reading, field: Field, operation: string, raw: unknown): void {
  const { store, richText } = reading.call;
  const one = readValue({ store, project: reading.project, richText }, field, [raw]);
  const present = currentList(reading, field.id);
  const items = Array.isArray(one) ? one : [];
  const rest = present.filter((item) => !items.includes(item));
  reading.values.set(field.id, operation === 'add' ? [...rest, ...items] : rest);
}

function addComment(reading: Reading, field: Field, operation: string, raw: unknown): void {
  if (operation !== 'add' || reading.issue === undefined) throw unsupported(field, operation);
  reading.comments.push(readComment(reading.call, reading.issue, raw));
}

function currentList(reading: Reading, id: string): readonly string[] {
  const value = reading.values.has(id) ? reading.values.get(id) : reading.issue?.values.get(id);
  return Array.isArray(value) ? value : [];
}

/** Required fields must be given when an issue is made or a screen is passed, and may not be emptied later. */
function checkRequired(reading: Reading, skip: readonly string[]): void {
  for (const { fieldId, required } of reading.screen) {
    if (!required || skip.includes(fieldId) || fieldId in reading.errors) continue;
    const present = reading.values.has(fieldId) ? reading.values.get(fieldId) : reading.issue?.values.get(fieldId);
    if (present !== undefined && present !== null && !(Array.isArray(present) && present.length === 0)) continue;
    const name = reading.call.store.field(fieldId)?.name ?? fieldId;
    reading.errors[fieldId] =
      fieldId === 'summary' ? 'You must specify a summary of the issue.' : `${name} is required.`;
  }
}
