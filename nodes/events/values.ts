import { numberEntry, textEntry } from '../client/json';
import type { Person } from './event';

/** Below it a number counts seconds since 1970, above it milliseconds: either is some day between 1973 and 5138. */
const SECONDS_BELOW = 100_000_000_000;

/** The last moment that a date can be, in milliseconds since 1970. */
const LATEST = 8.64e15;

/**
 * A moment as Jira writes it, here in one way and there in another: ISO 8601, also with an offset of four digits, or milliseconds or
 * seconds since 1970, also as text. Milliseconds since 1970; `undefined` for what is no day that there is.
 */
export function momentOf(value: unknown): number | undefined {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d{1,16}$/.test(value));
  const moment = isNumber ? inMilliseconds(Number(value)) : parsed(value);
  return moment >= 0 && moment <= LATEST ? Math.floor(moment) : undefined;
}

function inMilliseconds(number: number): number {
  return number < SECONDS_BELOW ? number * 1_000 : number;
}

function parsed(value: unknown): number {
  const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value);
  return isTime ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
}

/** Milliseconds since 1970 as events have them. */
export function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}

/** A user of Jira as events name people; `undefined` where nobody is named. A rule's smart value that has nothing is an empty text. */
export function personOf(user: unknown): Person | undefined {
  const accountId = textEntry(user, 'accountId');
  const name = textEntry(user, 'name') || textEntry(user, 'key');
  const displayName = textEntry(user, 'displayName') || accountId || name || '';
  if (accountId) return { accountId, displayName };
  return name ? { name, displayName } : undefined;
}

/** An id, which Jira writes as text here and as a number there. */
export function idOf(value: unknown, name: string): string | undefined {
  return textEntry(value, name) ?? numberEntry(value, name)?.toString();
}

/** Parts of a list, each of so many items at the most. */
export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
