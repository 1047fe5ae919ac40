import { numberEntry, textEntry } from '../../client/json';
import type { Person } from '../event';

/** Below it a number counts seconds since 1970, above it milliseconds: either is some day between 1973 and 5138. */
const SECONDS_BELOW = 100_000_000_000;

/** A moment as Jira writes it, here in one way and there in another: ISO 8601, milliseconds or seconds since 1970. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value < SECONDS_BELOW ? value * 1_000 : value;
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** Milliseconds since 1970 as events have them. */
export function isoOf(moment: number): string {
  return new Date(moment).toISOString();
}

/** A user of Jira as events name people; `undefined` where nobody is named. */
export function personOf(user: unknown): Person | undefined {
  const accountId = textEntry(user, 'accountId');
  const name = accountId === undefined ? (textEntry(user, 'name') ?? textEntry(user, 'key')) : undefined;
  const id = accountId ?? name;
  if (id === undefined) return undefined;
  const displayName = textEntry(user, 'displayName') ?? id;
  return accountId === undefined ? { name: id, displayName } : { accountId: id, displayName };
}

/** An id, which Jira writes as text here and as a number there. */
export function idOf(value: unknown, name: string): string | undefined {
  return textEntry(value, name) ?? numberEntry(value, name)?.toString();
}

/** Parts of a list, each of so many items at the most. */
export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
