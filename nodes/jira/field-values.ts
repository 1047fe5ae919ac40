import { entry, isRecord } from '../client/json';
import { type FieldType, fieldTypes } from './fields';
import type { Jira } from './jira';
import { writtenText } from './mentions';
import { personField } from './people';
import { idOr } from './references';

/**
 * Field values in the form of Jira's bodies, by what each field holds: `"Red"` for a select becomes `{value: "Red"}`, an
 * e-mail address an account, Markdown a document. Objects, and what no field is known for, pass untouched.
 */
export async function jiraValues(jira: Jira, fields: Record<string, unknown>): Promise<Record<string, unknown>> {
  const types = await fieldTypes(jira, Object.keys(fields));
  const entries = Object.entries(fields).map(async ([id, value]) => {
    const type = types.get(id);
    return [id, type ? await jiraValue(jira, id, value, type) : value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** One value in the form that a field of this type takes. */
export async function jiraValue(jira: Jira, id: string, value: unknown, type: FieldType): Promise<unknown> {
  if (value === null || value === undefined) return value;
  // Tables give what looks like a number as one.
  if (type.rich) return writtenText(jira, typeof value === 'number' ? String(value) : value, id);
  if (type.type === 'array') return listValue(jira, id, value, type.items ?? '');
  if (type.type === 'user') return personField(jira, value);
  // Jira's own objects identify a thing by more than it needs; these are the only ones that may be a whole record.
  if (isRecord(value)) return entry(REFERENCES, type.type) ? idOr('name', value, id) : value;
  const shape = Object.hasOwn(SCALARS, type.type) ? SCALARS[type.type] : undefined;
  return shape?.(value, id) ?? value;
}

const REFERENCES: Readonly<Record<string, 'key' | 'name'>> = {
  project: 'key',
  issuelink: 'key',
  issuetype: 'name',
  priority: 'name',
  resolution: 'name',
  securitylevel: 'name',
};

/** Nobody sees spaces around a name, and Jira takes them for a part of it. */
const nameIn = (value: unknown): string => String(value).trim();

type Shape = (value: unknown, id: string) => unknown;

const byName: Shape = (value) => ({ name: nameIn(value) });

const SCALARS: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(
    Object.entries(REFERENCES).map(([type, entry]): [string, Shape] => [
      type,
      (value, id) => idOr(entry, String(value), id),
    ]),
  ),
  option: (value) => ({ value: nameIn(value) }),
  'option-with-child': cascading,
  version: byName,
  component: byName,
  group: byName,
  string: (value) => (typeof value === 'number' ? String(value) : value),
  number: (value) =>
    typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value,
  date: (value) => (typeof value === 'string' ? value.slice(0, 10) : asDate(value)?.toISOString().slice(0, 10)),
  datetime: (value) => (hasJirasOffset(value) ? value : asDate(value)?.toISOString().replace('Z', '+0000')),
};

/** A list of two is the upper and the lower choice. */
function cascading(value: unknown): unknown {
  if (!Array.isArray(value)) return { value: nameIn(value) };
  const [upper, lower] = value;
  if (isRecord(upper)) return value;
  return { value: nameIn(upper), ...(lower !== undefined && { child: { value: nameIn(lower) } }) };
}

/** Items that are known well enough for a single one to stand for a list of it. */
const LISTABLE: ReadonlySet<string> = new Set(['option', 'user', 'version', 'component', 'group', 'string']);

async function listValue(jira: Jira, id: string, value: unknown, items: string): Promise<unknown> {
  if (!LISTABLE.has(items)) return value;
  return Promise.all(asItems(value, items).map((item) => jiraValue(jira, id, item, { type: items })));
}

/** Labels hold no commas, so a text is a list of them; names of options and versions may. */
function asItems(value: unknown, items: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (items !== 'string' || typeof value !== 'string') return [value];
  const parts = value.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** Jira writes and reads offsets without a colon. */
function hasJirasOffset(value: unknown): boolean {
  return typeof value === 'string' && /[+-]\d{4}$/.test(value);
}

/** Dates come as text, as JavaScript's own, or as the milliseconds that an inject node sends. */
function asDate(value: unknown): Date | undefined {
  const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value : String(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
