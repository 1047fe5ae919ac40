/** How Jira writes moments and days. A moment is milliseconds since 1970, or a `Date`. */

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** What a clock on a wall in the time zone shows, as if that clock stood in UTC: Date's UTC methods read it. */
export function wallOf(moment: number | Date, timeZone: string): number {
  const at = Number(moment);
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clockIn(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((at % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
}

/** `2026-11-20T09:14:03.512+0100`: with milliseconds, in the given zone, the offset without a colon. */
export function timestamp(at: Date, timeZone: string): string {
  const wall = wallOf(at, timeZone);
  const offset = Math.round((wall - at.getTime()) / 60_000);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${new Date(wall).toISOString().slice(0, -1)}${offset < 0 ? '-' : '+'}${hours}${minutes}`;
}

/** `2026-11-20`: the day that a moment falls on in the given zone. */
export function dayOf(moment: number | Date, timeZone: string): string {
  return new Date(wallOf(moment, timeZone)).toISOString().slice(0, 10);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20/Nov/26`, as rendered fields have a day. */
export function renderedDay(isoDay: string): string {
  const [year = '', month = '', date = ''] = isoDay.split('-');
  return `${date}/${months[Number(month) - 1] ?? ''}/${year.slice(2)}`;
}

/** `20/Nov/26 9:14 AM`, as rendered fields have a moment. */
export function renderedMoment(at: Date, timeZone: string): string {
  const wall = new Date(wallOf(at, timeZone));
  const [hour, minute] = [wall.getUTCHours(), String(wall.getUTCMinutes()).padStart(2, '0')];
  return `${renderedDay(wall.toISOString().slice(0, 10))} ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** True for a real day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
