import { systemClock } from '../client/clock';
import { given, isRecord, type JsonRecord, parseJson, textEntry } from '../client/json';
import type { Input, InputKind } from '../definition';
import { jiraDuration } from '../jira/durations';
import { badInput } from '../jira/input-errors';
import { momentIn } from '../jira/times';
import { returnedRecord } from './chaining';
import { plainData } from './plain-data';

/**
 * A raw value as what its input holds; `undefined` for "not given" (nothing, an empty text, and `null` where it has no
 * meaning).
 * @param name the input, for the message
 * @throws JiraError `JIRA_INPUT` for a value that can't be read as this kind, or that JSON can't hold
 */
export function coerce(name: string, input: Input, value: unknown): unknown {
  if (value === undefined || value === '') return undefined;
  if (value === null) return input.clearable ? null : undefined;
  const read = READERS[input.kind](value);
  if (read === UNREADABLE) throw badInput(`input.not.${input.kind}`, { name, found: shown(input.kind, value) });
  if (isRecord(read)) return plainData(name, read);
  const isEmpty = Array.isArray(read) && read.length === 0;
  return isEmpty && !input.clearable && input.kind !== 'rows' ? undefined : read;
}

const UNREADABLE = Symbol('unreadable');

const READERS: Readonly<Record<InputKind, (value: unknown) => unknown>> = {
  text: (value) => asText(value) ?? UNREADABLE,
  rich: (value) => (isRecord(value) ? value : (asText(value) ?? UNREADABLE)),
  reference: (value) => (isRecord(value) ? withoutDetails(value) : (asText(value) ?? UNREADABLE)),
  list: asList,
  ids: asIds,
  flag: asFlag,
  count: asCount,
  object: asObject,
  rows: asRows,
  references: asReferences,
  time: asMoment,
  duration: (value) => readText(value, jiraDuration),
};

/** What can't be read: of a time, how it is written. */
function shown(kind: InputKind, value: unknown): string {
  const text = kind === 'time' || kind === 'duration' ? asText(value)?.slice(0, LONGEST_SHOWN) : undefined;
  return text === undefined ? kindOf(value) : `"${text}"`;
}

const LONGEST_SHOWN = 60;

/** A whole record of Jira may stand for what it names; the rest of it is not sent, nor shown in `msg.jira.input`. */
function withoutDetails(value: JsonRecord): JsonRecord {
  if (returnedRecord(value) === undefined) return value;
  const { id, key, name, accountId } = value;
  return given({ id, key, name, accountId });
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Number.isFinite(value)) return String(value);
  return typeof value === 'bigint' ? String(value) : undefined;
}

function asList(value: unknown): unknown {
  if (!Array.isArray(value)) {
    const text = asText(value);
    return text === undefined ? UNREADABLE : text.split(',').map(trimmed).filter(notEmpty);
  }
  const items = value.map(asText);
  return items.every((item) => item !== undefined) ? items.map(trimmed).filter(notEmpty) : UNREADABLE;
}

function asIds(value: unknown): unknown {
  const items = asList(value);
  if (!Array.isArray(items)) return UNREADABLE;
  const numbers = items.map(Number);
  return numbers.every((id) => Number.isSafeInteger(id) && id >= 0) ? numbers : UNREADABLE;
}

const trimmed = (text: string): string => text.trim();
const notEmpty = (text: string): boolean => text !== '';

function asReferences(value: unknown): unknown {
  const things = Array.isArray(value) ? value : isRecord(value) ? [value] : undefined;
  return asList(things?.map((one) => textEntry(one, 'key') ?? textEntry(one, 'id') ?? one) ?? value);
}

/** A date of a function node comes from another realm. */
function asMoment(value: unknown): unknown {
  const isDate = Object.prototype.toString.call(value) === '[object Date]';
  return readText(isDate ? Number(value) : value, (text) => momentIn(text, systemClock.wallNow()));
}

function readText(value: unknown, read: (text: string) => unknown): unknown {
  const text = asText(value);
  return text === undefined ? UNREADABLE : (read(text) ?? UNREADABLE);
}

function asFlag(value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (text === 'true') return true;
  return text === 'false' ? false : UNREADABLE;
}

function asCount(value: unknown): unknown {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : UNREADABLE;
}

function asObject(value: unknown): unknown {
  if (isRecord(value)) return value;
  if (typeof value !== 'string') return UNREADABLE;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** Each row is read for itself: one that is none must not keep the others away. */
function asRows(value: unknown): unknown {
  const rows = typeof value === 'string' ? parseJson(value) : value;
  if (Array.isArray(rows)) return [...rows];
  return isRecord(rows) ? [rows] : UNREADABLE;
}

/** The kind of a value in the words of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Buffer.isBuffer(value) ? 'buffer' : typeof value;
}
