/** Is this value one the field can take? Every kind of field has rules and messages of its own, which are Jira's. */

import { adfText, isAdf } from './adf';
import type { View } from './call';
import { isDay } from './clock';
import { type Field, flatOptions, type Option } from './fields';
import { idAt, isObject, stringAt } from './json';
import type { FieldValue, Project, User } from './model';
import { richTextOfWiki } from './rich-text';
import type { SiteStore } from './store';

/** Why a value was refused. */
export class ValueError extends Error {}

/** Malformed ADF in a field is reported for the whole request, not for the field. */
export class InvalidInput extends ValueError {}

export interface ValueContext {
  readonly store: SiteStore;
  readonly project: Project;
  readonly richText: View['richText'];
}

/**
 * Checks a raw JSON value and turns it into what is stored.
 * @returns null to empty the field
 * @throws ValueError with Jira's text
 */
export function readValue(context: ValueContext, field: Field, raw: unknown): FieldValue | null {
  if (field.id === 'summary') return summary(raw);
  if (raw === null || raw === undefined) return null;
  return readers[field.kind]?.(context, field, raw) ?? null;
}

type Reader = (context: ValueContext, field: Field, raw: unknown) => FieldValue | null;

const readers: Readonly<Partial<Record<Field['kind'], Reader>>> = {
  text: (context, _field, raw) => {
    const text = string(raw);
    if (text.length > 255) checkLength(context.store, text);
    return text === '' ? null : text;
  },
  rich: (context, _field, raw) => richText(context, raw),
  number: (_context, _field, raw) => {
    if (typeof raw !== 'number') throw new ValueError('Operation value must be a number');
    return raw;
  },
  date: (_context, _field, raw) => {
    const text = string(raw);
    if (text === '') return null;
    if (!isDay(text)) throw new ValueError(`Error parsing date string: ${text}`);
    return text;
  },
  user: (context, field, raw) => person(context, field, raw)?.id ?? null,
  option: (_context, field, raw) => option(field, raw, field.options ?? []).id,
  options: (_context, field, raw) => array(raw).map((item) => option(field, item, field.options ?? []).id),
  cascade: (_context, field, raw) => {
    const parent = option(field, raw, field.options ?? []);
    const child = isObject(raw) && raw.child != null ? option(field, raw.child, parent.children ?? []) : undefined;
    return child ? [parent.id, child.id] : [parent.id];
  },
  labels: (_context, _field, raw) => [...new Set(array(raw).map(label))],
  priority: ({ store }, _field, raw) => named(raw, store.priorities, 'Priority').id,
  resolution: ({ store }, _field, raw) => named(raw, store.resolutions, 'Resolution').id,
  versions: ({ project }, _field, raw) => array(raw).map((item) => named(item, project.versions, 'Version').id),
  components: ({ project }, _field, raw) => array(raw).map((item) => named(item, project.components, 'Component').id),
  epicLink: ({ store }, _field, raw) => {
    const epic = store.findIssue(string(raw));
    if (!epic || store.issueType(epic.issueTypeId).hierarchyLevel !== 1) {
      throw new ValueError(`Issue does not exist or is not an epic: ${String(raw)}`);
    }
    return store.key(epic);
  },
};

function string(raw: unknown): string {
  if (typeof raw !== 'string') throw new ValueError('Operation value must be a string');
  return raw;
}

function array(raw: unknown): readonly unknown[] {
  if (!Array.isArray(raw)) throw new ValueError('data was not an array');
  return raw;
}

function summary(raw: unknown): string {
  if (raw === null || raw === undefined) throw new ValueError('You must specify a summary of the issue.');
  const text = string(raw);
  if (text.trim() === '') throw new ValueError('You must specify a summary of the issue.');
  if (/[\r\n]/.test(text)) throw new ValueError('The summary is invalid because it contains newline characters.');
  if (text.length > 255) throw new ValueError('Summary must be less than 255 characters.');
  return text;
}

