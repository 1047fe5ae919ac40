/**
 * Dates in JQL. A moment is milliseconds since 1970. A "wall" number is what `wallOf` returns, in the
 * asker's time zone, so that calendar arithmetic can use Date's UTC methods.
 */

import { wallOf } from '../clock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const LATEST = 8.64e15;

export type CalendarUnit = 'y' | 'M' | 'w' | 'd' | 'h' | 'm';

const LENGTHS: Readonly<Record<'w' | 'd' | 'h' | 'm', number>> = { w: WEEK, d: DAY, h: HOUR, m: MINUTE };
/** From small to large: an increment of a function in its own unit or a larger one moves whole periods. */
const UNITS: readonly CalendarUnit[] = ['m', 'h', 'd', 'w', 'M', 'y'];

function momentOf(wall: number, timeZone: string): number {
  // The offset is asked for twice, because the first guess may lie on the other side of a clock change.
  const guess = wall - (wallOf(wall, timeZone) - wall);
  return wall - (wallOf(guess, timeZone) - guess);
}

function isMoment(moment: number): boolean {
  return Math.abs(moment) < LATEST - 2 * DAY;
}

/** `-7d`, `4w 2d`, `+30m`: the milliseconds, or undefined if that is not what the text says. */
function readPeriod(text: string): number | undefined {
  const match = /^([-+]?)\s*((?:\d+[wdhm]\s*)+)$/i.exec(text);
  if (match === null) return undefined;
  let length = 0;
  for (const [, count, unit] of (match[2] ?? '').matchAll(/(\d+)([wdhm])/gi)) {
    const name = unit?.toLowerCase();
    if (name === 'w' || name === 'd' || name === 'h' || name === 'm') length += Number(count) * LENGTHS[name];
  }
  return match[1] === '-' ? -length : length;
}

function readAbsolute(text: string, timeZone: string): { moment: number; withTime: boolean } | undefined {
  const match = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0] = [match[1], match[3], match[4]].map(Number);
  const [hour, minute] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  if (wall.getUTCMonth() !== month - 1 || wall.getUTCDate() !== day || hour > 23 || minute > 59) return undefined;
  return { moment: momentOf(wall.setUTCHours(hour, minute), timeZone), withTime: match[5] !== undefined };
}

/**
 * A date as a query writes it: `2026-11-01`, `"2026/11/01 14:30"`, or a period from now such as `-7d`. Undefined if it is
 * none of these. `withTime` tells that a time of day was given.
 */
export function readDate(text: string, now: Date, timeZone: string): { moment: number; withTime: boolean } | undefined {
  const trimmed = text.trim();
  const period = readPeriod(trimmed);
  if (period === undefined) return readAbsolute(trimmed, timeZone);
  const moment = now.getTime() + period;
  return isMoment(moment) ? { moment, withTime: false } : undefined;
}

/** How far a date function is told to move: `("-1M")`. No unit means the function's own. */
export interface Increment {
  count: number;
  unit: CalendarUnit | undefined;
}

/** Undefined if the text is not of the form `(+/-)n(yMwdhm)`. */
export function readIncrement(text: string): Increment | undefined {
  const match = /^([-+]?)(\d{1,6})([yMwdhm]?)$/.exec(text.trim());
  if (match === null) return undefined;
  const count = Number(`${match[1] === '-' ? '-' : ''}${match[2]}`);
  return { count, unit: UNITS.find((unit) => unit === match[3]) };
}

function moved(wall: number, count: number, unit: CalendarUnit): number {
  if (unit !== 'y' && unit !== 'M') return wall + count * LENGTHS[unit];
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === 'y' ? 12 : 1));
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, lastDay));
}

function startOf(wall: number, unit: CalendarUnit): number {
  const date = new Date(wall);
  date.setUTCHours(0, 0, 0, 0);
  if (unit === 'w') date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  if (unit === 'M' || unit === 'y') date.setUTCDate(1);
  if (unit === 'y') date.setUTCMonth(0);
  return date.getTime();
}

/**
 * The start or the last millisecond of the day, week, month or year around now. Weeks begin on Sunday, as Jira has it for
 * en-US. Whole periods are moved first, so that `endOfMonth("-1M")` is the end of last month; smaller steps are taken from
 * the edge, so that `startOfWeek("+1d")` is Monday. Undefined if the increment leads out of the calendar.
 */
export function edgeOf(
  edge: 'start' | 'end',
  unit: 'd' | 'w' | 'M' | 'y',
  increment: Increment,
  now: Date,
  timeZone: string,
): number | undefined {
  const step = increment.unit ?? unit;
  const wholePeriods = UNITS.indexOf(step) >= UNITS.indexOf(unit);
  const from = wallOf(now.getTime(), timeZone);
  const start = startOf(wholePeriods ? moved(from, increment.count, step) : from, unit);
  const atEdge = edge === 'start' ? start : moved(start, 1, unit) - 1;
  const wall = wholePeriods ? atEdge : moved(atEdge, increment.count, step);
  return isMoment(wall) ? momentOf(wall, timeZone) : undefined;
}
