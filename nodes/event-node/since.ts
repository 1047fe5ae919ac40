import type { Subscription } from '../events/hub';
import { badInput } from '../jira/input-errors';

/** Milliseconds of the units that JQL has, too. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

/**
 * Where the very first start begins: `now`, so long ago (`-7d`), or a time in ISO 8601.
 * @throws JiraError `JIRA_INPUT`
 */
export function readSince(value: unknown): Subscription['since'] {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === undefined || text === null || text === '' || text === 'now') return 'now';
  const since = typeof text === 'string' ? (timeAgo(text) ?? time(text)) : undefined;
  if (since === undefined) throw badInput('events.notATime', { name: 'since', found: String(value).slice(0, 40) });
  return since;
}

function timeAgo(text: string): { readonly agoMs: number } | undefined {
  const [, figure, unit = ''] = /^-(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const ms = UNITS.get(unit);
  return ms === undefined ? undefined : { agoMs: Number(figure) * ms };
}

/** `Date.parse` reads much more than that, and not the same everywhere. */
function time(text: string): { readonly at: number } | undefined {
  const at = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { at };
}