/** @throws ValueError naming the site's limit */
export function checkLength(store: SiteStore, text: string): void {
  const { textLimit } = store.settings;
  if (text.length <= textLimit) return;
  const limit = textLimit.toLocaleString('en-US');
  throw new ValueError(`The entered text is too long. It exceeds the allowed limit of ${limit} characters.`);
}

function richText({ store, richText: form }: ValueContext, raw: unknown): FieldValue | null {
  if (form === 'wiki') {
    const text = string(raw);
    checkLength(store, text);
    return text === '' ? null : richTextOfWiki(store.deployment, text);
  }
  if (!isObject(raw)) {
    throw new ValueError('Operation value must be an Atlassian Document (see the Atlassian Document Format)');
  }
  if (!isAdf(raw)) throw new InvalidInput('INVALID_INPUT');
  checkLength(store, adfText(raw).trimEnd());
  return raw;
}

function label(raw: unknown, index: number): string {
  if (typeof raw !== 'string') throw new ValueError(`string expected at index ${index}`);
  if (/\s/.test(raw)) throw new ValueError(`The label '${raw}' contains spaces which is invalid.`);
  if (raw === '' || raw.length > 255) throw new ValueError(`The label '${raw}' is not valid.`);
  return raw;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function named<T extends Named>(raw: unknown, list: readonly T[], what: string): T {
  if (!isObject(raw)) throw new ValueError(`Specify a valid 'id' or 'name' for ${what}`);
  const id = idAt(raw, 'id');
  const name = stringAt(raw, 'name');
  if (id === undefined && name === undefined) throw new ValueError(`Specify a valid 'id' or 'name' for ${what}`);
  const found = list.find((one) => (id === undefined ? one.name === name : one.id === id));
  if (!found) throw new ValueError(`${what} ${id === undefined ? `name '${name}'` : `id '${id}'`} is not valid`);
  return found;
}

function option(field: Field, raw: unknown, options: readonly Option[]): Option {
  if (!isObject(raw)) throw new ValueError(`Specify a valid 'id' or 'name' for ${field.name}`);
  const id = idAt(raw, 'id');
  const value = stringAt(raw, 'value');
  if (id === undefined && value === undefined) {
    throw new ValueError(`Could not find valid 'id' or 'value' in the Parent Option object.`);
  }
  const found = options.find((one) => (id === undefined ? one.value === value : one.id === id));
  if (found) return found;
  const allowed = options.map((one) => `${one.id}[${one.value}]`).join(', ');
  throw new ValueError(
    `Invalid value '${id ?? value}' passed for customfield '${field.name}'. Allowed values are: ${allowed}, -1`,
  );
}

/** The option names of a field's stored value, in its order. */
export function optionNames(field: Field, ids: readonly string[]): readonly string[] {
  return ids.map((id) => flatOptions(field).find((one) => one.id === id)?.value ?? id);
}

/** Reads who is meant; `null` where the reference itself says nobody. */
function person({ store, project }: ValueContext, field: Field, raw: unknown): User | null {
  if (!isObject(raw)) throw new ValueError('expected Object');
  const cloud = store.deployment === 'cloud';
  const known = cloud ? ['accountId', 'id'] : ['name'];
  const property = known.find((name) => name in raw);
  if (property === undefined) throw new ValueError(`expected Object containing a '${known[0]}' property`);
  const value = raw[property];
  if (value === null || (!cloud && value === '')) return null;
  if (typeof value !== 'string') throw new ValueError(`expected Object containing a '${property}' property`);
  if (field.id === 'assignee' && value === '-1') return defaultAssignee(store, project);
  const user = cloud ? store.findUser(value) : store.findUserByName(value);
  if (!user) throw new ValueError(`User '${value}' does not exist.`);
  if (field.id === 'assignee' && !store.assignable(user, project)) {
    throw new ValueError(`User '${user.displayName}' cannot be assigned issues.`);
  }
  return user;
}

/** Who gets an issue that asks for the project's default. */
export function defaultAssignee(store: SiteStore, project: Project): User | null {
  return project.defaultAssignee === 'PROJECT_LEAD' ? store.user(project.leadId) : null;
}
