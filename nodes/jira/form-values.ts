import { listEntry, textEntry } from '../client/json';
import type { FormField } from './issue-form';

/**
 * A value that came as text, as rows of a table do, in the form that the field's values have: only where the text can be meant in one
 * way. Everything else passes as it came, and Jira says what is wrong with it.
 */
export function valueFromText(field: FormField, value: unknown): unknown {
  if (typeof value === 'boolean' && field.type === 'string') return String(value);
  if (typeof value === 'number' && (field.rich || field.allowed.length > 0)) return valueFromText(field, String(value));
  if (typeof value !== 'string' || field.rich) return value;
  if (field.custom.endsWith(':gh-sprint')) return /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  switch (field.type) {
    case 'array':
      return listFromText(field, value);
    case 'date':
      return dateFromText(value);
    case 'option-with-child':
      return cascadeFromText(field, value);
    case 'timetracking':
      return { originalEstimate: value.trim() };
    default:
      return chosen(field, value) ?? value;
  }
}

/** The choice that a text means: one spelled so, else the one that is spelled so in another case. */
function chosen({ allowed }: Pick<FormField, 'allowed'>, text: string): object | undefined {
  const wanted = text.trim();
  const exact = allowed.filter((one) => namesOf(one).includes(wanted));
  const lower = wanted.toLowerCase();
  const found =
    exact.length > 0 ? exact : allowed.filter((one) => namesOf(one).some((name) => name.toLowerCase() === lower));
  const [only, ...others] = found;
  const id = textEntry(only, 'id');
  return id === undefined || others.length > 0 ? undefined : { id };
}

function namesOf(choice: unknown): readonly string[] {
  return ['value', 'name', 'key'].flatMap((name) => textEntry(choice, name)?.trim() ?? []);
}

/** Names of options and people may hold commas: a text that is one of them as a whole is one. */
function listFromText(field: FormField, text: string): unknown {
  const whole = chosen(field, text);
  if (whole) return [whole];
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (field.items === 'user' && !parts.every(isNoDisplayName)) return [text];
  return parts.map((part) => chosen(field, part) ?? part);
}

/** E-mail addresses, account ids and user names; a display name may be `Doe, Jane`. */
function isNoDisplayName(text: string): boolean {
  return !/\s/.test(text) && /[@\d:._-]/.test(text);
}

/** A day before its month is only clear where points part them; `03/04/2026` means two things. */
function dateFromText(text: string): string {
  const day = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(text);
  const [, date = '', month = '', year = ''] = day ?? [];
  return day ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text.trim();
}

/** `Hardware -> Pump` as Jira's own import of tables has it, or with `>`, `/` or a comma between the two. */
function cascadeFromText(field: FormField, text: string): unknown {
  const upper = chosen(field, text);
  if (upper) return upper;
  for (const parent of field.allowed) {
    const [name = '', id] = [textEntry(parent, 'value'), textEntry(parent, 'id')];
    const rest = text.trim().toLowerCase().startsWith(name.toLowerCase()) ? text.trim().slice(name.length) : '';
    const between = /^\s*(?:->|>|\/|,)\s*(.+)$/.exec(rest);
    const child = between && chosen({ allowed: listEntry(parent, 'children') }, between[1] ?? '');
    if (child && id !== undefined) return { id, child };
  }
  return text;
}
