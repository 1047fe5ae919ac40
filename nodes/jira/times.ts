/** Milliseconds of the units in which a time may be said to be past. */
const AGO: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

const DAY = '(?<year>\\d{4})([-/])(?<month>\\d\\d?)\\2(?<day>\\d\\d?)';
const LOCAL_DAY = '(?<day>\\d\\d?)\\.\\s?(?<month>\\d\\d?)\\.\\s?(?<year>\\d{4})';
const BASIC_DAY = '(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)';
const CLOCK =
  '(?<hour>\\d\\d?):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9}))?)?(?:\\s?(?<half>am|pm))?';
const BASIC_CLOCK = '(?<hour>\\d\\d)(?<minute>\\d\\d)(?<second>\\d\\d)?';
const ZONE = '(?:\\s?(?<zone>z|utc|gmt|[+-]\\d\\d(?::?\\d\\d)?))?';
const FORMS = [
  new RegExp(`^${DAY}(?:(?:t|,?\\s+)${CLOCK}${ZONE})?$`, 'i'),
  new RegExp(`^${LOCAL_DAY}(?:,?\\s+${CLOCK}${ZONE})?$`, 'i'),
  new RegExp(`^${BASIC_DAY}(?:t${BASIC_CLOCK}${ZONE})?$`, 'i'),
];
/** What `Date` itself and mails write: the only other form that means the same everywhere, as it says its zone. */
const WORDED = /^[a-z]{3},? [\w ,]+ \d\d?:\d\d(:\d\d)? (gmt|utc|[+-]\d{4})/i;

/**
 * A moment in ISO 8601, in UTC: from that in all its forms, a day with or without a time (`2026-11-28 14:30`, `28.11.2026 2:30 pm`), the
 * seconds or milliseconds since 1970, `now`, or so long ago (`-90m`, `-7d`). What says no time zone means the clock of the machine that
 * Node-RED runs on, daylight saving included: an hour that is left out in spring is an hour later, one that comes twice in autumn is the
 * first. `undefined` for what is none, or could be two: `03/04/2026`.
 * @param now milliseconds since 1970
 */
export function momentIn(text: string, now: number): string | undefined {
  const at = millisecondsIn(text.trim(), now);
  const date = new Date(at ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A moment as `momentIn` gives it, in the only form that Jira takes: `2021-01-17T12:34:00.000+0000`. */
export function jiraTime(moment: string): string {
  return moment.replace('Z', '+0000');
}

function millisecondsIn(text: string, now: number): number | undefined {
  if (text.toLowerCase() === 'now') return now;
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (/^\d{12,13}(\.\d+)?$/.test(text)) return Number(text);
  const [, figure, unit = ''] = /^-(\d{1,5})([mhdw])$/i.exec(text) ?? [];
  if (figure !== undefined) return now - Number(figure) * (AGO.get(unit.toLowerCase()) ?? Number.NaN);
  for (const form of FORMS) {
    const { groups } = form.exec(text) ?? {};
    if (groups) return writtenTime(groups);
  }
  return WORDED.test(text) ? Date.parse(text.replace(/ \(.*\)$/, '')) : undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

function writtenTime({ year, month, day, hour, minute, second, fraction, half, zone }: Groups): number | undefined {
  const hours = hoursOf(Number(hour ?? 0), half?.toLowerCase());
  const clock = [hours, Number(minute ?? 0), Number(second ?? 0)] as const;
  const milliseconds = Math.floor(Number(`0.${fraction ?? 0}`) * 1_000);
  const parts = [Number(year), Number(month) - 1, Number(day), ...clock, milliseconds] as const;
  if (!isOnCalendar(parts) || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  if (zone === undefined) return new Date(...parts).getTime();
  const offset = offsetOf(zone);
  return offset === undefined ? undefined : Date.UTC(...parts) - offset;
}

/** Hours of the day; 24 and more for what is none. */
function hoursOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/** The 30th of February would be a day in March. */
function isOnCalendar([year, month, day]: readonly number[]): boolean {
  const date = new Date(Date.UTC(year ?? 0, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day;
}

/** Milliseconds by which a zone is ahead of UTC. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
