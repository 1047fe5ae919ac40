import { type JsonRecord, textEntry } from '../client/json';
import { count, flag, list } from '../definition';
import { coerce } from '../engine/coerce';
import { option } from '../engine/list-options';
import { EVENT_TYPES, type EventType, isEventType, isWebhookOnly } from '../events/event';
import type { Subscription } from '../events/hub';
import { badInput } from '../jira/input-errors';
import { RICH_TEXT_FORMS, type RichTextForm } from '../jira/text-format';
import { REGISTRATIONS, SHORTEST_ROUND_S, sinceIn, USUAL_ROUND_S, VIAS } from './property-values';

/** A node's properties as read and checked. */
export interface EventProperties {
  readonly subscription: Subscription;
  readonly registration: (typeof REGISTRATIONS)[number];
  readonly richText: RichTextForm;
}

const USUAL_EVENTS: readonly EventType[] = ['issue.created'];

/**
 * Reads the properties of a `jira-event`. A missing one means its default; numbers, flags and lists may come as text, from `${ENV}`
 * or a flow written by hand.
 * @throws JiraError `JIRA_INPUT`, naming what is wrong
 */
export function readProperties(nodeId: string, properties: JsonRecord): EventProperties {
  const via = option(properties, 'via', VIAS);
  return {
    subscription: {
      nodeId,
      types: readTypes(properties, via),
      jql: withoutOrder(textEntry(properties, 'jql') ?? ''),
      fields: readList(properties, 'fields'),
      ignoreOwn: readFlag(properties, 'ignoreOwn'),
      via,
      everyMs: readEvery(properties, via) * 1_000,
      since: readSince(properties),
      batch: readFlag(properties, 'batch'),
    },
    registration: option(properties, 'registration', REGISTRATIONS),
    richText: option(properties, 'richText', RICH_TEXT_FORMS),
  };
}

function readTypes(properties: JsonRecord, via: Subscription['via']): ReadonlySet<EventType> {
  const name = 'events';
  if (properties[name] === undefined) return new Set(USUAL_EVENTS);
  const names = readList(properties, name);
  if (names.length === 0) throw badInput('events.none', { name });
  const types = names.map((found) => {
    if (isEventType(found)) return found;
    throw badInput('events.unknown', { name, found, options: Object.keys(EVENT_TYPES).join(', ') });
  });
  const unheard = via === 'poll' ? types.filter(isWebhookOnly) : [];
  if (unheard.length > 0) throw badInput('events.webhookOnly', { name: 'via', events: unheard.join(', ') });
  return new Set(types);
}

/** Seconds. */
function readEvery(properties: JsonRecord, via: Subscription['via']): number {
  const name = 'every';
  const least = SHORTEST_ROUND_S;
  const given = properties[name];
  if (given === undefined || given === null || String(given).trim() === '') return USUAL_ROUND_S[via];
  const seconds = readCount(name, given);
  if (seconds === undefined || seconds < least)
    throw badInput('events.tooOften', { name, least, found: String(given) });
  return seconds;
}

function readSince({ since }: JsonRecord): Subscription['since'] {
  const read = since === undefined || since === null ? 'now' : sinceIn(String(since));
  if (read === undefined) throw badInput('events.notATime', { name: 'since', found: String(since).slice(0, 40) });
  return read;
}

function readCount(name: string, value: unknown): number | undefined {
  try {
    return Number(coerce(name, count(), value));
  } catch {
    return undefined;
  }
}

function readList(properties: JsonRecord, name: string): readonly string[] {
  const read = coerce(name, list(), properties[name]);
  return Array.isArray(read) ? read.map(String) : [];
}

function readFlag(properties: JsonRecord, name: string): boolean {
  return coerce(name, flag(), properties[name]) === true;
}

/** What follows ORDER BY is for lists: events come in the order in which they happened. */
export function withoutOrder(jql: string): string {
  const quoted = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/g;
  const place = jql.replace(quoted, (text) => '_'.repeat(text.length)).search(/(?:^|[\s)])order\s+by\s/i);
  return (place < 0 ? jql : jql.slice(0, place + (/[)]/.test(jql[place] ?? '') ? 1 : 0))).trim();
}
