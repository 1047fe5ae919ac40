/** How a node hears of events, the usual way first. */
export const VIAS = ['poll', 'webhook', 'both'] as const;
/** Who registers the webhook with Jira. */
export const REGISTRATIONS = ['manual', 'automatic'] as const;
/** What an automation rule in Jira may be about that tells a node, as the form offers them. */
export const RULES = [
  'issueChanged',
  'commentAdded',
  'issueDeleted',
  'sprintCreated',
  'sprintStarted',
  'sprintClosed',
  'versionReleased',
] as const;

/** Seconds between two rounds of asking: at least, and unless a node says otherwise. */
export const SHORTEST_ROUND_S = 10;
export const USUAL_ROUND_S: Readonly<Record<(typeof VIAS)[number], number>> = { poll: 60, webhook: 60, both: 600 };

/** Milliseconds of the units that JQL has, too. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

/** Where a node's very first start begins: as it is, milliseconds since 1970, or milliseconds before now. */
export type Since = 'now' | { readonly at: number } | { readonly agoMs: number };

/** Reads `now`, so long ago (`-7d`), or a time in ISO 8601; nothing means `now`. `undefined` for anything else. */
export function sinceIn(text: string): Since | undefined {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === 'now' ? 'now' : (timeAgo(trimmed) ?? time(trimmed));
}

function timeAgo(text: string): Since | undefined {
  const [, figure, unit = ''] = /^-(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const ms = UNITS.get(unit);
  return ms === undefined ? undefined : { agoMs: Number(figure) * ms };
}

/** `Date.parse` reads much more than that, and not the same everywhere. */
function time(text: string): Since | undefined {
  const at = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { at };
}
